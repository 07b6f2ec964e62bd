// The kernels for AVX2.
#include "pixels/floats.h"

#if NODECODECS_X86
#include "simd/avx2.h"

#include "pixels/floats_impl.h"

namespace nodecodecs {

extern const FloatKernels floatsAvx2 = makeFloats();

}  // namespace nodecodecs

#include "simd/end.h"
#endif
