#include "metrics/ssimulacra2/kernels.h"

namespace nodecodecs::ssimulacra2 {
const KernelSet& kernelSet(Isa isa) {
  return NODECODECS_TABLE_OF(isa, kernels);
}

template <>
const Kernels<float>& kernels<float>() {
  static const Kernels<float>& chosen = kernelSet(bestIsa()).recursive;
  return chosen;
}

template <>
const Kernels<double>& kernels<double>() {
  static const Kernels<double>& chosen = kernelSet(bestIsa()).exact;
  return chosen;
}

}  // namespace nodecodecs::ssimulacra2
