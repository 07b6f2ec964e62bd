#include "metrics/vif.h"

#include <cmath>

#include "metrics/window.h"

namespace nodecodecs {
namespace {

constexpr double kNoise = 2;
constexpr double kTiny = 1e-10;

// What one position gives of the original's information (`all`), and what is left of it (`kept`).
struct Information {
  double kept, all;
};

Information informationAt(const Moments& m, int i) {
  double original = std::max(0.0, m.xx[i] - m.x[i] * m.x[i]);
  const double distorted = std::max(0.0, m.yy[i] - m.y[i] * m.y[i]);
  const double both = m.xy[i] - m.x[i] * m.y[i];
  double gain = both / (original + kTiny), lost = distorted - gain * both;
  if (original < kTiny) {
    gain = 0;
    lost = distorted;
    original = 0;
  }
  if (distorted < kTiny) gain = lost = 0;
  if (gain < 0) {
    gain = 0;
    lost = distorted;
  }
  lost = std::max(lost, kTiny);
  return {std::log10(1 + gain * gain * original / (lost + kNoise)),
          std::log10(1 + original / kNoise)};
}

RealPlane halved(const RealPlane& plane, const std::vector<double>& taps, int threads) {
  const RealPlane smooth = filtered(plane, taps, threads);
  RealPlane half((smooth.width + 1) / 2, (smooth.height + 1) / 2);
  for (int y = 0; y < half.height; y++) {
    for (int x = 0; x < half.width; x++) half.row(y)[x] = smooth.row(2 * y)[2 * x];
  }
  return half;
}

}  // namespace

double vif(const RealPlane& original, const RealPlane& distorted, int threads) {
  RealPlane x = original, y = distorted;
  double kept = 0, all = 0;
  for (int scale = 0; scale < 4; scale++) {
    const int size = (16 >> scale) + 1;
    const std::vector<double> taps = gaussianTaps(size, size / 5.0);
    if (scale > 0) {
      x = halved(x, taps, threads);
      y = halved(y, taps, threads);
    }
    std::vector<Information> rows(x.height, Information{0, 0});
    forEachMoments(x, y, taps, threads, [&](int row, const Moments& moments) {
      for (int i = 0; i < moments.n; i++) {
        const Information one = informationAt(moments, i);
        rows[row].kept += one.kept;
        rows[row].all += one.all;
      }
    });
    for (const Information& row : rows) {
      kept += row.kept;
      all += row.all;
    }
  }
  if (all > 0) return kept / all;
  return original.samples == distorted.samples ? 1 : 0;
}

}  // namespace nodecodecs
