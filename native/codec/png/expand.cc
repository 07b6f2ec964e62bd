#include "codec/png/expand.h"

#include <algorithm>
#include <cstring>

namespace nodecodecs::png {
namespace {

bool isOpaque(const std::array<Colour, 256>& palette) {
  return std::all_of(palette.begin(), palette.end(),
                     [](const Colour& colour) { return colour[3] == 255; });
}

// Of fewer than 8 bits, the first in a byte's highest ones.
int packedSample(const uint8_t* row, int depth, int x) {
  const int perByte = 8 / depth;
  const int shift = 8 - depth * (x % perByte + 1);
  return row[x / perByte] >> shift & ((1 << depth) - 1);
}

template <int channels>
void expandPalette(const File& file, const uint8_t* row, int pixels, uint8_t* out) {
  if (file.depth == 8) {
    for (int x = 0; x < pixels; x++, out += channels) {
      memcpy(out, file.palette[row[x]].data(), channels);
    }
    return;
  }
  for (int x = 0; x < pixels; x++, out += channels) {
    memcpy(out, file.palette[packedSample(row, file.depth, x)].data(), channels);
  }
}

void expandPacked(const File& file, const uint8_t* row, int pixels, uint8_t* out) {
  const int scale = 255 / ((1 << file.depth) - 1);
  for (int x = 0; x < pixels; x++) {
    const int sample = packedSample(row, file.depth, x);
    *out++ = static_cast<uint8_t>(sample * scale);
    if (file.key) *out++ = sample == (*file.key)[0] ? 0 : 255;
  }
}

uint8_t sampleAt(const uint8_t* row, uint8_t) {
  return *row;
}

uint16_t sampleAt(const uint8_t* row, uint16_t) {
  return static_cast<uint16_t>(row[0] << 8 | row[1]);
}

// Samples of one kind each, and alpha of the pixels that are not the key.
template <class Sample, int channels>
void expandKeyed(const File& file, const uint8_t* row, int pixels, Sample* out) {
  for (int x = 0; x < pixels; x++, out += channels + 1) {
    bool same = true;
    for (int c = 0; c < channels; c++, row += sizeof(Sample)) {
      out[c] = sampleAt(row, Sample());
      same = same && out[c] == (*file.key)[c];
    }
    out[channels] = same ? 0 : static_cast<Sample>(-1);
  }
}

template <class Sample>
void expandWhole(const File& file, const uint8_t* row, int pixels, Sample* out) {
  if (file.key && file.type == kGray) return expandKeyed<Sample, 1>(file, row, pixels, out);
  if (file.key) return expandKeyed<Sample, 3>(file, row, pixels, out);
  const size_t count = static_cast<size_t>(pixels) * static_cast<size_t>(file.channels());
  for (size_t i = 0; i < count; i++) out[i] = sampleAt(row + i * sizeof(Sample), Sample());
}

}  // namespace

AVPixelFormat formatOf(const File& file) {
  const bool wide = file.depth == 16;
  if (file.type == kPalette) return isOpaque(file.palette) ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_RGBA;
  const bool alpha = file.key || file.type == kGrayAlpha || file.type == kRgba;
  if (file.type == kGray || file.type == kGrayAlpha) {
    if (alpha) return wide ? AV_PIX_FMT_YA16 : AV_PIX_FMT_YA8;
    return wide ? AV_PIX_FMT_GRAY16 : AV_PIX_FMT_GRAY8;
  }
  if (alpha) return wide ? AV_PIX_FMT_RGBA64 : AV_PIX_FMT_RGBA;
  return wide ? AV_PIX_FMT_RGB48 : AV_PIX_FMT_RGB24;
}

bool isPlain(const File& file) {
  return file.depth == 8 && file.type != kPalette && !file.key;
}

void expandRow(const File& file, const uint8_t* row, int pixels, uint8_t* out) {
  if (file.type == kPalette) {
    return isOpaque(file.palette) ? expandPalette<3>(file, row, pixels, out)
                                  : expandPalette<4>(file, row, pixels, out);
  }
  if (file.depth < 8) return expandPacked(file, row, pixels, out);
  if (file.depth == 8) return expandWhole(file, row, pixels, out);
  expandWhole(file, row, pixels, reinterpret_cast<uint16_t*>(out));
}

}  // namespace nodecodecs::png
