// The kernels for AVX-512.
#include "metrics/butteraugli/kernels.h"

#include <utility>

#if NODECODECS_X86
#include "simd/avx512.h"

#include "metrics/butteraugli/kernels_impl.h"

namespace nodecodecs::butteraugli {

extern const Kernels kernelsAvx512 = makeKernels();

}  // namespace nodecodecs::butteraugli

#include "simd/end.h"
#endif
