#include "metrics/iw_ssim.h"

#include <cmath>

#include "metrics/information_weights.h"
#include "metrics/laplacian_pyramid.h"
#include "metrics/window.h"

namespace nodecodecs {
namespace {

constexpr double kExponents[5] = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
constexpr int kScales = 5;
constexpr double kC1 = 2.55 * 2.55;
constexpr double kC2 = 7.65 * 7.65;

// Contrast and structure of each position; on the last scale luminance, too.
RealPlane terms(const RealPlane& a, const RealPlane& b, bool luminance, int threads) {
  const std::vector<double> taps = gaussianTaps(11, 1.5);
  RealPlane map(a.width - 10, a.height - 10);
  forEachMoments(a, b, taps, threads, [&](int row, const Moments& m) {
    for (int i = 0; i < m.n; i++) {
      const double xx = std::max(0.0, m.xx[i] - m.x[i] * m.x[i]);
      const double yy = std::max(0.0, m.yy[i] - m.y[i] * m.y[i]);
      double term = (2 * (m.xy[i] - m.x[i] * m.y[i]) + kC2) / (xx + yy + kC2);
      if (luminance)
        term *= (2 * m.x[i] * m.y[i] + kC1) / (m.x[i] * m.x[i] + m.y[i] * m.y[i] + kC1);
      map.row(row)[i] = term;
    }
  });
  return map;
}

// Without weights, or where all of them are 0: the plain mean.
double weightedMean(const RealPlane& map, const RealPlane* weights) {
  double sum = 0, all = 0, plain = 0;
  for (int y = 0; y < map.height; y++) {
    // weights begin one sample inside the band, the window's positions five
    const double* weight = weights == nullptr ? nullptr : weights->row(y + 4) + 4;
    for (int x = 0; x < map.width; x++) {
      const double value = map.row(y)[x];
      plain += value;
      if (weight == nullptr) continue;
      sum += value * weight[x];
      all += weight[x];
    }
  }
  return all > 0 ? sum / all : plain / static_cast<double>(map.samples.size());
}

}  // namespace

double iwSsim(const RealPlane& a, const RealPlane& b, int threads) {
  const std::vector<RealPlane> p = laplacianPyramid(a, kScales, threads);
  const std::vector<RealPlane> q = laplacianPyramid(b, kScales, threads);
  double product = 1;
  for (int scale = 0; scale < kScales; scale++) {
    const bool last = scale == kScales - 1;
    const RealPlane map = terms(p[scale], q[scale], last, threads);
    double mean = 0;
    if (last) {
      mean = weightedMean(map, nullptr);
    } else {
      const RealPlane* parent = scale < kScales - 2 ? &p[scale + 1] : nullptr;
      const RealPlane weights = informationWeights(p[scale], q[scale], parent, threads);
      mean = weightedMean(map, &weights);
    }
    product *= std::pow(std::abs(mean), kExponents[scale]);
  }
  return product;
}

}  // namespace nodecodecs
