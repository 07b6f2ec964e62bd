// A picture split into bands, each of half the frequencies of the one before.
#pragma once
#include <vector>

#include "metrics/real_plane.h"

namespace nodecodecs {

// `levels` planes, the last of which is what is left. As pyrtools: the binomial window 1 4 6 4 1
// with gain 2 (in both directions together) a level, edges mirrored without being repeated.
std::vector<RealPlane> laplacianPyramid(const RealPlane& plane, int levels, int threads);

}  // namespace nodecodecs
