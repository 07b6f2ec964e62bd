// Windows of five samples over planes whose edges are mirrored without being repeated.
#pragma once
#include "metrics/real_plane.h"

namespace nodecodecs {

inline int mirrored(int i, int n) {
  if (n == 1) return 0;
  if (i < 0) i = -i;
  return i >= n ? 2 * n - 2 - i : i;
}

// Under `taps` along and across, every `step`-th sample.
RealPlane mirroredBlur(const RealPlane& plane, const double (&taps)[5], int step, int threads);

}  // namespace nodecodecs
