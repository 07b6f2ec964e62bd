// The loops over samples, compiled once per instruction set. Every set gives the same integers.
#pragma once
#include <cstdint>

#include "convert/matrix.h"
#include "simd/isa.h"

namespace nodecodecs::convert {

// What one output sample of a chroma row takes from its neighbours, by its phase between them.
struct Taps {
  int32_t previous = 0;
  int32_t current = 1;
  int32_t next = 0;
};

using MatrixKernel = void (*)(const void* const* in, void* const* out, int n, const RowMatrix& m);

// Rows are native-endian and right-aligned. An index `wide` is 0 for uint8_t rows and 1 for
// uint16_t rows; the last index of a MatrixKernel is RowMatrix::exact.
struct RowKernels {
  const char* name;
  MatrixKernel forward[2][2][2];    // [wide in][wide out]: R, G, B -> Y, Cb, Cr
  MatrixKernel luma[2][2][2];       // [wide in][wide out]: R, G, B -> Y
  MatrixKernel chroma[2][2];        // [wide out]: int32_t sums of R, G, B -> Cb, Cr
  MatrixKernel inverse[2][2][2];    // [wide in][wide out]: Y, Cb, Cr -> R, G, B
  MatrixKernel upsampled[2][2][2];  // the same with int32_t chroma
  MatrixKernel scale[2][2][2];      // [wide in][wide out]: one row to one row

  // sums[i] (+)= the 2^log2 samples from in[i << log2]; `first` starts the sum. [wide in]
  void (*accumulate[2])(const void* in, int32_t* sums, int n, int log2, bool first);
  // out[i] = a[i] * weightA + b[i] * weightB. [wide in]
  void (*blend[2])(const void* a, int weightA, const void* b, int weightB, int32_t* out, int n);
  // out[(i << log2) + p] = taps[p] over in[i - 1], in[i], in[i + 1], for i in [0, n).
  void (*upsample)(const int32_t* in, int32_t* out, int n, int log2, const Taps* taps);
  // One interleaved row of 2, 3 or 4 channels to as many rows, and back. [wide]
  void (*deinterleave[2])(const void* in, int channels, void* const* out, int n);
  void (*interleave[2])(const void* const* in, int channels, void* out, int n);
};

// `isa` must not exceed bestIsa().
const RowKernels& rowKernels(Isa isa);

extern const RowKernels rowsBaseline;
#if NODECODECS_X86
extern const RowKernels rowsAvx2;
extern const RowKernels rowsAvx512;
#endif

}  // namespace nodecodecs::convert
