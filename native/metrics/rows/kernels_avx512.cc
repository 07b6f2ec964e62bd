// The kernels for AVX-512.
#include "metrics/rows/kernels.h"

#if NODECODECS_X86
#include "simd/avx512.h"

#include "metrics/rows/kernels_impl.h"

namespace nodecodecs::rows {

extern const Kernels kernelsAvx512 = makeKernels();

}  // namespace nodecodecs::rows

#include "simd/end.h"
#endif
