// GMSD: how unevenly the picture's edges were kept.
#pragma once
#include "metrics/real_plane.h"

namespace nodecodecs {

// A shorter side leaves the map fewer than two samples in a row.
constexpr int kGmsdMinSide = 3;

// Xue, Zhang, Mou, Bovik 2014, "Gradient magnitude similarity deviation", IEEE TIP 23(2), as the
// authors' GMSD.m: 2x2 means (zeros beyond an odd side), Prewitt gradients of zero outside, T 170,
// standard deviation (n - 1) of the similarity map. Luma of 0 to 255. 0 is best.
double gmsd(const RealPlane& a, const RealPlane& b, int threads);

}  // namespace nodecodecs
