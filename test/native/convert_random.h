// Random pictures and frames, the same in every run, in every memory layout.
#pragma once
#include "convert_reference.h"

namespace reference {

inline uint32_t random32() {  // xorshift32, Marsaglia 2003
  static uint32_t randomState = 1;
  randomState ^= randomState << 13;
  randomState ^= randomState >> 17;
  randomState ^= randomState << 5;
  return randomState;
}

enum Layout { hwc, chw, reversed, transposed, layouts };

inline Picture makePicture(int width, int height, int channels, int depth, int layout) {
  Picture p;
  Pixels& v = p.view;
  v.width = width;
  v.height = height;
  v.channels = channels;
  v.bitDepth = depth;
  p.memory.resize(static_cast<size_t>(width) * height * channels * v.bytesPerSample());
  v.rowStride = static_cast<ptrdiff_t>(width) * channels;
  v.columnStride = channels;
  v.channelStride = 1;
  ptrdiff_t origin = 0;
  if (layout == chw) {
    v.rowStride = width;
    v.columnStride = 1;
    v.channelStride = static_cast<ptrdiff_t>(width) * height;
  } else if (layout == transposed) {
    v.rowStride = channels;
    v.columnStride = static_cast<ptrdiff_t>(height) * channels;
  } else if (layout == reversed) {
    origin = static_cast<ptrdiff_t>(width) * height * channels - 1;
    v.rowStride = -v.rowStride;
    v.columnStride = -v.columnStride;
    v.channelStride = -1;
  }
  v.data = p.memory.data() + origin * v.bytesPerSample();
  return p;
}

inline void randomise(const Picture& p) {
  for (int y = 0; y < p.view.height; y++) {
    for (int x = 0; x < p.view.width; x++) {
      for (int c = 0; c < p.view.channels; c++) {
        p.set(x, y, c, static_cast<int>(random32() >> 8) & ((1 << p.view.bitDepth) - 1));
      }
    }
  }
}

inline void randomise(Frame& frame) {
  if (frame.d->flags & AV_PIX_FMT_FLAG_PAL) {
    for (auto& plane : frame.planes) {
      for (uint8_t& byte : plane) byte = static_cast<uint8_t>(random32() >> 8);
    }
    return;
  }
  for (int i = 0; i < frame.d->nb_components; i++) {
    const bool chroma = frame.isChroma(i);
    const int w =
        chroma ? AV_CEIL_RSHIFT(frame.av->width, frame.d->log2_chroma_w) : frame.av->width;
    const int h =
        chroma ? AV_CEIL_RSHIFT(frame.av->height, frame.d->log2_chroma_h) : frame.av->height;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        frame.set(i, x, y, static_cast<int>(random32() >> 8) & ((1 << frame.d->comp[i].depth) - 1));
      }
    }
  }
}

}  // namespace reference
