// How much information the places of a band give, as IW-SSIM weighs them.
#pragma once
#include "metrics/real_plane.h"

namespace nodecodecs {

// Of the places inside the band's outermost samples. `parent`: the next coarser band of the
// original, or null.
RealPlane informationWeights(const RealPlane& original, const RealPlane& distorted,
                             const RealPlane* parent, int threads);

}  // namespace nodecodecs
