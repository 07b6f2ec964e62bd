// The kernels for AVX2.
#include "metrics/rows/kernels.h"

#if NODECODECS_X86
#include "simd/avx2.h"

#include "metrics/rows/kernels_impl.h"

namespace nodecodecs::rows {

extern const Kernels kernelsAvx2 = makeKernels();

}  // namespace nodecodecs::rows

#include "simd/end.h"
#endif
