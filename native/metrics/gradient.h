// What the metrics that compare gradients share: MATLAB's conv2(..., 'same') of small windows.
#pragma once
#include <vector>

#include "metrics/real_plane.h"

namespace nodecodecs {

// Means of size x size samples, every size-th one along and across, zero outside; the window of the
// first one begins (size - 1) / 2 samples before the first.
RealPlane downsampled(const RealPlane& plane, int size, int threads);

// The magnitude of the gradient by the 3x3 windows of `side`, `middle`, `side` against their
// opposite, zero outside.
RealPlane gradientMagnitude(const RealPlane& plane, double side, double middle, int threads);

// (2 a b + c) / (a^2 + b^2 + c)
inline double similarityOf(double a, double b, double c) {
  return (2 * a * b + c) / (a * a + b * b + c);
}

}  // namespace nodecodecs
