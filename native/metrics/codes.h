// Integer codes of Y, Cb and Cr, as the metrics of video tools see a picture.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pixels/pixels.h"

namespace nodecodecs {

struct CodePlane {
  int width = 0;
  int height = 0;
  std::vector<uint16_t> codes;

  const uint16_t* row(int y) const { return codes.data() + static_cast<size_t>(y) * width; }
};

struct CodedPicture {
  int bitDepth = 8;
  std::vector<CodePlane> planes;  // Y alone, or Y, Cb and Cr, which may be smaller
};

// RGB as YCbCr codes of BT.601-7, 2.5.3 in n bits, rounded half up: Y from 16 * 2^(n-8) to
// 235 * 2^(n-8), 4:4:4. Gray is R = G = B, and gets Y alone.
CodedPicture codesOf(const Pixels& picture, int threads);

// Planes that are codes already; each is a picture of one channel.
CodedPicture codesOf(const std::vector<Pixels>& planes);

}  // namespace nodecodecs
