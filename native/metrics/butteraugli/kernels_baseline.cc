// The kernels for what every processor of the architecture has.
#include "metrics/butteraugli/kernels.h"

#include <utility>

#include "simd/baseline.h"

#include "metrics/butteraugli/kernels_impl.h"

namespace nodecodecs::butteraugli {

extern const Kernels kernelsBaseline = makeKernels();

}  // namespace nodecodecs::butteraugli
