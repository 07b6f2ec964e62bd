// The caller's picture as the native core sees it: a strided view of samples that it does not own.
#pragma once
#include <cstddef>
#include <cstdint>

namespace nodecodecs {

// One interleaved, planar or strided picture. `data` points at the first channel of the top left
// pixel; strides are in samples and may be negative. Samples are uint8_t for bitDepth 8 and
// uint16_t, right-aligned, for 9 to 16. channels: 1 gray, 3 RGB, 4 RGBA (straight alpha).
struct Pixels {
  void* data = nullptr;
  int width = 0;
  int height = 0;
  int channels = 0;
  int bitDepth = 8;
  ptrdiff_t rowStride = 0;
  ptrdiff_t columnStride = 0;
  ptrdiff_t channelStride = 0;

  int bytesPerSample() const { return bitDepth > 8 ? 2 : 1; }
};

// visit(sample), of the type that samples of so many bits have.
template <typename Visit>
auto withSampleType(int bitDepth, Visit visit) {
  return bitDepth > 8 ? visit(uint16_t{}) : visit(uint8_t{});
}

}  // namespace nodecodecs
