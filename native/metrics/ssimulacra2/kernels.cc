#include "metrics/ssimulacra2/kernels.h"

namespace nodecodecs::ssimulacra2 {
namespace {

const KernelSet& kernelSet() {
#if NODECODECS_X86
  const convert::Isa isa = convert::bestIsa();
  if (isa == convert::Isa::avx512) return kernelsAvx512;
  if (isa == convert::Isa::avx2 && __builtin_cpu_supports("fma")) return kernelsAvx2;
#endif
  return kernelsBaseline;
}

}  // namespace

template <>
const Kernels<float>& kernels<float>() {
  static const Kernels<float>& chosen = kernelSet().recursive;
  return chosen;
}

template <>
const Kernels<double>& kernels<double>() {
  static const Kernels<double>& chosen = kernelSet().exact;
  return chosen;
}

}  // namespace nodecodecs::ssimulacra2
