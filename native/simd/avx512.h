// Compiles the rest of the including file for AVX-512, up to simd/end.h: for x86 alone, after every
// header whose functions other files use, too.
#include <immintrin.h>  // before the pragma

#ifdef __clang__
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)
#else
#pragma GCC target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512")
#endif

#define NODECODECS_VECTOR_BYTES 64
#define NODECODECS_FMA 1
