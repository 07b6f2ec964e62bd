// Samples above what their depth can hold: coders would wrap, clip or break on them, each its own
// way.
#pragma once
#include <string>
#include <vector>

#include "pixels/frame.h"
#include "pixels/pixels.h"

namespace nodecodecs {

// Throws RangeError that names the first sample above 2^bitDepth - 1, of the argument `what`, in
// all rows or in those from `from` up to `to`.
void checkRange(const Pixels& pixels, const std::string& what = "image");
void checkRange(const Pixels& pixels, int from, int to, const std::string& what = "image");
void checkRange(const std::vector<Plane>& planes, AVPixelFormat format, int width, int height);

}  // namespace nodecodecs
