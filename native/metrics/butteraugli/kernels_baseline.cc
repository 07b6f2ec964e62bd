// The kernels for what every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
#include "metrics/butteraugli/kernels.h"

#include <utility>

#define NODECODECS_VECTOR_BYTES 16
#ifdef __ARM_FEATURE_FMA
#define NODECODECS_FMA 1
#else
#define NODECODECS_FMA 0
#endif
#include "metrics/vectors_impl.h"

#include "metrics/butteraugli/kernels_impl.h"

namespace nodecodecs::butteraugli {

extern const Kernels kernelsBaseline = makeKernels();

}  // namespace nodecodecs::butteraugli
