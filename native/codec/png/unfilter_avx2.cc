// The filters for AVX2.
#include "codec/png/unfilter.h"

#if NODECODECS_X86
#include "simd/avx2.h"

#include "codec/png/unfilter_impl.h"

namespace nodecodecs::png {

extern const UnfilterKernels unfilterAvx2 = makeUnfilter();

}  // namespace nodecodecs::png

#include "simd/end.h"
#endif
