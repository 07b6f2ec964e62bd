#include "convert/matrix.h"

#include <algorithm>
#include <cmath>

#include "convert/colour_model.h"

namespace nodecodecs::convert {
namespace {

// out = m (in - offsetIn) + offsetOut, in sample values.
struct Affine {
  int rows = 3;
  int columns = 3;
  bool balanced = false;  // grey is equal inputs (RGB), not the first input alone (luma)
  double m[3][3] = {};
  double offsetIn[3] = {};
  double offsetOut[3] = {};
  double inMax[3] = {};
  int outMax = 0;
  double tieSlack = 1e-4;  // below the distance of most sums from their ties
  double greySteps = 1;  // grey outputs are multiples of outMax / greySteps, give or take an offset
};

// Of the sums 299 R + 587 G + 114 B every thousandth is a tie and no other is closer to one than
// 1/1000; of R + 2 G + B every fourth, and from 8 bits to 10 none is closer than 1/680. The other
// matrices have four decimals.
double tieSlackOf(Matrix matrix) {
  if (matrix == Matrix::ycgco) return 5e-3;
  return matrix == Matrix::bt601 ? 7e-4 : 1e-4;
}

// The finest scale (a power of two) at which nothing overflows: int32 sums wrap, so only the result
// has to fit; doubles are exact only if every partial sum stays below 2^53.
int shiftFor(const Affine& a, bool exact) {
  double bound = 1;
  for (int r = 0; r < a.rows; r++) {
    double sum = a.offsetOut[r] + 2;
    for (int j = 0; j < a.columns; j++) {
      const double above = a.inMax[j] - a.offsetIn[j];
      const double range = exact ? a.inMax[j] + a.offsetIn[j] : std::max(above, a.offsetIn[j]);
      sum += std::fabs(a.m[r][j]) * range;
    }
    bound = std::max(bound, sum);
  }
  return static_cast<int>(std::floor((exact ? 53 : 31) - std::log2(bound)));
}

// One row of integer coefficients with what they miss of the real ones.
struct Quantised {
  double c[3] = {};
  double bias = 0;
  double greyError = 0;  // at most, in output values
  double meanError = 0;  // of random samples, in output values
};

Quantised quantiseRow(const Affine& a, int r, int shift) {
  Quantised q;
  const double unit = std::ldexp(1, shift);
  double sum = 0;
  for (int j = 0; j < a.columns; j++) {
    q.c[j] = std::round(a.m[r][j] * unit);
    sum += a.m[r][j];
  }
  // Greys depend on the sum of the coefficients only: G takes what rounding left over. Sums that
  // are whole in theory (1 or 0) carry the noise of double arithmetic, which rounding removes.
  if (a.balanced) q.c[1] = std::round(sum * unit) - q.c[0] - q.c[2];
  const double whole = a.balanced ? std::round(sum * unit) : q.c[0];
  const double grey = a.balanced ? sum : a.m[r][0];
  q.greyError = std::fabs(whole / unit - grey) * a.inMax[0];
  double variance = 0;
  double worst = 0;
  double offset = a.offsetOut[r] * unit;
  for (int j = 0; j < a.columns; j++) {
    const double error = (q.c[j] / unit - a.m[r][j]) * a.inMax[j];
    variance += error * error / 12;
    worst += std::fabs(error);
    offset -= q.c[j] * a.offsetIn[j];
  }
  q.meanError = q.greyError / 2 + 0.8 * std::sqrt(variance);
  // Half, for rounding, and as much as quantisation may have taken, so that ties still round up. If
  // that would carry many other sums over their ties too, only greys are made up for.
  const double slack = worst < a.tieSlack ? worst : q.greyError;
  q.bias = offset + unit / 2 + std::ceil(slack * unit - 1e-3);
  return q;
}

// One in 2,000 random samples may round the other way; greys never.
bool accurate(const Affine& a, const Quantised& q) {
  return q.meanError < 0.0005 && q.greyError * 4 * a.greySteps < 1;
}

// Whether every row is accurate enough at this shift.
bool quantiseRows(const Affine& a, RowMatrix& m) {
  bool good = true;
  for (int r = 0; r < a.rows; r++) {
    const Quantised q = quantiseRow(a, r, m.shift);
    good = good && accurate(a, q);
    for (int j = 0; j < a.columns; j++) {
      m.exactC[r][j] = q.c[j];
      m.c[r][j] = m.exact ? 0 : static_cast<int32_t>(q.c[j]);
    }
    m.exactBias[r] = q.bias;
    m.bias[r] = m.exact ? 0 : static_cast<int32_t>(q.bias);
  }
  return good;
}

RowMatrix quantise(const Affine& a) {
  RowMatrix m;
  m.max = a.outMax;
  for (const bool exact : {false, true}) {
    m.exact = exact;
    m.shift = shiftFor(a, exact);
    m.scale = std::ldexp(1, -m.shift);
    if (quantiseRows(a, m)) break;
  }
  return m;
}

RowMatrix quantiseScale(double m, double offsetIn, double offsetOut, int from, int to,
                        double greySteps) {
  Affine a;
  a.rows = a.columns = 1;
  a.m[0][0] = m;
  a.offsetIn[0] = offsetIn;
  a.offsetOut[0] = offsetOut;
  a.inMax[0] = maxOf(from);
  a.outMax = static_cast<int>(maxOf(to));
  a.greySteps = greySteps;
  RowMatrix matrix = quantise(a);
  matrix.identity = from == to && m == 1 && offsetIn == 0 && offsetOut == 0;
  return matrix;
}

}  // namespace

RowMatrix forwardMatrix(const Coding& to, const std::array<int, 3>& fromDepths, int samples) {
  const Model model = modelOf(to.matrix);
  const Steps steps = stepsOf(to);
  Affine a;
  a.balanced = true;
  a.tieSlack = tieSlackOf(to.matrix);
  for (int j = 0; j < 3; j++) {
    a.inMax[j] = maxOf(fromDepths[j]) * samples;
    for (int r = 0; r < 3; r++) {
      a.m[r][j] = (r == 0 ? steps.luma : steps.chroma) / a.inMax[j] * model.forward[r][j];
    }
  }
  // Luma is never asked of sums (it has full resolution), so its accuracy would only cost speed.
  if (samples > 1) std::fill(a.m[0], a.m[0] + 3, 0.0);
  a.offsetOut[0] = steps.black;
  a.offsetOut[1] = a.offsetOut[2] = steps.neutral;
  a.outMax = static_cast<int>(maxOf(to.depth));
  a.greySteps = maxOf(fromDepths[1]);
  return quantise(a);
}

RowMatrix lumaOfLimited(const Coding& from, int toDepth) {
  const Model model = modelOf(from.matrix);
  const Steps steps = stepsOf(from);
  Affine a;
  a.balanced = true;
  a.tieSlack = tieSlackOf(from.matrix);
  for (int j = 0; j < 3; j++) {
    a.inMax[j] = maxOf(from.depth);
    a.offsetIn[j] = steps.black;
    a.m[0][j] = maxOf(toDepth) / steps.luma * model.forward[0][j];
  }
  a.outMax = static_cast<int>(maxOf(toDepth));
  a.greySteps = steps.luma;
  return quantise(a);
}

RowMatrix inverseMatrix(const Coding& from, int chromaBits, int toDepth) {
  const Model model = modelOf(from.matrix);
  const Steps steps = stepsOf(from);
  const double chromaScale = std::ldexp(1, chromaBits);
  const double white = maxOf(toDepth);
  const double unit[3] = {white / steps.luma, white / (steps.chroma * chromaScale),
                          white / (steps.chroma * chromaScale)};
  Affine a;
  for (int r = 0; r < 3; r++) {
    for (int j = 0; j < 3; j++) a.m[r][j] = unit[j] * model.inverse[r][j];
  }
  a.offsetIn[0] = steps.black;
  a.offsetIn[1] = a.offsetIn[2] = steps.neutral * chromaScale;
  a.inMax[0] = maxOf(from.depth);
  a.inMax[1] = a.inMax[2] = maxOf(from.depth) * chromaScale;
  a.outMax = static_cast<int>(white);
  a.greySteps = steps.luma;
  return quantise(a);
}

RowMatrix depthScale(int fromDepth, int toDepth) {
  return quantiseScale(maxOf(toDepth) / maxOf(fromDepth), 0, 0, fromDepth, toDepth,
                       maxOf(fromDepth));
}

RowMatrix lumaScale(const Coding& to, int fromDepth) {
  const Steps steps = stepsOf(to);
  return quantiseScale(steps.luma / maxOf(fromDepth), 0, steps.black, fromDepth, to.depth,
                       maxOf(fromDepth));
}

RowMatrix grayScale(const Coding& from, int toDepth) {
  const Steps steps = stepsOf(from);
  return quantiseScale(maxOf(toDepth) / steps.luma, steps.black, 0, from.depth, toDepth,
                       steps.luma);
}

}  // namespace nodecodecs::convert
