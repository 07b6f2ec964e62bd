// The samples of a PNG file's rows as those of a frame.
#pragma once
#include "av.h"
#include "codec/png/file.h"

namespace nodecodecs::png {

// 8 or 16 bits of this machine's order; of palettes the colours, and alpha where tRNS makes any.
AVPixelFormat formatOf(const File& file);

// Whether a frame's rows are the file's, byte by byte.
bool isPlain(const File& file);

// One row of pixels, to interleaved samples of formatOf.
void expandRow(const File& file, const uint8_t* row, int pixels, uint8_t* out);

}  // namespace nodecodecs::png
