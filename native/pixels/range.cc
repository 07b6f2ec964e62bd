#include "pixels/range.h"

extern "C" {
#include <libavutil/pixdesc.h>
}
#include <string>

#include "error.h"

namespace nodecodecs {
namespace {

// The bits of all samples of a run, or-ed: above `max` where one of them is.
uint16_t bitsOf(const uint16_t* samples, ptrdiff_t count, ptrdiff_t stride) {
  uint16_t bits = 0;
  if (stride == 1) {
    for (ptrdiff_t i = 0; i < count; i++) bits = static_cast<uint16_t>(bits | samples[i]);
  } else {
    for (ptrdiff_t i = 0; i < count; i++) bits = static_cast<uint16_t>(bits | samples[i * stride]);
  }
  return bits;
}

void refuse(const std::string& what, int value, int depth, const std::string& where) {
  throw Error("RangeError", what + ": the sample " + std::to_string(value) + " at " + where +
                                " is more than " + std::to_string((1 << depth) - 1) +
                                ", the most of " + std::to_string(depth) + " bits");
}

std::string place(ptrdiff_t x, int y) {
  return "x " + std::to_string(x) + ", y " + std::to_string(y);
}

void checkRow(const Pixels& p, const uint16_t* row, int y, const std::string& what) {
  const int max = (1 << p.bitDepth) - 1;
  for (int x = 0; x < p.width; x++) {
    for (int c = 0; c < p.channels; c++) {
      const int value = row[x * p.columnStride + c * p.channelStride];
      if (value <= max) continue;
      const std::string channel = p.channels > 1 ? ", channel " + std::to_string(c) : "";
      refuse(what, value, p.bitDepth, place(x, y) + channel);
    }
  }
}

}  // namespace

void checkRange(const Pixels& p, const std::string& what) {
  checkRange(p, 0, p.height, what);
}

void checkRange(const Pixels& p, int from, int to, const std::string& what) {
  if (p.bitDepth <= 8 || p.bitDepth >= 16) return;
  const bool interleaved = p.channelStride == 1 && p.columnStride == p.channels;
  for (int y = from; y < to; y++) {
    const uint16_t* row = static_cast<const uint16_t*>(p.data) + y * p.rowStride;
    uint16_t bits = 0;
    if (interleaved) {
      bits = bitsOf(row, static_cast<ptrdiff_t>(p.width) * p.channels, 1);
    } else {
      for (int c = 0; c < p.channels; c++) {
        bits = static_cast<uint16_t>(bits |
                                     bitsOf(row + c * p.channelStride, p.width, p.columnStride));
      }
    }
    if (bits >> p.bitDepth != 0) checkRow(p, row, y, what);
  }
}

void checkRange(const std::vector<Plane>& planes, AVPixelFormat format, int width, int height) {
  const AVComponentDescriptor& component = av_pix_fmt_desc_get(format)->comp[0];
  const int depth = component.depth;
  if (depth <= 8 || depth >= 16 || component.shift > 0) return;  // shifted: the high bits of words
  for (size_t i = 0; i < planes.size(); i++) {
    const int plane = static_cast<int>(i);
    const int columns = planeRowBytes(format, width, plane) / 2;
    for (int y = 0; y < planeRows(format, height, plane); y++) {
      const auto* row = reinterpret_cast<const uint16_t*>(planes[i].data + y * planes[i].stride);
      if (bitsOf(row, columns, 1) >> depth == 0) continue;
      ptrdiff_t x = 0;
      while (row[x] >> depth == 0) x++;
      refuse("image.planes[" + std::to_string(i) + "]", row[x], depth, place(x, y));
    }
  }
}

}  // namespace nodecodecs
