// The kernels for what every processor of the architecture has.
#include "metrics/rows/kernels.h"

#include "simd/baseline.h"

#include "metrics/rows/kernels_impl.h"

namespace nodecodecs::rows {

extern const Kernels kernelsBaseline = makeKernels();

}  // namespace nodecodecs::rows
