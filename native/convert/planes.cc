#include "convert/planes.h"

#include <cstring>

namespace nodecodecs::convert {
namespace {

uint16_t swapped(uint16_t v) {
  return static_cast<uint16_t>(v << 8 | v >> 8);
}

// Whether 16-bit samples of this byte order have to be swapped here.
bool foreign(bool bigEndian) {
  const uint16_t one = 1;
  uint8_t first;
  std::memcpy(&first, &one, 1);
  return bigEndian == (first == 1);
}

void readStrided(const uint8_t* from, const Component& c, bool swap, int n, uint16_t* to) {
  const int mask = (1 << c.depth) - 1;
  for (int i = 0; i < n; i++) {
    uint16_t v;
    std::memcpy(&v, from + static_cast<ptrdiff_t>(i) * c.step, 2);
    if (swap) v = swapped(v);
    to[i] = static_cast<uint16_t>(v >> c.shift & mask);
  }
}

void writeStrided(const uint16_t* from, const Component& c, bool swap, int n, uint8_t* to) {
  for (int i = 0; i < n; i++) {
    uint16_t v = static_cast<uint16_t>(from[i] << c.shift);
    if (swap) v = swapped(v);
    std::memcpy(to + static_cast<ptrdiff_t>(i) * c.step, &v, 2);
  }
}

void swapRow(void* row, int n) {
  uint16_t* samples = static_cast<uint16_t*>(row);
  for (int i = 0; i < n; i++) samples[i] = swapped(samples[i]);
}

// What padding samples are set to: opaque, should anybody take them for alpha.
const void* paddingRow() {
  struct Padding {
    Padding() { std::memset(bytes, 255, sizeof bytes); }
    alignas(64) uint8_t bytes[kTile * 2];
  };
  static const Padding padding;
  return padding.bytes;
}

}  // namespace

bool FramePlanes::fullResolution(int c) const {
  if (layout_.components[c].index < 0) return false;
  return !layout_.isChroma(c) || !layout_.subsampled();
}

// libavutil/pixfmt.h: data[1] holds 256 native-endian 0xAARRGGBB words.
void FramePlanes::readPalette(int y, int x, int n, const Targets& to) const {
  const uint8_t* indices = rowOf(frame_, 0, y) + x;
  for (int i = 0; i < n; i++) {
    uint32_t colour;
    std::memcpy(&colour, frame_.data[1] + 4 * indices[i], 4);
    for (int c = 0; c < 4; c++) {
      const int shift = c == 3 ? 24 : 16 - 8 * c;
      static_cast<uint8_t*>(to[c])[i] = static_cast<uint8_t>(colour >> shift);
    }
  }
}

void FramePlanes::readBits(int c, int y, int x, int n, uint16_t* to) const {
  const uint8_t* data[4] = {frame_.data[0], frame_.data[1], frame_.data[2], frame_.data[3]};
  const int index = layout_.components[c].index;
  av_read_image_line2(to, data, frame_.linesize, layout_.descriptor, x, y, index, n, 0, 2);
  if (!layout_.inverted) return;
  for (int i = 0; i < n; i++) to[i] ^= 1;
}

const void* FramePlanes::read(int c, int y, int x, int n, void* buffer) const {
  const Component& component = layout_.components[c];
  if (!layout_.aligned) {
    readBits(c, y, x, n, static_cast<uint16_t*>(buffer));
    return buffer;
  }
  const uint8_t* from = rowOf(frame_, component.plane, y) +
                        x * static_cast<ptrdiff_t>(component.step) + component.offset;
  if (layout_.size == 2) {
    const bool swap = foreign(layout_.bigEndian);
    if (layout_.direct(c) && !swap) return from;
    readStrided(from, component, swap, n, static_cast<uint16_t*>(buffer));
    return buffer;
  }
  if (layout_.direct(c)) return from;
  uint8_t* to = static_cast<uint8_t*>(buffer);
  for (int i = 0; i < n; i++) to[i] = from[static_cast<ptrdiff_t>(i) * component.step];
  return buffer;
}

Rows FramePlanes::readPixels(int y, int x, int n, const Targets& buffers) const {
  Rows rows = {buffers[0], buffers[1], buffers[2], buffers[3]};
  if (layout_.palette) {
    readPalette(y, x, n, buffers);
    return rows;
  }
  if (layout_.slots == 0) {
    for (int c = 0; c < 4; c++) {
      if (fullResolution(c)) rows[c] = read(c, y, x, n, buffers[c]);
    }
    return rows;
  }
  Targets bySlot = {};
  for (int s = 0; s < layout_.slots; s++) {
    bySlot[s] = buffers[layout_.slot[s] < 0 ? 3 : layout_.slot[s]];
  }
  const uint8_t* from =
      rowOf(frame_, 0, y) + x * static_cast<ptrdiff_t>(layout_.slots) * layout_.size;
  kernels_.deinterleave[layout_.wide](from, layout_.slots, bySlot.data(), n);
  if (layout_.wide && foreign(layout_.bigEndian)) {
    for (int s = 0; s < layout_.slots; s++) swapRow(bySlot[s], n);
  }
  return rows;
}

void* FramePlanes::target(int c, int y, int x, void* buffer) const {
  const Component& component = layout_.components[c];
  if (!layout_.direct(c) || (layout_.size == 2 && foreign(false))) return buffer;
  return rowOf(frame_, component.plane, y) + x * static_cast<ptrdiff_t>(component.step) +
         component.offset;
}

void FramePlanes::write(int c, int y, int x, int n, const void* samples) const {
  const Component& component = layout_.components[c];
  uint8_t* to = rowOf(frame_, component.plane, y) + x * static_cast<ptrdiff_t>(component.step) +
                component.offset;
  if (to == samples) return;
  const bool swap = layout_.size == 2 && foreign(layout_.bigEndian);
  if (layout_.direct(c) && !swap) {
    std::memcpy(to, samples, static_cast<size_t>(n) * layout_.size);
  } else if (layout_.size == 2) {
    writeStrided(static_cast<const uint16_t*>(samples), component, swap, n, to);
  } else {
    const uint8_t* from = static_cast<const uint8_t*>(samples);
    for (int i = 0; i < n; i++) to[static_cast<ptrdiff_t>(i) * component.step] = from[i];
  }
}

Targets FramePlanes::pixelTargets(int y, int x, const Targets& buffers) const {
  Targets targets = buffers;
  for (int c = 0; c < 4; c++) {
    if (layout_.slots == 0 && fullResolution(c)) targets[c] = target(c, y, x, buffers[c]);
  }
  return targets;
}

void FramePlanes::writePixels(int y, int x, int n, const Rows& rows) const {
  if (layout_.slots == 0) {
    for (int c = 0; c < 4; c++) {
      if (fullResolution(c)) write(c, y, x, n, rows[c]);
    }
    return;
  }
  Rows bySlot = {};
  for (int s = 0; s < layout_.slots; s++) {
    bySlot[s] = layout_.slot[s] < 0 ? paddingRow() : rows[layout_.slot[s]];
  }
  uint8_t* to = rowOf(frame_, 0, y) + x * static_cast<ptrdiff_t>(layout_.slots) * layout_.size;
  kernels_.interleave[layout_.wide](bySlot.data(), layout_.slots, to, n);
  if (layout_.wide && foreign(layout_.bigEndian)) swapRow(to, n * layout_.slots);
}

}  // namespace nodecodecs::convert
