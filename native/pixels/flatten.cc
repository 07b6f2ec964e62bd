#include "pixels/flatten.h"

namespace nodecodecs {
namespace {

uint8_t mixed(uint8_t colour, uint8_t alpha, int below, int /*max*/) {
  const uint32_t sum = uint32_t{colour} * alpha + static_cast<uint32_t>(below) * (255U - alpha);
  return static_cast<uint8_t>((2 * sum + 255) / 510);  // a constant: compilers multiply
}

// Exact: no quotient lies nearer to a whole number than 1 / 131070, far more than a double's error.
uint16_t mixed(uint16_t colour, uint16_t alpha, int below, int max) {
  const double sum =
      static_cast<double>(colour) * alpha + static_cast<double>(below) * (max - alpha);
  return static_cast<uint16_t>((2 * sum + max) / (2.0 * max));
}

template <class T>
void flattenRows(const Pixels& p, const int (&below)[3], int from, int to, T* out) {
  const int max = (1 << p.bitDepth) - 1;
  for (ptrdiff_t y = from; y < to; y++) {
    const T* pixel = static_cast<const T*>(p.data) + y * p.rowStride;
    T* to3 = out + y * p.width * 3;
    for (int x = 0; x < p.width; x++, pixel += p.columnStride, to3 += 3) {
      const T alpha = pixel[3 * p.channelStride];
      for (int c = 0; c < 3; c++) {
        to3[c] = mixed(pixel[c * p.channelStride], alpha, below[c], max);
      }
    }
  }
}

}  // namespace

void flatten(const Pixels& pixels, const int (&below)[3], int from, int to, void* out) {
  withSampleType(pixels.bitDepth, [&](auto sample) {
    flattenRows(pixels, below, from, to, static_cast<decltype(sample)*>(out));
  });
}

}  // namespace nodecodecs
