// Structural similarity of two pictures, on one scale and on five.
#pragma once
#include "pixels/pixels.h"

namespace nodecodecs {

// Shortest side that five scales of an 11-sample window leave something of: (11 - 1) * 2^4 + 1.
constexpr int kMsSsimMinSide = 161;

struct StructuralSimilarity {
  double ssim = 0;
  double msSsim = 0;  // 0 when it was not asked for
};

// ssim: Wang, Bovik, Sheikh, Simoncelli 2004, "Image quality assessment: from error visibility to
// structural similarity", IEEE TIP 13(4): 11x11 Gaussian window of sigma 1.5, K1 0.01, K2 0.03, L
// the peak, over the positions where the window lies inside the picture, mean over the channels. A
// side below 11 is not filtered along.
// msSsim (`multiScale`): Wang, Simoncelli, Bovik 2003, "Multiscale structural similarity for image
// quality assessment", Asilomar: exponents 0.0448 0.2856 0.3001 0.2363 0.1333, halved by 2x2 means,
// an odd side padded with a zero in front. As pytorch_msssim: contrast-structure terms below 0
// count as 0, the scales are multiplied per channel, then the channels averaged.
StructuralSimilarity structuralSimilarity(const Pixels& a, const Pixels& b, bool multiScale,
                                          int threads);

}  // namespace nodecodecs
