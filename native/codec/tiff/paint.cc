#ifdef NODECODECS_LIBTIFF
#include "codec/tiff/paint.h"

#include <algorithm>

#include "convert/lab.h"

namespace nodecodecs {
namespace {

// value * factor / divisor to nearest, at most `most`.
uint32_t scaled(uint64_t value, uint64_t factor, uint64_t divisor, uint32_t most) {
  return static_cast<uint32_t>(std::min<uint64_t>((value * factor + divisor / 2) / divisor, most));
}

double signedOf(uint16_t value, int bits) {
  return bits == 8 ? static_cast<int8_t>(value) : static_cast<int16_t>(value) / 256.0;
}

// TIFF 6.0 section 23 (a*, b* signed) and TIFF Technical Note 4 (offset, as ICC profiles have it).
Lab labOf(const uint16_t* pixel, const TiffLayout& layout) {
  const bool wide = layout.bits == 16;
  if (layout.colour == TiffColour::lab) {
    return {pixel[0] * 100.0 / (wide ? 65535 : 255), signedOf(pixel[1], layout.bits),
            signedOf(pixel[2], layout.bits)};
  }
  const double step = wide ? 256 : 1;
  return {pixel[0] * 100.0 / (wide ? 65280 : 255), pixel[1] / step - 128, pixel[2] / step - 128};
}

}  // namespace

TiffPainter::TiffPainter(const TiffLayout& layout)
    : layout_(layout),
      alpha_(layout.alpha >= 0),
      deep_(layout.depth() > 8),
      from_((1U << layout.unpackedBits()) - 1),
      to_(deep_ ? UINT16_MAX : UINT8_MAX) {
  // A byte and zero, as some writers have it, is that byte, as are bytes alone; else 16 bits to 8.
  const bool bytes = std::all_of(layout.palette.begin(), layout.palette.end(),
                                 [](uint16_t v) { return v <= UINT8_MAX; });
  const bool shifted = std::all_of(layout.palette.begin(), layout.palette.end(),
                                   [](uint16_t v) { return (v & 255) == 0; });
  for (const uint16_t entry : layout.palette) {
    const uint32_t wide = shifted ? entry >> 8 : scaled(entry, to_, UINT16_MAX, to_);
    palette_.push_back(static_cast<uint16_t>(bytes ? entry : wide));
  }
}

AVPixelFormat TiffPainter::format() const {
  if (layout_.grayFrame()) {
    if (alpha_) return deep_ ? AV_PIX_FMT_YA16 : AV_PIX_FMT_YA8;
    return deep_ ? AV_PIX_FMT_GRAY16 : AV_PIX_FMT_GRAY8;
  }
  if (alpha_) return deep_ ? AV_PIX_FMT_RGBA64 : AV_PIX_FMT_RGBA;
  return deep_ ? AV_PIX_FMT_RGB48 : AV_PIX_FMT_RGB24;
}

uint32_t TiffPainter::toFrame(uint32_t value) const {
  return from_ == to_ ? value : scaled(value, to_, from_, to_);
}

// Of CMYK it is the inks that alpha is multiplied into, not their light.
uint32_t TiffPainter::inkOf(const uint16_t* pixel, int index) const {
  const uint32_t alpha = layout_.premultiplied ? pixel[layout_.alpha] : 0;
  return alpha == 0 ? pixel[index] : scaled(pixel[index], from_, alpha, from_);
}

void TiffPainter::colourOf(const uint16_t* pixel, uint32_t* colour) const {
  switch (layout_.colour) {
    case TiffColour::gray:
      colour[0] = toFrame(layout_.inverted ? from_ - pixel[0] : pixel[0]);
      return;
    case TiffColour::rgb:
      for (int c = 0; c < 3; c++) colour[c] = toFrame(pixel[c]);
      return;
    case TiffColour::palette:
      for (int c = 0; c < 3; c++) {
        colour[c] = palette_[(static_cast<size_t>(c) << layout_.bits) + pixel[0]];
      }
      return;
    case TiffColour::cmyk:
      for (int c = 0; c < 3; c++) {
        const uint64_t light =
            uint64_t{from_ - inkOf(pixel, c)} * uint64_t{from_ - inkOf(pixel, 3)};
        colour[c] = scaled(light, to_, uint64_t{from_} * from_, to_);
      }
      return;
    default: {
      const Rgb rgb = labToSrgb(labOf(pixel, layout_), layout_.white);
      const double values[] = {rgb.red, rgb.green, rgb.blue};
      for (int c = 0; c < 3; c++) colour[c] = static_cast<uint32_t>(values[c] * to_ + 0.5);
    }
  }
}

void TiffPainter::paint(const uint16_t* pixels, int count, AVFrame& frame, int x, int y) const {
  const int colours = layout_.grayFrame() ? 1 : 3;
  const int channels = colours + (alpha_ ? 1 : 0);
  uint8_t* row = rowOf(frame, 0, y);
  uint8_t* bytes = row + static_cast<ptrdiff_t>(x) * channels;
  auto* words = reinterpret_cast<uint16_t*>(row) + static_cast<ptrdiff_t>(x) * channels;
  for (int i = 0; i < count; i++, pixels += layout_.samples) {
    uint32_t values[4];
    colourOf(pixels, values);
    if (alpha_) {
      const uint32_t alpha = toFrame(pixels[layout_.alpha]);
      values[colours] = alpha;
      const bool divide = layout_.premultiplied && layout_.colour != TiffColour::cmyk;
      for (int c = 0; divide && alpha > 0 && c < colours; c++) {
        values[c] = scaled(values[c], to_, alpha, to_);
      }
    }
    for (int c = 0; c < channels; c++) {
      if (deep_) {
        *words++ = static_cast<uint16_t>(values[c]);
      } else {
        *bytes++ = static_cast<uint8_t>(values[c]);
      }
    }
  }
}

}  // namespace nodecodecs
#endif
