// Packed TIFF samples of any depth and kind -> unsigned integers of at most 16 bits.
#pragma once
#include <cstddef>
#include <cstdint>

#include "codec/tiff/layout.h"

namespace nodecodecs {

// Reads `count` samples of one row of a tile or strip (differences are summed up along it) and
// writes every `step`-th of `out`, each with layout.unpackedBits(). Signed integers get half of
// their range added; more than 16 bits are scaled by 65535 / (2^bits - 1); floats are clipped to
// 0..1 (NaN is 0) and scaled by 65535.
void unpackSamples(const uint8_t* row, size_t count, const TiffLayout& layout, uint16_t* out,
                   size_t step);

}  // namespace nodecodecs
