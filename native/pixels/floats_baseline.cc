// The kernels for what every processor of the architecture has.
#include "pixels/floats.h"

#include "simd/baseline.h"

#include "pixels/floats_impl.h"

namespace nodecodecs {

extern const FloatKernels floatsBaseline = makeFloats();

}  // namespace nodecodecs
