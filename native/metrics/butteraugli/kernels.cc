#include "metrics/butteraugli/kernels.h"

namespace nodecodecs::butteraugli {

const Kernels& kernelsOf(Isa isa) {
#if NODECODECS_X86
  if (isa == Isa::avx512) return kernelsAvx512;
  if (isa == Isa::avx2) return kernelsAvx2;
#endif
  static_cast<void>(isa);
  return kernelsBaseline;
}

const Kernels& kernels() {
  static const Kernels& chosen = kernelsOf(bestIsa());
  return chosen;
}

}  // namespace nodecodecs::butteraugli
