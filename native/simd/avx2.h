// Compiles the rest of the including file for AVX2, up to simd/end.h: for x86 alone, after every
// header whose functions other files use, too.
#include <immintrin.h>  // before the pragma

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#define NODECODECS_VECTOR_BYTES 32
#define NODECODECS_FMA 1
