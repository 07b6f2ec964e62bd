// Where a picture's waves agree in phase: the eye's features.
#pragma once
#include "metrics/real_plane.h"

namespace nodecodecs {

// Kovesi 1999, "Image features from phase congruency", Videre 1(3), as phasecong2 of the authors of
// FSIM: log-Gabor filters of four scales from a wavelength of 6, each twice the one before, and
// four orientations, noise taken off. 0 to 1; 0 where there is nothing.
RealPlane phaseCongruency(const RealPlane& plane, int threads);

}  // namespace nodecodecs
