#include "codec/png/unfilter.h"

namespace nodecodecs::png {

// AVX-512 would do the same: a pixel has no more than eight channels' bytes.
const UnfilterKernels& unfilterKernels(Isa isa) {
#if NODECODECS_X86
  if (isa != Isa::baseline) return unfilterAvx2;
#endif
  static_cast<void>(isa);
  return unfilterBaseline;
}

}  // namespace nodecodecs::png
