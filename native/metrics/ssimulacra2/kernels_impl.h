// The kernels behind Kernels<Real>. Included by one .cc file per instruction set, after its target
// pragma; everything here has internal linkage. No #pragma once, and no standard
// function inside: those would be compiled for that target too.
#include "simd/vectors_impl.h"

#include "metrics/ssimulacra2/blur_impl.h"

namespace nodecodecs::ssimulacra2 {
namespace {

// a * b + c: fused in the tool's arithmetic.
inline Floats multiplyAdd(float a, const Floats& b, const Floats& c) {
  return fused(Floats{} + a, b, c);
}

inline Doubles multiplyAdd(double a, const Doubles& b, const Doubles& c) {
  return a * b + c;
}

// cbrt(x) + added, x > 0, to the bit what libjxl has (lib/jxl/fast_math-inl.h): Newton's method for
// x^(-1/3), three steps and a last one in another form, from a guess by the exponent.
inline Floats cubeRootPlus(const Floats& x, float added) {
  const Floats third = Floats{} + 1.0f / 3, fourThirds = Floats{} + 4.0f / 3;
  Ints bits;
  __builtin_memcpy(&bits, &x, sizeof x);
  bits = 0x54800000 - (bits >> 23) * 0x002AAAAA;
  Floats root;
  __builtin_memcpy(&root, &bits, sizeof root);
  for (int i = 0; i < 3; i++) {
    const Floats square = root * root;
    root = fused(-(third * x), square * square, fourThirds * root);
  }
  Floats square = root * root;
  root = fused(third, fused(-x, square * square, root), root);
  square = root * root;
  return fused(square, x, Floats{} + added);
}

// Halley's method, which cubes the error of each step: of the exponent's guess, in float32 twice,
// then in double.
template <class Vector>
inline Vector nearerRoot(const Vector& root, const Vector& x) {
  const Vector cube = root * root * root;
  return root * (cube + x + x) / (cube + cube + x);
}

inline Doubles cubeRootPlus(const Doubles& x, double added) {
  const HalfFloats single = __builtin_convertvector(x, HalfFloats);
  HalfInts bits;
  __builtin_memcpy(&bits, &single, sizeof single);
  const HalfFloats third = __builtin_convertvector(bits, HalfFloats) * (1.0f / 3);
  bits = __builtin_convertvector(third, HalfInts) + 709958130;
  HalfFloats root;
  __builtin_memcpy(&root, &bits, sizeof root);
  root = nearerRoot(nearerRoot(root, single), single);
  return nearerRoot(__builtin_convertvector(root, Doubles), x) + added;
}

// XYB of libjxl's opsin_params.h.
constexpr double kMatrix[3][3] = {{0.30, 0.622, 0.078},
                                  {0.23, 0.692, 0.078},
                                  {0.24342268924547819, 0.20476744424496821, 0.55180986650955360}};
constexpr double kBias = 0.0037930732552754493;
constexpr double kBiasRoot = 0.15595420054924863;  // its cube root

template <class Real>
void toXyb(const Real* const* rgb, Real* const* xyb, int n) {
  using Vector = typename VectorOf<Real>::Type;
  for (int i = 0; i < n; i += kLanes<Real>) {
    const Vector r = load<Vector>(rgb[0] + i), g = load<Vector>(rgb[1] + i),
                 b = load<Vector>(rgb[2] + i);
    Vector cone[3];
    for (int c = 0; c < 3; c++) {
      const double* row = kMatrix[c];
      Vector mixed = Vector{} + static_cast<Real>(kBias);
      mixed = multiplyAdd(static_cast<Real>(row[2]), b, mixed);
      mixed = multiplyAdd(static_cast<Real>(row[1]), g, mixed);
      mixed = multiplyAdd(static_cast<Real>(row[0]), r, mixed);
      cone[c] = cubeRootPlus(mixed, static_cast<Real>(-kBiasRoot));
    }
    const Vector x = (cone[0] - cone[1]) * static_cast<Real>(0.5);
    const Vector y = (cone[0] + cone[1]) * static_cast<Real>(0.5);
    store(x * static_cast<Real>(14) + static_cast<Real>(0.42), xyb[0] + i);
    store(y + static_cast<Real>(0.01), xyb[1] + i);
    store(cone[2] - y + static_cast<Real>(0.55), xyb[2] + i);
  }
}

template <class Real>
void halve(const Real* upper, const Real* lower, int columns, Real* out) {
  for (int x = 0; 2 * x < columns; x++) {
    const int left = 2 * x, right = left + 1 < columns ? left + 1 : left;
    out[x] = (upper[left] + upper[right] + lower[left] + lower[right]) * static_cast<Real>(0.25);
  }
}

template <class Vector>
inline void addNorms(double* mean, double* fourth, const Vector& error) {
  const Vector square = error * error;
  addTo(mean, error);
  addTo(fourth, square * square);
}

// An edge that only one of the two has, relative to the original's contrast there. The quotient of
// the definition, (1 + distorted) / (1 + original) - 1, written without its rounding error.
template <class Real>
void addErrors(const ErrorRows<Real>& rows, double* sums, ptrdiff_t stride, int n) {
  using Vector = typename VectorOf<Real>::Type;
  constexpr Real kC2 = static_cast<Real>(0.0009);
  const Vector zero = {};
  for (int i = 0; i < n; i += kLanes<Real>) {
    const Vector m1 = load<Vector>(rows.blurred[kOriginal] + i);
    const Vector m2 = load<Vector>(rows.blurred[kDistorted] + i);
    const Vector covariance = load<Vector>(rows.blurred[kProduct] + i) - m1 * m2;
    const Vector variances = (load<Vector>(rows.blurred[kSquare1] + i) - m1 * m1) +
                             (load<Vector>(rows.blurred[kSquare2] + i) - m2 * m2);
    const Vector luminance = 1 - (m1 - m2) * (m1 - m2);
    const Vector similarity = luminance * (2 * covariance + kC2) / (variances + kC2);
    double* sum = sums + i;
    addNorms(sum + kSsim * stride, sum + kSsim4 * stride, larger(1 - similarity, zero));

    const Vector original = magnitude(load<Vector>(rows.original + i) - m1);
    const Vector distorted = magnitude(load<Vector>(rows.distorted + i) - m2);
    const Vector edge = (distorted - original) / (1 + original);
    addNorms(sum + kArtifact * stride, sum + kArtifact4 * stride, larger(edge, zero));
    addNorms(sum + kLost * stride, sum + kLost4 * stride, larger(-edge, zero));
  }
}

template <class Real>
constexpr Kernels<Real> makeKernels() {
  return {toXyb<Real>, halve<Real>, blurAlong, blurAcross, addErrors<Real>};
}

}  // namespace
}  // namespace nodecodecs::ssimulacra2
