// What a pixel format is, as far as conversion is concerned.
#pragma once
extern "C" {
#include <libavutil/pixdesc.h>
}
#include <array>

namespace nodecodecs::convert {

// One component of a pixel, in bytes and bits (AVComponentDescriptor).
struct Component {
  int index = -1;  // in AVPixFmtDescriptor.comp; -1: the format has no such component
  int plane = 0;
  int step = 0;
  int offset = 0;
  int shift = 0;
  int depth = 0;
};

struct FrameLayout {
  enum class Kind { none, gray, yuv, rgb };

  Kind kind = Kind::none;  // none: not convertible
  const AVPixFmtDescriptor* descriptor = nullptr;
  std::array<Component, 4> components;  // gray or luma, chroma; or red, green, blue; then alpha
  int colours = 0;                      // components without alpha: 1 or 3
  bool alwaysFull = false;              // full range by definition, whatever the frame says
  bool palette = false;
  bool inverted = false;   // 0 is white
  bool aligned = false;    // every component has 1 or 2 bytes of its own
  bool bigEndian = false;  // of two bytes
  int size = 1;            // bytes per sample of an aligned component
  bool wide = false;       // rows of it are uint16_t
  int log2Width = 0;       // of the chroma subsampling
  int log2Height = 0;
  // For pixels of 2, 3 or 4 whole samples in one plane: their number and which component each is
  // (-1: padding). Otherwise 0.
  int slots = 0;
  std::array<int, 4> slot = {-1, -1, -1, -1};

  bool alpha() const { return components[3].index >= 0 || palette; }
  bool subsampled() const { return log2Width + log2Height > 0; }
  bool isChroma(int c) const { return kind == Kind::yuv && (c == 1 || c == 2); }
  // Rows of component c can be used where they are in the frame.
  bool direct(int c) const {
    const Component& component = components[c];
    return aligned && !bigEndian && component.step == size && component.shift == 0;
  }
};

FrameLayout layoutOf(AVPixelFormat format);

}  // namespace nodecodecs::convert
