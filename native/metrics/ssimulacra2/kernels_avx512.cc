// The kernels for AVX-512.
#include "metrics/ssimulacra2/kernels.h"

#include "metrics/ssimulacra2/gaussian.h"

#if NODECODECS_X86
#include "simd/avx512.h"

#include "metrics/ssimulacra2/kernels_impl.h"

namespace nodecodecs::ssimulacra2 {

extern const KernelSet kernelsAvx512 = {makeKernels<float>(), makeKernels<double>()};

}  // namespace nodecodecs::ssimulacra2

#include "simd/end.h"
#endif
