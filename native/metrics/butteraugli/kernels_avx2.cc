// The kernels for AVX2.
#include "metrics/butteraugli/kernels.h"

#include <utility>

#if NODECODECS_X86
#include "simd/avx2.h"

#include "metrics/butteraugli/kernels_impl.h"

namespace nodecodecs::butteraugli {

extern const Kernels kernelsAvx2 = makeKernels();

}  // namespace nodecodecs::butteraugli

#include "simd/end.h"
#endif
