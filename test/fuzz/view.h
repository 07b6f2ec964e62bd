// A picture out of a fuzzer's bytes: any shape, depth, padding and order of samples.
#pragma once
#include <fuzzer/FuzzedDataProvider.h>

#include <cstring>
#include <vector>

#include "pixels/pixels.h"

namespace nodecodecs::fuzz {

struct View {
  std::vector<uint8_t> memory;
  Pixels pixels;
};

// Width, height, channels and depth of `shape`, in strides of its own: interleaved or planar, with
// padding, upside down or mirrored. Samples are the fuzzer's, also above the depth's greatest.
inline View pickView(FuzzedDataProvider& fuzzed, const Pixels& shape) {
  View view;
  view.pixels = shape;
  Pixels& p = view.pixels;
  const int padding = fuzzed.ConsumeIntegralInRange(0, 9);
  const bool planar = fuzzed.ConsumeBool();
  const bool up = fuzzed.ConsumeBool();
  const bool mirrored = fuzzed.ConsumeBool();
  p.columnStride = planar ? 1 : p.channels;
  p.rowStride = p.width * p.columnStride + padding;
  p.channelStride = planar ? p.rowStride * p.height : 1;
  const ptrdiff_t samples = planar ? p.channelStride * p.channels : p.rowStride * p.height;
  view.memory = fuzzed.ConsumeBytes<uint8_t>(samples * p.bytesPerSample());
  view.memory.resize(samples * p.bytesPerSample(), 0x35);
  ptrdiff_t first = 0;
  if (up) {
    first += (p.height - 1) * p.rowStride;
    p.rowStride = -p.rowStride;
  }
  if (mirrored) {
    first += (p.width - 1) * p.columnStride;
    p.columnStride = -p.columnStride;
  }
  p.data = view.memory.data() + first * p.bytesPerSample();
  return view;
}

inline Pixels pickShape(FuzzedDataProvider& fuzzed, int longestSide) {
  Pixels shape;
  shape.width = fuzzed.ConsumeIntegralInRange(1, longestSide);
  shape.height = fuzzed.ConsumeIntegralInRange(1, longestSide);
  shape.channels = fuzzed.PickValueInArray({1, 3, 4});
  shape.bitDepth = fuzzed.PickValueInArray({8, 8, 9, 10, 12, 16});
  return shape;
}

inline int sampleAt(const Pixels& p, int x, int y, int c) {
  const ptrdiff_t at = y * p.rowStride + x * p.columnStride + c * p.channelStride;
  if (p.bitDepth == 8) return static_cast<const uint8_t*>(p.data)[at];
  uint16_t sample;
  memcpy(&sample, static_cast<const uint8_t*>(p.data) + at * 2, sizeof sample);
  return sample;
}

}  // namespace nodecodecs::fuzz
