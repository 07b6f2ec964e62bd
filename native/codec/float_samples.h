// Frames of float samples, which no kernel converts, as integers.
#pragma once
#include "av.h"

namespace nodecodecs {

// A frame whose format has floats of 32 bits in planes (gray, GBR) as one of 16-bit integers: 0 to
// 1, clipped, rounded to nearest; NaN is 0. Any other frame as it is.
FramePtr integerSamples(FramePtr frame);

}  // namespace nodecodecs
