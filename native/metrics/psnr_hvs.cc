#include "metrics/psnr_hvs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "metrics/contrast_sensitivity.h"
#include "metrics/parallel.h"

namespace nodecodecs {
namespace {

constexpr int kSide = kPsnrHvsMinSide;
constexpr int kCoefficients = kSide * kSide;
constexpr int kStep = 7;

template <typename Number>
Number scaled(Number value, int factor, int shift) {
  return (value * factor + (Number{1} << (shift - 1))) >> shift;
}

// Daala's 8-point DCT-II in lifting steps: exact integers, sqrt(2) per dimension times orthonormal.
// Reads every eighth number, writes the results side by side: twice makes it two-dimensional.
template <typename Number>
void transform(const Number* x, Number* out) {
  Number d0 = x[0] - x[56];
  const Number half0 = d0 / 2;
  Number s0 = x[0] - half0;
  Number s1 = x[8] + x[48];
  const Number half1 = s1 / 2;
  Number d1 = x[48] - half1;
  Number d2 = x[16] - x[40];
  Number s2 = x[16] - d2 / 2;
  Number s3 = x[24] + x[32];
  const Number half3 = s3 / 2;
  Number d3 = half3 - x[32];
  // even: a 4-point DCT-II, of which a 2-point one and a 2-point DST-IV
  s0 += half3;
  s3 = s0 - s3;
  s2 = half1 - s2;
  s1 = s2 - s1;
  s0 -= scaled(s1, 13573, 15);
  s1 += scaled(s0, 11585, 14);
  s0 -= scaled(s1, 13573, 15);
  s3 -= scaled(s2, 21895, 15);
  s2 += scaled(s3, 15137, 14);
  s3 -= scaled(s2, 21895, 15);
  // odd: a 4-point DST-IV
  d2 += scaled(d1, 19195, 15);
  d1 += scaled(d2, 11585, 14);
  d2 -= scaled(d1, 7489, 13);
  d3 = d1 / 2 - d3;
  d1 -= d3;
  d2 = half0 - d2;
  d0 -= d2;
  d3 += scaled(d0, 3227, 15);
  d0 -= scaled(d3, 6393, 15);
  d3 += scaled(d0, 3227, 15);
  d1 += scaled(d2, 2485, 13);
  d2 -= scaled(d1, 18205, 15);
  d1 += scaled(d2, 2485, 13);
  const Number results[kSide] = {s0, d0, s2, d2, s1, d1, s3, d3};
  std::copy(results, results + kSide, out);
}

// One block of a plane: its coefficients, and how the sum of its four quarters' variances relates
// to its own.
template <typename Number>
class Block {
 public:
  Block(const CodePlane& plane, int left, int top) {
    Number samples[kCoefficients], columns[kCoefficients];
    for (int y = 0; y < kSide; y++) {
      const uint16_t* row = plane.row(top + y) + left;
      std::copy(row, row + kSide, samples + kSide * y);
    }
    variances_ = varianceRatio(samples);
    for (int i = 0; i < kSide; i++) transform(samples + i, columns + kSide * i);
    for (int i = 0; i < kSide; i++) transform(columns + i, coefficients + kSide * i);
  }

  // How much of an error the block hides.
  double activity(const std::array<double, kCoefficients>& mask) const {
    double sum = 0;
    for (int i = 1; i < kCoefficients; i++) {
      const double value = static_cast<double>(coefficients[i]);
      sum += value * value * mask[i];
    }
    return std::sqrt(sum * variances_) / 32;
  }

  Number coefficients[kCoefficients];

 private:
  static double varianceRatio(const Number* samples) {
    double sums[4] = {}, squares[4] = {};
    for (int i = 0; i < kCoefficients; i++) {
      const int quarter = (i >= 32 ? 2 : 0) + (i % 8 >= 4 ? 1 : 0);
      const double value = static_cast<double>(samples[i]);
      sums[quarter] += value;
      squares[quarter] += value * value;
    }
    double sum = 0, square = 0, quarters = 0;
    for (int i = 0; i < 4; i++) {
      sum += sums[i];
      square += squares[i];
      quarters += (squares[i] - sums[i] * sums[i] / 16) * 16 / 15;
    }
    const double whole = (square - sum * sum / 64) * 64 / 63;
    return whole > 0 ? quarters / whole : 0;
  }

  double variances_;
};

template <typename Number>
double blockError(const CodePlane& a, const CodePlane& b, int left, int top,
                  const std::array<double, kCoefficients>& sensitivity,
                  const std::array<double, kCoefficients>& mask) {
  const Block<Number> p(a, left, top), q(b, left, top);
  const double activity = std::max(p.activity(mask), q.activity(mask));
  double sum = 0;
  for (int i = 0; i < kCoefficients; i++) {
    double error = static_cast<double>(std::abs(p.coefficients[i] - q.coefficients[i]));
    if (i > 0) error = std::max(0.0, error - activity / mask[i]);
    sum += error * sensitivity[i] * error * sensitivity[i];
  }
  return sum;
}

template <typename Number>
double planeError(const CodePlane& a, const CodePlane& b, int plane, int threads) {
  const std::array<double, kCoefficients> sensitivity = contrastSensitivity(plane);
  std::array<double, kCoefficients> mask;
  for (int i = 0; i < kCoefficients; i++)
    mask[i] = std::pow(sensitivity[i] * 0.3885746225901003, 2);
  const int rows = (a.height - kSide) / kStep + 1, columns = (a.width - kSide) / kStep + 1;
  std::vector<double> sums(rows);
  forEachJob(rows, threads, [&](int row) {
    for (int column = 0; column < columns; column++) {
      sums[row] += blockError<Number>(a, b, column * kStep, row * kStep, sensitivity, mask);
    }
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0) / kCoefficients / rows / columns;
}

}  // namespace

std::vector<double> psnrHvsErrors(const CodedPicture& a, const CodedPicture& b, int threads) {
  const double peak = static_cast<double>((1 << a.bitDepth) - 1);
  std::vector<double> errors;
  for (size_t i = 0; i < a.planes.size(); i++) {
    const int plane = static_cast<int>(i);
    // the transform of deeper samples leaves 32 bits
    const double error = a.bitDepth > 12
                             ? planeError<int64_t>(a.planes[i], b.planes[i], plane, threads)
                             : planeError<int32_t>(a.planes[i], b.planes[i], plane, threads);
    errors.push_back(error / (peak * peak));
  }
  return errors;
}

}  // namespace nodecodecs
