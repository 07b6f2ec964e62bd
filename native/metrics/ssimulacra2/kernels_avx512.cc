// The kernels for AVX512 with fused multiply-add. The pragma stays in force to the end of the file,
// where templates are instantiated.
#include "metrics/ssimulacra2/gaussian.h"
#include "metrics/ssimulacra2/kernels.h"

#if NODECODECS_X86
#include <immintrin.h>  // before the pragma

#ifdef __clang__
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)
#else
#pragma GCC target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512")
#endif

#define NODECODECS_VECTOR_BYTES 64
#define NODECODECS_FMA 1
#include "metrics/vectors_impl.h"

#include "metrics/ssimulacra2/kernels_impl.h"

namespace nodecodecs::ssimulacra2 {

extern const KernelSet kernelsAvx512 = {makeKernels<float>(), makeKernels<double>()};

}  // namespace nodecodecs::ssimulacra2

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
