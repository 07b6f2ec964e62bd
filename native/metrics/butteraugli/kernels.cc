#include "metrics/butteraugli/kernels.h"

namespace nodecodecs::butteraugli {

const Kernels& kernelsOf(Isa isa) {
  return NODECODECS_TABLE_OF(isa, kernels);
}

const Kernels& kernels() {
  static const Kernels& chosen = kernelsOf(bestIsa());
  return chosen;
}

}  // namespace nodecodecs::butteraugli
