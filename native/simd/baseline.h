// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
#define NODECODECS_VECTOR_BYTES 16
#ifdef __ARM_FEATURE_FMA
#define NODECODECS_FMA 1
#else
#define NODECODECS_FMA 0
#endif
