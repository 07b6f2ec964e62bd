// IW-SSIM: multiscale SSIM, each place weighted by the information that it gives.
#pragma once
#include "metrics/real_plane.h"

namespace nodecodecs {

// As for MS-SSIM: what five scales of a window of 11 samples leave something of.
constexpr int kIwSsimMinSide = 161;

// Wang, Li 2011, "Information content weighting for perceptual image quality assessment", IEEE TIP
// 20(5), as Python-IW-SSIM, which the JPEG AI quality framework takes: a Laplacian pyramid with
// gain 2 a level, 3x3 neighbours and their parent, noise variance 0.4. Luma of 0 to 255.
double iwSsim(const RealPlane& a, const RealPlane& b, int threads);

}  // namespace nodecodecs
