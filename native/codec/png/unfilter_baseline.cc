// The filters for what every processor of the architecture has.
#include "codec/png/unfilter.h"

#include "simd/baseline.h"

#include "codec/png/unfilter_impl.h"

namespace nodecodecs::png {

extern const UnfilterKernels unfilterBaseline = makeUnfilter();

}  // namespace nodecodecs::png
