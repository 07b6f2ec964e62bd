// NLPD: the distance of two pictures in a model of the eye's first stages.
#pragma once
#include "metrics/real_plane.h"

namespace nodecodecs {

// Shorter sides leave nothing to mirror on the sixth level.
constexpr int kNlpdMinSide = 65;

// Laparra, Ballé, Berardino, Simoncelli 2016, "Perceptual image quality assessment using a
// normalized Laplacian pyramid", HVEI, as in the JPEG AI quality framework: six levels, each
// divided by a constant and its neighbours' magnitude; mean over the levels of the root mean square
// difference. Luma of 0 to 1. 0 is best.
double nlpd(const RealPlane& a, const RealPlane& b, int threads);

}  // namespace nodecodecs
