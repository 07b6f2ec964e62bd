// What a file says of its samples and libavcodec's frame does not: depth, colour model, alpha.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "av.h"

namespace nodecodecs {

struct CodedSamples {
  int depth = 0;  // bits of a sample where the frame's format has more; 0: as the format has them
  std::vector<int> depths;  // of each component, where they differ; `depth` is the largest then
  int max = 0;              // the code of white where it is no 2^n - 1, or 0; codes lie low then
  int scaledFrom = 0;  // bits of a sample that the decoder has scaled to the format's; 0: those
  // Where those bits lie: low in formats of 8 bits, low in 16-bit ones but gray16, rgb48, rgba64.
  bool lowBytes = false;
  bool lowWords = false;
  // Of the packed channels: "" (RGB or gray), "cmyk", "ycck", "cmy", "ycc" (BT.601, full), "lab".
  std::string model;
  // L*, a*, b* = (code - offset) * range / (2^bits - 1)
  double labRange[3] = {100, 170, 200};
  double labOffset[3] = {0, 128, 96};  // in codes of 8 bits
  double labWhite[3] = {};             // x and y of what they are relative to; 0: D50
  bool premultiplied = false;
  // Which of the frame's packed channels each of the result is; none: all, in their order.
  std::vector<int> order;
  // Rows of 1 to 4 channels for the codes of a gray frame, of 8 or 16 bits; none: no palette.
  std::vector<uint16_t> palette;
  int paletteChannels = 0;
  int paletteDepth = 0;
  // What the picture lacks in front of the first whole sample of chroma.
  int columnsBefore = 0;
  int rowsBefore = 0;

  bool any() const {
    return depth > 0 || max > 0 || !model.empty() || premultiplied || !order.empty() ||
           !palette.empty();
  }
};

// The frame with its samples scaled to the whole of its format's range, as RGB, with straight
// alpha. Throws ERR_DECODE for a frame that cannot be of this model.
FramePtr plainSamples(FramePtr frame, const CodedSamples& coded, const std::string& label);

}  // namespace nodecodecs
