// The kernels for what every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
#include "metrics/ssimulacra2/gaussian.h"
#include "metrics/ssimulacra2/kernels.h"

#define NODECODECS_VECTOR_BYTES 16
#ifdef __ARM_FEATURE_FMA
#define NODECODECS_FMA 1
#else
#define NODECODECS_FMA 0
#endif
#include "metrics/vectors_impl.h"

#include "metrics/ssimulacra2/kernels_impl.h"

namespace nodecodecs::ssimulacra2 {

extern const KernelSet kernelsBaseline = {makeKernels<float>(), makeKernels<double>()};

}  // namespace nodecodecs::ssimulacra2
