#include "metrics/xpsnr.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "metrics/parallel.h"
#include "metrics/squared_error.h"

namespace nodecodecs {
namespace {

// Above this many luma samples activity is that of the picture at half its size.
constexpr int64_t kLarge = int64_t{2048} * 1152;
// Up to this many, a block's weight is at most that of its neighbours.
constexpr int64_t kSmall = int64_t{640} * 480;

struct Area {
  int left, top, right, bottom;  // right and bottom are the first outside
};

// The blocks of a picture: squares, but at its right and lower border.
struct Blocks {
  int side, columns, rows;

  Area area(int index, const CodePlane& plane, int width, int height) const {
    const int across = side * plane.width / width, down = side * plane.height / height;
    const int left = index % columns * across, top = index / columns * down;
    return {left, top, std::min(plane.width, left + across), std::min(plane.height, top + down)};
  }
};

double ultraHdShare(const CodePlane& luma) {
  return static_cast<double>(luma.width) * luma.height / (3840.0 * 2160.0);
}

// A high-pass of 3x3 samples.
int highPass(const CodePlane& plane, int x, int y) {
  const uint16_t *up = plane.row(y - 1) + x, *at = plane.row(y) + x, *down = plane.row(y + 1) + x;
  const int sides = at[-1] + at[1] + up[0] + down[0];
  const int corners = up[-1] + up[1] + down[-1] + down[1];
  return 12 * at[0] - 2 * sides - corners;
}

// The same at half the size: of the 2x2 samples at x, y within the 6x6 around them, without its
// corners. Where an odd side ends, its last samples are repeated.
int halvedHighPass(const CodePlane& plane, int x, int y) {
  constexpr int kWeights[6][6] = {{0, -1, -1, -1, -1, 0},   {-1, -2, -3, -3, -2, -1},
                                  {-1, -3, 12, 12, -3, -1}, {-1, -3, 12, 12, -3, -1},
                                  {-1, -2, -3, -3, -2, -1}, {0, -1, -1, -1, -1, 0}};
  int sum = 0;
  for (int i = 0; i < 6; i++) {
    const uint16_t* row = plane.row(std::min(y - 2 + i, plane.height - 1));
    for (int j = 0; j < 6; j++) {
      sum += kWeights[i][j] * row[std::min(x - 2 + j, plane.width - 1)];
    }
  }
  return sum;
}

// Mean high-pass magnitude of an area of the picture, whose outermost samples have none, plus twice
// the mean of the samples: their difference from black.
double activity(const CodePlane& luma, const Area& area, bool large) {
  const int margin = large ? 2 : 1;
  const Area inner = {std::max(area.left, margin), std::max(area.top, margin),
                      std::min(area.right, luma.width - margin),
                      std::min(area.bottom, luma.height - margin)};
  if (inner.right <= inner.left || inner.bottom <= inner.top) return 1;
  int64_t spatial = 0, temporal = 0;
  for (int y = inner.top; y < inner.bottom; y += margin) {
    for (int x = inner.left; x < inner.right; x += margin) {
      spatial += std::abs(large ? halvedHighPass(luma, x, y) : highPass(luma, x, y));
    }
  }
  for (int y = area.top; y < area.bottom; y++) {
    const uint16_t* row = luma.row(y);
    for (int x = area.left; x < area.right; x++) temporal += row[x];
  }
  const auto size = [](const Area& a) {
    return static_cast<double>(a.right - a.left) * (a.bottom - a.top);
  };
  return static_cast<double>(spatial) / size(inner) +
         2 * static_cast<double>(temporal) / size(area);
}

// In a small picture no block weighs more than the heaviest of those to its left, right and above.
// FFmpeg's filter leaves the last one of a single row alone; the first one of a single column gets
// no weight there, here it has its own.
void smooth(std::vector<double>& weights, int columns) {
  const int count = static_cast<int>(weights.size());
  for (int i = 0; i < count; i++) {
    const int column = i % columns;
    if (i == count - 1 && i <= columns) break;
    double most = 0;
    if (column > 0) most = std::max(most, weights[i - 1]);
    if (column < columns - 1) most = std::max(most, weights[i + 1]);
    if (i >= columns) most = std::max(most, weights[i - columns]);
    if (most > 0) weights[i] = std::min(weights[i], most);
  }
}

std::vector<double> blockWeights(const CodePlane& luma, const Blocks& blocks, int bitDepth,
                                 int threads) {
  const int64_t samples = static_cast<int64_t>(luma.width) * luma.height;
  std::vector<double> weights(static_cast<size_t>(blocks.columns) * blocks.rows);
  forEachJob(static_cast<int>(weights.size()), threads, [&](int i) {
    const Area area = blocks.area(i, luma, luma.width, luma.height);
    const double least = std::ldexp(1.0, bitDepth - 6);
    weights[i] = 1 / std::max(least, activity(luma, area, samples > kLarge));
  });
  if (samples <= kSmall) smooth(weights, blocks.columns);
  return weights;
}

double squaredError(const CodePlane& a, const CodePlane& b, const Area& area) {
  uint64_t sum = 0;
  for (int y = area.top; y < area.bottom; y++) {
    const uint16_t *p = a.row(y), *q = b.row(y);
    for (int x = area.left; x < area.right; x++) {
      const int64_t difference = int64_t{p[x]} - q[x];
      sum += static_cast<uint64_t>(difference * difference);
    }
  }
  return static_cast<double>(sum);
}

}  // namespace

std::vector<double> xpsnr(const CodedPicture& original, const CodedPicture& distorted,
                          int threads) {
  const CodePlane& luma = original.planes[0];
  const double share = ultraHdShare(luma), bits = original.bitDepth;
  const int side = 4 * static_cast<int>(32 * std::sqrt(share) + 0.5);
  const bool tiny = side < 4;  // too small for blocks: plain PSNR
  Blocks blocks = {std::max(luma.width, luma.height), 1, 1};
  if (!tiny) blocks = {side, (luma.width + side - 1) / side, (luma.height + side - 1) / side};
  std::vector<double> weights = {1};
  double scale = 1;
  if (!tiny) {
    weights = blockWeights(luma, blocks, original.bitDepth, threads);
    scale = std::sqrt(16 * std::ldexp(1.0, 2 * bits - 9) / std::sqrt(std::max(1e-5, share)));
  }
  std::vector<double> values;
  for (size_t c = 0; c < original.planes.size(); c++) {
    const CodePlane &p = original.planes[c], &q = distorted.planes[c];
    double error = 0;
    for (size_t i = 0; i < weights.size(); i++) {
      const Area all = {0, 0, p.width, p.height};
      const int index = static_cast<int>(i);
      const Area area = tiny ? all : blocks.area(index, p, luma.width, luma.height);
      error += weights[i] * squaredError(p, q, area);
    }
    error = std::floor(error * scale + 0.5) / (static_cast<double>(p.width) * p.height);
    values.push_back(psnr(error, std::ldexp(1.0, static_cast<int>(bits)) - 1));
  }
  return values;
}

}  // namespace nodecodecs
