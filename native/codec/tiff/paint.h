// Unpacked TIFF samples -> rows of a frame: colour, alpha, depth.
#pragma once
#include <cstdint>
#include <vector>

#include "av.h"
#include "codec/tiff/layout.h"

namespace nodecodecs {

class TiffPainter {
 public:
  explicit TiffPainter(const TiffLayout& layout);
  // gray, ya8, rgb24, rgba, or gray16, ya16, rgb48, rgba64 of this machine's byte order.
  AVPixelFormat format() const;
  // `count` pixels of layout.samples samples each, to the frame's pixel (x, y) and on.
  void paint(const uint16_t* pixels, int count, AVFrame& frame, int x, int y) const;

 private:
  void colourOf(const uint16_t* pixel, uint32_t* colour) const;
  uint32_t inkOf(const uint16_t* pixel, int index) const;
  uint32_t toFrame(uint32_t value) const;

  const TiffLayout& layout_;
  bool alpha_;
  bool deep_;      // 16-bit frame
  uint32_t from_;  // highest value of a sample before and after
  uint32_t to_;
  std::vector<uint16_t> palette_;
};

}  // namespace nodecodecs
