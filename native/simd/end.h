// Ends what simd/avx2.h and simd/avx512.h began; GCC's pragma ends with the file.
#ifdef __clang__
#pragma clang attribute pop
#endif
