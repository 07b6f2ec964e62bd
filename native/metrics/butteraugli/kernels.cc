#include "metrics/butteraugli/kernels.h"

namespace nodecodecs::butteraugli {

const Kernels& kernels() {
#if NODECODECS_X86
  static const convert::Isa isa = convert::bestIsa();
  if (isa == convert::Isa::avx512) return kernelsAvx512;
  if (isa == convert::Isa::avx2 && __builtin_cpu_supports("fma")) return kernelsAvx2;
#endif
  return kernelsBaseline;
}

}  // namespace nodecodecs::butteraugli
