#include "metrics/rows/kernels.h"

namespace nodecodecs::rows {

const Kernels& kernelsOf(Isa isa) {
  return NODECODECS_TABLE_OF(isa, kernels);
}

const Kernels& kernels() {
  static const Kernels& chosen = kernelsOf(bestIsa());
  return chosen;
}

}  // namespace nodecodecs::rows
