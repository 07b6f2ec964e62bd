#include "metrics/ssimulacra2/kernels.h"

namespace nodecodecs::ssimulacra2 {
const KernelSet& kernelSet(Isa isa) {
#if NODECODECS_X86
  if (isa == Isa::avx512) return kernelsAvx512;
  if (isa == Isa::avx2) return kernelsAvx2;
#endif
  static_cast<void>(isa);
  return kernelsBaseline;
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
