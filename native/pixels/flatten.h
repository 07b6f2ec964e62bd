// RGBA over one colour.
#pragma once
#include "pixels/pixels.h"

namespace nodecodecs {

// Rows `from` to `to` of RGBA over `below` (codes of the picture's depth) as interleaved RGB,
// written to the same rows of `out`: (c a + below (max - a)) / max, to the nearest.
void flatten(const Pixels& pixels, const int (&below)[3], int from, int to, void* out);

}  // namespace nodecodecs
