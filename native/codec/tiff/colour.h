// What the samples of a TIFF file's pixels mean.
#pragma once
#include "codec/tiff/layout.h"

namespace nodecodecs {

// The photometric interpretations that are read by name, or refused by name.
void readTiffColour(const TiffFile& file, TiffLayout& layout, int compression);

// Alpha is what ExtraSamples calls so; without the tag, the sample behind three of RGB.
void readTiffAlpha(const TiffFile& file, TiffLayout& layout);

}  // namespace nodecodecs
