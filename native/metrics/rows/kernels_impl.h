// The loops behind rows::Kernels. Included by one .cc file per instruction set, after its target
// pragma; everything here has internal linkage. No #pragma once, and no standard function inside:
// those would be compiled for that target too.
#include "simd/vectors_impl.h"

namespace nodecodecs::rows {
namespace {

template <typename Sample>
void toDoubles(const Sample* in, double* __restrict out, int n) {
  for (int i = 0; i < n; i++) out[i] = static_cast<double>(in[i]);
}

uint32_t bytesError(const uint8_t* a, const uint8_t* b, int n) {
  uint32_t sum = 0;
  for (int i = 0; i < n; i++) {
    const int difference = a[i] - b[i];
    sum += static_cast<uint32_t>(difference * difference);
  }
  return sum;
}

uint64_t wordsError(const uint16_t* a, const uint16_t* b, int n) {
  uint64_t sum = 0;
  for (int i = 0; i < n; i++) {
    const int difference = a[i] - b[i];
    const uint32_t magnitude = static_cast<uint32_t>(difference < 0 ? -difference : difference);
    sum += static_cast<uint64_t>(magnitude) * magnitude;
  }
  return sum;
}

void meansOfFour(const double* upper, const double* lower, float* __restrict out, int n) {
  for (int i = 0; i < n; i++) {
    out[i] = static_cast<float>(
        (upper[2 * i] + upper[2 * i + 1] + lower[2 * i] + lower[2 * i + 1]) * 0.25);
  }
}

void windowAlong(const double* in, const double* taps, double* __restrict out, int n) {
  for (int i = 0; i < n; i++) {
    const double* p = in + i;
    out[i] = taps[0] * (p[0] + p[10]) + taps[1] * (p[1] + p[9]) + taps[2] * (p[2] + p[8]) +
             taps[3] * (p[3] + p[7]) + taps[4] * (p[4] + p[6]) + taps[5] * p[5];
  }
}

void windowAcross(const double* const* rows, const double* taps, double* __restrict out, int n) {
  const double *r0 = rows[0], *r1 = rows[1], *r2 = rows[2], *r3 = rows[3], *r4 = rows[4],
               *r5 = rows[5], *r6 = rows[6], *r7 = rows[7], *r8 = rows[8], *r9 = rows[9],
               *r10 = rows[10];
  for (int i = 0; i < n; i++) {
    out[i] = taps[0] * (r0[i] + r10[i]) + taps[1] * (r1[i] + r9[i]) + taps[2] * (r2[i] + r8[i]) +
             taps[3] * (r3[i] + r7[i]) + taps[4] * (r4[i] + r6[i]) + taps[5] * r5[i];
  }
}

void squaresAndProducts(const double* x, const double* y, double* __restrict squares,
                        double* __restrict products, int n) {
  for (int i = 0; i < n; i++) {
    squares[i] = x[i] * x[i] + y[i] * y[i];
    products[i] = x[i] * y[i];
  }
}

void addSimilarity(const double* moments, ptrdiff_t stride, double c1, double c2,
                   double* __restrict ssim, double* __restrict structure, int n) {
  const double *mx = moments + kMeanX * stride, *my = moments + kMeanY * stride,
               *squares = moments + kMeanSquares * stride,
               *product = moments + kMeanProduct * stride;
  for (int i = 0; i < n; i++) {
    const double meanProduct = mx[i] * my[i];
    const double meanSquares = mx[i] * mx[i] + my[i] * my[i];
    const double luminanceOver = meanSquares + c1;
    const double structureOver = squares[i] - meanSquares + c2;
    const double inverse = 1 / (luminanceOver * structureOver);  // one division serves both
    const double structureUnder = 2 * (product[i] - meanProduct) + c2;
    structure[i] += structureUnder * luminanceOver * inverse;
    ssim[i] += (2 * meanProduct + c1) * structureUnder * inverse;
  }
}

// out[i]: the sum over k of taps[k] * in[i + k * step], in the order of k. A block of four vectors
// of sums stays in registers meanwhile.
void weighted(const double* in, ptrdiff_t step, const double* taps, int count, double* out, int n) {
  constexpr int kLane = kLanes<double>;
  int i = 0;
  for (; i + 4 * kLane <= n; i += 4 * kLane) {
    Doubles s0{}, s1{}, s2{}, s3{};
    for (int k = 0; k < count; k++) {
      const double* p = in + i + k * step;
      s0 += taps[k] * load<Doubles>(p);
      s1 += taps[k] * load<Doubles>(p + kLane);
      s2 += taps[k] * load<Doubles>(p + 2 * kLane);
      s3 += taps[k] * load<Doubles>(p + 3 * kLane);
    }
    store(s0, out + i);
    store(s1, out + i + kLane);
    store(s2, out + i + 2 * kLane);
    store(s3, out + i + 3 * kLane);
  }
  for (; i < n; i++) {
    double sum = 0;
    for (int k = 0; k < count; k++) sum += taps[k] * in[i + k * step];
    out[i] = sum;
  }
}

void along(const double* in, const double* taps, int count, double* out, int n) {
  weighted(in, 1, taps, count, out, n);
}

void across(const double* in, ptrdiff_t stride, const double* taps, int count, double* out, int n) {
  weighted(in, stride, taps, count, out, n);
}

void products(const double* x, const double* y, double* __restrict xx, double* __restrict yy,
              double* __restrict xy, int n) {
  for (int i = 0; i < n; i++) {
    xx[i] = x[i] * x[i];
    yy[i] = y[i] * y[i];
    xy[i] = x[i] * y[i];
  }
}

constexpr Kernels makeKernels() {
  return {toDoubles<uint8_t>,
          toDoubles<uint16_t>,
          toDoubles<float>,
          bytesError,
          wordsError,
          meansOfFour,
          windowAlong,
          windowAcross,
          squaresAndProducts,
          addSimilarity,
          along,
          across,
          products};
}

}  // namespace
}  // namespace nodecodecs::rows
