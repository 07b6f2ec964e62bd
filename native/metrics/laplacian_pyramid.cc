#include "metrics/laplacian_pyramid.h"

#include <cmath>
#include <utility>

#include "metrics/mirror.h"
#include "metrics/parallel.h"

namespace nodecodecs {
namespace {

constexpr double kSixteenth = 1.0 / 16;
constexpr double kBinomial[5] = {kSixteenth, 4 * kSixteenth, 6 * kSixteenth, 4 * kSixteenth,
                                 kSixteenth};
constexpr double kGain = 2;

// Every second sample, zeros between.
RealPlane spread(const RealPlane& half, int width, int height) {
  RealPlane out(width, height);
  for (int y = 0; y < height; y += 2) {
    for (int x = 0; x < width; x += 2) out.row(y)[x] = half.row(y / 2)[x / 2];
  }
  return out;
}

void scale(RealPlane& plane, double factor) {
  for (double& value : plane.samples) value *= factor;
}

}  // namespace

std::vector<RealPlane> laplacianPyramid(const RealPlane& plane, int levels, int threads) {
  std::vector<RealPlane> bands;
  RealPlane level = plane;
  for (int i = 1; i < levels; i++) {
    RealPlane half = mirroredBlur(level, kBinomial, 2, threads);
    scale(half, kGain);
    RealPlane coarse = mirroredBlur(spread(half, level.width, level.height), kBinomial, 1, threads);
    for (size_t k = 0; k < level.samples.size(); k++) {
      level.samples[k] -= kGain * coarse.samples[k];
    }
    bands.push_back(std::move(level));
    level = std::move(half);
  }
  bands.push_back(std::move(level));
  return bands;
}

}  // namespace nodecodecs
