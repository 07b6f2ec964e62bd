// The kernels for what every processor of the architecture has.
#include "metrics/ssimulacra2/kernels.h"

#include "metrics/ssimulacra2/gaussian.h"

#include "simd/baseline.h"

#include "metrics/ssimulacra2/kernels_impl.h"

namespace nodecodecs::ssimulacra2 {

extern const KernelSet kernelsBaseline = {makeKernels<float>(), makeKernels<double>()};

}  // namespace nodecodecs::ssimulacra2
