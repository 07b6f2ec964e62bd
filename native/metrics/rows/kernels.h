// The loops over rows of samples that the metrics share, compiled once per instruction set. None of
// them adds in another order or fuses on another set: the values are the same on every machine.
#pragma once
#include <cstddef>
#include <cstdint>

#include "simd/isa.h"

namespace nodecodecs::rows {

// SSIM's window: symmetric, so the first kHalf taps say all, the last of them being the centre.
constexpr int kWindow = 11;
constexpr int kHalf = kWindow / 2 + 1;

// Of a row of SSIM's moments, `stride` apart: what a window sees of two signals x and y. The
// variances only ever appear as their sum.
enum Moment { kMeanX, kMeanY, kMeanSquares, kMeanProduct, kMoments };

struct Kernels {
  void (*bytesToDoubles)(const uint8_t* in, double* out, int n);
  void (*wordsToDoubles)(const uint16_t* in, double* out, int n);
  void (*floatsToDoubles)(const float* in, double* out, int n);
  // The sum of squared differences: n up to 66,051, and any n.
  uint32_t (*bytesError)(const uint8_t* a, const uint8_t* b, int n);
  uint64_t (*wordsError)(const uint16_t* a, const uint16_t* b, int n);
  // 2x2 means.
  void (*meansOfFour)(const double* upper, const double* lower, float* out, int n);
  // SSIM's window along a row, and down kWindow rows.
  void (*windowAlong)(const double* in, const double* taps, double* out, int n);
  void (*windowAcross)(const double* const* rows, const double* taps, double* out, int n);
  void (*squaresAndProducts)(const double* x, const double* y, double* squares, double* products,
                             int n);
  // Adds each column's SSIM and its contrast times structure to its sums: sums per column, because
  // one sum would be a chain of additions.
  void (*addSimilarity)(const double* moments, ptrdiff_t stride, double c1, double c2, double* ssim,
                        double* structure, int n);
  // `count` taps along a row, and down rows that lie `stride` apart.
  void (*along)(const double* in, const double* taps, int count, double* out, int n);
  void (*across)(const double* in, ptrdiff_t stride, const double* taps, int count, double* out,
                 int n);
  void (*products)(const double* x, const double* y, double* xx, double* yy, double* xy, int n);
};

// For what this processor has.
const Kernels& kernels();

// `isa` must not exceed bestIsa().
const Kernels& kernelsOf(Isa isa);

extern const Kernels kernelsBaseline;
#if NODECODECS_X86
extern const Kernels kernelsAvx2;
extern const Kernels kernelsAvx512;
#endif

}  // namespace nodecodecs::rows
