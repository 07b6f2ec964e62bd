#include "metrics/butteraugli/blur.h"

#include <array>
#include <cmath>

namespace nodecodecs::butteraugli {
namespace {

Taps tapsOf(double sigma) {
  Taps taps = {};
  taps.radius = std::max(1, static_cast<int>(2.25 * sigma));
  std::array<double, kMaxRadius + 1> weights{};
  double sum = 0;
  for (int i = 0; i <= taps.radius; i++) {
    weights[i] = std::exp(-i * i / (2 * sigma * sigma));
    sum += i == 0 ? weights[i] : 2 * weights[i];
  }
  for (int i = 0; i <= taps.radius; i++) taps.weight[i] = static_cast<float>(weights[i] / sum);
  return taps;
}

// What renormalises each of n positions along a side.
std::vector<float> scales(const Taps& taps, Edge edge, int n, int length) {
  std::vector<float> scale(length, 1.0f);
  if (edge == Edge::mirrored) return scale;
  for (int x = 0; x < n; x++) {
    double inside = 0;
    for (int i = std::max(-taps.radius, -x); i <= std::min(taps.radius, n - 1 - x); i++) {
      inside += taps.weight[std::abs(i)];
    }
    scale[x] = static_cast<float>(1 / inside);
  }
  return scale;
}

// The edge sample is repeated: -1 is 0. For n above 1, and no further than n beyond an edge.
int mirrored(int i, int n) {
  if (i < 0) return -i - 1;
  return i < n ? i : 2 * n - 1 - i;
}

}  // namespace

Blur::Blur(double sigma, Edge edge, int width, int height)
    : taps_(tapsOf(sigma)),
      edge_(edge),
      width_(width),
      height_(height),
      columnScale_(scales(taps_, edge, width, padded(width))),
      rowScale_(scales(taps_, edge, height, height)),
      outside_(padded(width)) {}

void Blur::runAlong(Plane& in, int y, float* out) const {
  in.surround(y, width_, 0);
  float* row = in.row(y);
  if (edge_ == Edge::mirrored) {
    for (int i = 1; i <= taps_.radius; i++) {
      row[-i] = row[mirrored(-i, width_)];
      row[width_ - 1 + i] = row[mirrored(width_ - 1 + i, width_)];
    }
  }
  kernels().blurAlong(row, taps_, columnScale_.data(), out, padded(width_));
}

void Blur::run(Plane& in, RowRange range, Plane& along, Plane& out) const {
  const RowRange read = range.expanded(taps_.radius, height_);
  along.begin(read.top);
  for (int y = read.top; y < read.bottom; y++) runAlong(in, y, along.row(y));
  std::vector<const float*> lines;
  for (int y = range.top - taps_.radius; y < range.bottom + taps_.radius; y++) {
    const int at = edge_ == Edge::mirrored ? mirrored(y, height_) : y;
    const bool inside = at >= 0 && at < height_;
    lines.push_back(inside ? along.row(at) : outside_.data());
  }
  std::vector<float*> outputs;
  for (int y = range.top; y < range.bottom; y++) outputs.push_back(out.row(y));
  kernels().blurAcross(lines.data(), range.bottom - range.top, taps_, &rowScale_[range.top],
                       outputs.data(), padded(width_));
}

}  // namespace nodecodecs::butteraugli
