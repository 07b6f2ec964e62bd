// FSIM: how alike two pictures' features are.
#pragma once
#include "pixels/pixels.h"

namespace nodecodecs {

// A shorter side has no gradient of its own.
constexpr int kFsimMinSide = 3;

// Zhang, Zhang, Mou, Zhang 2011, "FSIM: a feature similarity index for image quality assessment",
// IEEE TIP 20(8), as the authors' FeatureSIM.m: FSIMc of RGB in YIQ of 0 to 255, FSIM of gray, of
// means by round(shorter side / 256). Where neither picture has a feature, all places count alike.
double fsim(const Pixels& a, const Pixels& b, int threads);

}  // namespace nodecodecs
