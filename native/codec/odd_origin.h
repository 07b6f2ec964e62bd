// Pictures whose first column or row lies between two samples of their subsampled chroma.
#pragma once
#include "codec/codec.h"

namespace nodecodecs {

// The frame as GBR, its chroma where request.coded says that it lies: in front of the picture as
// many columns and rows as it lacks are repeated, and not given. Throws ERR_DECODE for a format
// that has no GBR of its depth.
FramePtr rgbOfOddOrigin(const AVFrame& frame, const Colour& colour, const DecodeRequest& request);

}  // namespace nodecodecs
