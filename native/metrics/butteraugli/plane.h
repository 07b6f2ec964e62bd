// Some rows of a plane of floats, with room around each row.
#pragma once
#include <algorithm>
#include <vector>

#include "metrics/butteraugli/kernels.h"

namespace nodecodecs::butteraugli {

// Rows [top, bottom) of a picture.
struct RowRange {
  int top;
  int bottom;

  RowRange expanded(int rows, int height) const {
    return {std::max(0, top - rows), std::min(height, bottom + rows)};
  }
};

inline int padded(int columns) {
  return (columns + kPadding - 1) / kPadding * kPadding;
}

// Holds any `capacity` rows, at first zero: where the first of them is, begin() says.
class Plane {
 public:
  Plane(int width, int capacity)
      : stride_(padded(width) + 2 * kPadding), samples_(static_cast<size_t>(capacity) * stride_) {}

  void begin(int top) { top_ = top; }

  // Sample 0 of row y; kPadding samples lie before it, and at least as many after the width.
  float* row(int y) { return samples_.data() + (y - top_) * stride_ + kPadding; }

  // Fills what lies around row y, of the plane's width.
  void surround(int y, int width, float value) {
    float* at = row(y);
    std::fill(at - kPadding, at, value);
    std::fill(at + width, at + stride_ - kPadding, value);
  }

 private:
  ptrdiff_t stride_;
  int top_ = 0;
  std::vector<float> samples_;
};

}  // namespace nodecodecs::butteraugli
