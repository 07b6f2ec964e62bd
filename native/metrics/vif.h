// VIF: how much of the picture's information the eye still gets.
#pragma once
#include "metrics/real_plane.h"

namespace nodecodecs {

// Sides below this leave no position of the window on the fourth scale.
constexpr int kVifMinSide = 41;

// Sheikh, Bovik 2006, "Image information and visual quality", IEEE TIP 15(2), in the pixel domain
// as the authors' vifp_mscale.m: four scales, Gaussian windows of 17, 9, 5 and 3 samples with sigma
// a fifth of that, noise variance 2. Luma of 0 to 255. Above 1 for a picture of more contrast. A
// flat original has no information: 1 if nothing differs, else 0.
double vif(const RealPlane& original, const RealPlane& distorted, int threads);

}  // namespace nodecodecs
