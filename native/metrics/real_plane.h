// A plane of numbers that a metric works on, and luma as one.
#pragma once
#include <cstddef>
#include <vector>

#include "pixels/pixels.h"

namespace nodecodecs {

struct RealPlane {
  int width = 0;
  int height = 0;
  std::vector<double> samples;

  RealPlane() = default;
  RealPlane(int w, int h) : width(w), height(h), samples(static_cast<size_t>(w) * h) {}

  double* row(int y) { return samples.data() + static_cast<size_t>(y) * width; }
  const double* row(int y) const { return samples.data() + static_cast<size_t>(y) * width; }
};

// How a picture becomes luma; gray is R = G = B.
struct LumaRule {
  double red, green, blue;
  double white;  // the value of the highest sample
  int bits = 0;  // R, G and B, then luma are rounded to so many bits; 0: nothing is rounded
};

// 0.299 R + 0.587 G + 0.114 B (BT.601-7, 2.5.1) of 0 to 255, for metrics that were made for gray
// pictures of 8 bit.
inline constexpr LumaRule kGray = {0.299, 0.587, 0.114, 255, 0};

// As the JPEG AI quality framework: BT.709 in 10 bits, of 0 to 1 or to 255.
inline constexpr LumaRule kJpegAiUnit = {0.2126, 0.7152, 0.0722, 1, 10};
inline constexpr LumaRule kJpegAiByte = {0.2126, 0.7152, 0.0722, 255, 10};

// The weights need not sum to 1: any plane of a linear colour space.
RealPlane lumaOf(const Pixels& picture, const LumaRule& rule, int threads);

}  // namespace nodecodecs
