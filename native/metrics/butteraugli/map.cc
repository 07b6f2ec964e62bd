#include "metrics/butteraugli/map.h"

#include <cmath>

namespace nodecodecs::butteraugli {
namespace {

// libjxl's weights w and n of its Malta filters, of which the length 3.75 is one constant.
MaltaWeights malta(double w, double n, bool sparse) {
  const double gain = (sparse ? 0.611612573796 : 0.39905817637) / (2 * 3.75 + 1);
  return {static_cast<float>(gain * std::sqrt(0.5 * w)),
          static_cast<float>(gain * std::sqrt(0.33 * w)), static_cast<float>(n), sparse};
}

constexpr float kFar = 1e30f;  // no sample of a mask

}  // namespace

MapMaker::MapMaker(int width, int height, int rows)
    : width_(width),
      height_(height),
      blurs_(width, height),
      original_(width, height, rows),
      distorted_(width, height, rows),
      along_(width, rows + 2 * kBandsReach),
      difference_(width, rows + 2 * kMaltaReach),
      ac_(width, rows),
      dc_(width, rows),
      mask_(original_.middle[2]),
      otherMask_(distorted_.middle[2]) {}

void MapMaker::make(const ReadRow& original, const ReadRow& distorted, RowRange range) {
  original_.make(original, range, blurs_, along_);
  distorted_.make(distorted, range, blurs_, along_);
  ac_.begin(range.top);
  dc_.begin(range.top);
  for (int y = range.top; y < range.bottom; y++) {
    std::fill_n(ac_.row(y), padded(width_), 0.0f);
    std::fill_n(dc_.row(y), padded(width_), 0.0f);
  }
  Bands &a = original_, &b = distorted_;
  compareLines(a.ultra[1], b.ultra[1], malta(1.10039032555, 71.7800275169, false), range);
  compareLines(a.ultra[0], b.ultra[0], malta(173.5, 5, false), range);
  compareLines(a.high[1], b.high[1], malta(18.7237414387, 4498534.45232, true), range);
  compareLines(a.high[0], b.high[0], malta(6923.99476109, 8051.15833247, true), range);
  compareLines(a.middle[1], b.middle[1], malta(37.0819870399, 130262059.556, true), range);
  compareLines(a.middle[0], b.middle[0], malta(8246.75321353, 1009002.70582, true), range);
  compareSamples(range);
  makeMask(range);
  addMaskDifference(range);
}

void MapMaker::compareLines(Plane& a, Plane& b, const MaltaWeights& weights, RowRange range) {
  const RowRange read = range.expanded(kMaltaReach, height_);
  difference_.begin(range.top - kMaltaReach);
  for (int y = range.top - kMaltaReach; y < range.bottom + kMaltaReach; y++) {
    float* out = difference_.row(y);
    const bool inside = y >= read.top && y < read.bottom;
    if (inside) kernels().maltaDifference(a.row(y), b.row(y), weights, out, padded(width_));
    if (!inside) std::fill_n(out, width_, 0.0f);
    difference_.surround(y, width_, 0);
  }
  for (int y = range.top; y < range.bottom; y++) {
    const float* lines[2 * kMaltaReach + 1];
    for (int i = -kMaltaReach; i <= kMaltaReach; i++) {
      lines[i + kMaltaReach] = difference_.row(y + i);
    }
    kernels().addMalta(lines, weights.sparse, ac_.row(y), padded(width_));
  }
}

void MapMaker::compareSamples(RowRange range) {
  const Kernels& k = kernels();
  constexpr float kHigh[2] = {400.0f, 1.50815703118f};
  constexpr float kMiddle[3] = {2150.0f, 10.6195433239f, 16.2176043152f};
  constexpr float kLow[3] = {29.2353797994f, 0.844626970982f, 0.703646627719f};
  Bands &a = original_, &b = distorted_;
  const int n = padded(width_);
  for (int y = range.top; y < range.bottom; y++) {
    for (int c = 0; c < 2; c++) {
      k.addOnesided(a.high[c].row(y), b.high[c].row(y), kHigh[c], ac_.row(y), n);
    }
    for (int c = 0; c < 3; c++) {
      k.addSquares(a.middle[c].row(y), b.middle[c].row(y), kMiddle[c], ac_.row(y), n);
      k.addSquares(a.low[c].row(y), b.low[c].row(y), kLow[c], dc_.row(y), n);
    }
  }
}

// Where much goes on, less is seen: of both pictures, in place of bands that are done with.
void MapMaker::makeMask(RowRange range) {
  const RowRange blurred = range.expanded(kErosionStep, height_);
  const RowRange active = blurred.expanded(blurs_.mask.radius(), height_);
  for (Bands* bands : {&original_, &distorted_}) {
    Plane& activity = bands->middle[0];
    activity.begin(active.top);
    for (int y = active.top; y < active.bottom; y++) {
      const float* high[4] = {bands->ultra[0].row(y), bands->ultra[1].row(y), bands->high[0].row(y),
                              bands->high[1].row(y)};
      kernels().activity(high, activity.row(y), padded(width_));
    }
    bands->middle[2].begin(blurred.top);
    blurs_.mask.run(activity, blurred, along_, bands->middle[2]);
  }
}

void MapMaker::addMaskDifference(RowRange range) {
  const int n = padded(width_);
  const std::vector<float> nothing(n + 2 * kPadding, kFar);
  const RowRange blurred = range.expanded(kErosionStep, height_);
  for (int y = blurred.top; y < blurred.bottom; y++) mask_.surround(y, width_, kFar);
  std::vector<float> eroded(n);
  for (int y = range.top; y < range.bottom; y++) {
    kernels().addSquares(mask_.row(y), otherMask_.row(y), 10.0f, ac_.row(y), n);
    const float* lines[3];
    for (int i = 0; i < 3; i++) {
      const int at = y + (i - 1) * kErosionStep;
      lines[i] = at < 0 || at >= height_ ? nothing.data() + kPadding : mask_.row(at);
    }
    kernels().erode(lines, eroded.data(), n);
    kernels().combine(ac_.row(y), dc_.row(y), eroded.data(), ac_.row(y), n);
  }
}

}  // namespace nodecodecs::butteraugli
