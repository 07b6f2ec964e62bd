#include "metrics/nlpd.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "metrics/mirror.h"
#include "metrics/parallel.h"

namespace nodecodecs {
namespace {

constexpr int kLevels = 6;
constexpr double kTaps[5] = {0.05, 0.25, 0.4, 0.25, 0.05};

// What divides a level's band: a constant, and weights of the magnitudes around a sample.
struct Normalisation {
  double constant, up, left, right, down;
};

constexpr Normalisation kNormalisations[kLevels] = {
    {0.0248, 0.1011, 0.1493, 0.1460, 0.1015}, {0.0185, 0.0757, 0.1986, 0.1846, 0.0837},
    {0.0179, 0.0477, 0.2138, 0.2243, 0.0467}, {0.0191, 0, 0.2503, 0.2616, 0},
    {0.0220, 0, 0.2598, 0.2552, 0},           {0.2782, 0, 0.2215, 0.0717, 0},
};

// Twice the size, bilinear with the corners where they were.
RealPlane enlarged(const RealPlane& plane, int threads) {
  RealPlane out(2 * plane.width, 2 * plane.height);
  const auto position = [](int i, int from, int to) {
    return to > 1 ? static_cast<double>(i) * (from - 1) / (to - 1) : 0.0;
  };
  forEachJob(out.height, threads, [&](int y) {
    const double v = position(y, plane.height, out.height);
    const int top = static_cast<int>(v), below = std::min(top + 1, plane.height - 1);
    const double *upper = plane.row(top), *lower = plane.row(below);
    for (int x = 0; x < out.width; x++) {
      const double u = position(x, plane.width, out.width);
      const int left = static_cast<int>(u), next = std::min(left + 1, plane.width - 1);
      const double above = upper[left] + (u - left) * (upper[next] - upper[left]);
      const double under = lower[left] + (u - left) * (lower[next] - lower[left]);
      out.row(y)[x] = above + (v - top) * (under - above);
    }
  });
  return out;
}

// The band between a level and the next, normalised.
RealPlane normalisedBand(const RealPlane& level, const RealPlane& next, const Normalisation& by,
                         int threads) {
  RealPlane band = level, out(level.width, level.height);
  const RealPlane coarse = mirroredBlur(enlarged(next, threads), kTaps, 1, threads);
  forEachJob(level.height, threads, [&](int y) {
    for (int x = 0; x < level.width; x++) band.row(y)[x] -= coarse.row(y)[x];
  });
  forEachJob(level.height, threads, [&](int y) {
    const double *up = band.row(mirrored(y - 1, level.height)), *at = band.row(y);
    const double* down = band.row(mirrored(y + 1, level.height));
    for (int x = 0; x < level.width; x++) {
      const double left = at[mirrored(x - 1, level.width)];
      const double right = at[mirrored(x + 1, level.width)];
      const double around = by.up * std::abs(up[x]) + by.left * std::abs(left) +
                            by.right * std::abs(right) + by.down * std::abs(down[x]);
      out.row(y)[x] = at[x] / (by.constant + around);
    }
  });
  return out;
}

double rootMeanSquare(const RealPlane& a, const RealPlane& b) {
  double sum = 0;
  for (size_t i = 0; i < a.samples.size(); i++) {
    sum += (a.samples[i] - b.samples[i]) * (a.samples[i] - b.samples[i]);
  }
  return std::sqrt(sum / static_cast<double>(a.samples.size()));
}

}  // namespace

double nlpd(const RealPlane& a, const RealPlane& b, int threads) {
  RealPlane p = a, q = b;
  double sum = 0;
  for (const Normalisation& by : kNormalisations) {
    RealPlane nextP = mirroredBlur(p, kTaps, 2, threads);
    RealPlane nextQ = mirroredBlur(q, kTaps, 2, threads);
    sum += rootMeanSquare(normalisedBand(p, nextP, by, threads),
                          normalisedBand(q, nextQ, by, threads));
    p = std::move(nextP);
    q = std::move(nextQ);
  }
  return sum / kLevels;
}

}  // namespace nodecodecs
