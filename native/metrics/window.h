// Means of two planes, of their squares and of their product under a window.
#pragma once
#include <functional>
#include <vector>

#include "metrics/real_plane.h"

namespace nodecodecs {

// `taps` samples of a Gaussian around its centre, of sum 1.
std::vector<double> gaussianTaps(int taps, double sigma);

// The plane under the window taps x taps, at the positions where that lies inside.
RealPlane filtered(const RealPlane& plane, const std::vector<double>& taps, int threads);

// One row of positions.
struct Moments {
  const double *x, *y, *xx, *yy, *xy;
  int n;
};

// Calls visit(row, moments) for each row of positions where the window lies inside, on up to
// `threads` threads, each row once.
void forEachMoments(const RealPlane& x, const RealPlane& y, const std::vector<double>& taps,
                    int threads, const std::function<void(int, const Moments&)>& visit);

}  // namespace nodecodecs
