// The kernels behind Kernels, in libjxl's constants (lib/jxl/butteraugli/butteraugli.cc, 0.8.0 to
// 0.11.2). Included by one .cc file per instruction set, after its target pragma;
// everything here has internal linkage. No #pragma once, and no standard function inside: those
// would be compiled for that target too.
#include "simd/vectors_impl.h"

namespace nodecodecs::butteraugli {
namespace {

constexpr int kStep = kLanes<float>;

inline Floats all(double value) {
  return Floats{} + static_cast<float>(value);
}

constexpr double kOpsin[3][3] = {{0.29956550340058319, 0.63373087833825936, 0.077705617820981968},
                                 {0.22158691104574774, 0.69391388044116142, 0.0987313588422},
                                 {0.02, 0.02, 0.20480129041026129}};
constexpr double kAbsorbance[3] = {1.7557483643287353, 1.7557483643287353, 12.226454707163354};

// ln x for x > 0, normal: 2 atanh((m - 1) / (m + 1)) of a mantissa m within sqrt(1/2) to sqrt(2).
inline Floats logarithm(const Floats& x) {
  Ints bits;
  __builtin_memcpy(&bits, &x, sizeof x);
  const Ints exponent = (bits - 0x3f3504f3) >> 23;  // sqrt(1/2)
  bits -= exponent << 23;
  Floats mantissa;
  __builtin_memcpy(&mantissa, &bits, sizeof x);
  const Floats s = (mantissa - 1.0f) / (mantissa + 1.0f), square = s * s;
  const Floats series =
      square * (square * (square * (square * (1.0f / 9) + 1.0f / 7) + 1.0f / 5) + 1.0f / 3);
  return __builtin_convertvector(exponent, Floats) * 0.69314718f + 2.0f * (s + s * series);
}

inline Floats cone(int c, const Floats* rgb) {
  return all(kOpsin[c][0]) * rgb[0] + all(kOpsin[c][1]) * rgb[1] + all(kOpsin[c][2]) * rgb[2] +
         all(kAbsorbance[c]);
}

inline Floats sensitivity(const Floats& signal) {
  const Floats response = all(19.245013259874995) * logarithm(signal + all(9.9710635769299145)) -
                          all(23.16046239805755);
  return larger(response / signal, all(1e-4));
}

void toXyb(const float* const* rgb, const float* const* blurred, float* const* xyb, int n) {
  for (int i = 0; i < n; i += kStep) {
    Floats here[3], around[3], signal[3];
    for (int c = 0; c < 3; c++) {
      here[c] = load<Floats>(rgb[c] + i);
      around[c] = load<Floats>(blurred[c] + i);
    }
    for (int c = 0; c < 3; c++) {
      const Floats least = all(kAbsorbance[c]);
      const Floats adapted = larger(cone(c, around), least);
      signal[c] = larger(cone(c, here) * sensitivity(adapted), least);
    }
    store(signal[0] - signal[1], xyb[0] + i);
    store(signal[0] + signal[1], xyb[1] + i);
    store(signal[2], xyb[2] + i);
  }
}

// ---- differences

// b seen from a's sign.
inline Floats alongSign(const Floats& a, const Floats& b) {
  return a < Floats{} ? -b : b;
}

void maltaDifference(const float* a, const float* b, const MaltaWeights& weights, float* out,
                     int n) {
  for (int i = 0; i < n; i += kStep) {
    const Floats p = load<Floats>(a + i), q = load<Floats>(b + i);
    const Floats size = magnitude(p), aligned = alongSign(p, q);
    const Floats scale = weights.norm / (weights.norm + (size + magnitude(q)) * all(0.5));
    const Floats lacking = larger(size * all(0.55) - aligned, Floats{});
    const Floats excess = larger(aligned - size * all(1.05), Floats{});
    store(scale * (weights.symmetric * (p - q) + weights.onesided * alongSign(p, lacking - excess)),
          out + i);
  }
}

void addSquares(const float* a, const float* b, float weight, float* sum, int n) {
  for (int i = 0; i < n; i += kStep) {
    const Floats d = load<Floats>(a + i) - load<Floats>(b + i);
    store(load<Floats>(sum + i) + d * d * weight, sum + i);
  }
}

void addOnesided(const float* a, const float* b, float weight, float* sum, int n) {
  const float part = weight * 0.8f;
  for (int i = 0; i < n; i += kStep) {
    const Floats p = load<Floats>(a + i), q = load<Floats>(b + i);
    const Floats d = p - q, size = magnitude(p), aligned = alongSign(p, q);
    const Floats beyond =
        larger(size * all(0.4) - aligned, Floats{}) + larger(aligned - size, Floats{});
    store(load<Floats>(sum + i) + (d * d + beyond * beyond) * part, sum + i);
  }
}

// ---- mask and map

constexpr double kMaskMul = 6.19424080439;
constexpr double kMaskBias = kMaskMul * 12.61050594197;
constexpr double kMaskBiasRoot = 8.838128222070164;  // its square root

void activity(const float* const* high, float* out, int n) {
  for (int i = 0; i < n; i += kStep) {
    const Floats x = (load<Floats>(high[0] + i) + load<Floats>(high[2] + i)) * all(2.5);
    const Floats y = (load<Floats>(high[1] + i) + load<Floats>(high[3] + i)) * all(0.4);
    const Floats size = squareRoot(x * x + y * y);
    store(squareRoot(size * all(kMaskMul) + all(kMaskBias)) - all(kMaskBiasRoot), out + i);
  }
}

void erode(const float* const* lines, float* out, int n) {
  for (int i = 0; i < n; i += kStep) {
    const Floats centre = load<Floats>(lines[1] + i);
    Floats least = centre, second = centre + centre, third = second;
    for (int y = 0; y < 3; y++) {
      for (int x = -kErosionStep; x <= kErosionStep; x += kErosionStep) {
        if (y == 1 && x == 0) continue;
        const Floats v = load<Floats>(lines[y] + i + x);
        const Floats notLeast = larger(v, least), notSecond = larger(notLeast, second);
        least = smaller(v, least);
        second = smaller(notLeast, second);
        third = smaller(notSecond, third);
      }
    }
    store(least * all(0.45) + second * all(0.3) + third * all(0.25), out + i);
  }
}

// (g (1 + mul / (scaler v + offset)))^2
inline Floats maskOf(const Floats& v, double mul, double scaler, double offset) {
  constexpr double kGlobal = 1 / (17.83 * 0.79079917404);
  const Floats c = all(kGlobal) + all(kGlobal * mul) / (all(scaler) * v + all(offset));
  return c * c;
}

void combine(const float* ac, const float* dc, const float* mask, float* out, int n) {
  for (int i = 0; i < n; i += kStep) {
    const Floats v = load<Floats>(mask + i);
    const Floats low = maskOf(v, 0.505054525019, 3.87449418804, 0.20025578522);
    const Floats high = maskOf(v, 2.5485944793, 0.451936922203, 0.829591754942);
    store(squareRoot(load<Floats>(dc + i) * low + load<Floats>(ac + i) * high), out + i);
  }
}

void addNorms(const float* map, double* sums, ptrdiff_t stride, float* maximum, int n) {
  for (int i = 0; i < n; i += kStep) {
    const Floats v = load<Floats>(map + i);
    store(larger(v, load<Floats>(maximum + i)), maximum + i);
    for (int half = 0; half < 2; half++) {
      const int x = i + half * kLanes<double>;
      const Doubles d = __builtin_convertvector(load<HalfFloats>(map + x), Doubles);
      const Doubles third = d * d * d, sixth = third * third;
      addTo(sums + kThird * stride + x, third);
      addTo(sums + kSixth * stride + x, sixth);
      addTo(sums + kTwelfth * stride + x, sixth * sixth);
    }
  }
}

}  // namespace
}  // namespace nodecodecs::butteraugli

#include "metrics/butteraugli/bands_impl.h"
#include "metrics/butteraugli/blur_impl.h"
#include "metrics/butteraugli/malta_impl.h"

namespace nodecodecs::butteraugli {
namespace {

constexpr Kernels makeKernels() {
  return {blurAlong, blurAcross, toXyb,       splitLow, splitMiddle, splitHigh, maltaDifference,
          addMalta,  addSquares, addOnesided, activity, erode,       combine,   addNorms};
}

}  // namespace
}  // namespace nodecodecs::butteraugli
