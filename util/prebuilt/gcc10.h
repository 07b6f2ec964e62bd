/* GCC 10's immintrin.h lacks it, and libwebp 1.6 uses it in its AVX2 files. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 11
#define _mm256_cvtsi256_si32(a) _mm_cvtsi128_si32(_mm256_castsi256_si128(a))
#endif
