// The chunks of a PNG file that its pixels come from.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "error.h"

namespace nodecodecs::png {

enum ColourType { kGray = 0, kRgb = 2, kPalette = 3, kGrayAlpha = 4, kRgba = 6 };

using Colour = std::array<uint8_t, 4>;  // R, G, B, A

struct File {
  int width = 0;
  int height = 0;
  int depth = 0;  // bits of a sample
  int type = kGray;
  bool interlaced = false;
  std::array<Colour, 256> palette;
  // The gray, or the R, G, B, of pixels that are transparent (tRNS).
  std::optional<std::array<uint16_t, 3>> key;
  const uint8_t* data = nullptr;  // of all IDAT chunks
  size_t size = 0;

  int channels() const;  // as they are stored
  int bitsPerPixel() const { return channels() * depth; }
  size_t rowBytes(int pixels) const;
};

// Reads the chunks up to IEND or the end, and moves the data of later IDAT chunks to those of the
// first. Throws ERR_DECODE.
File readFile(uint8_t* bytes, size_t size, const std::string& label);

Error damaged(const std::string& label, const std::string& what);

}  // namespace nodecodecs::png
