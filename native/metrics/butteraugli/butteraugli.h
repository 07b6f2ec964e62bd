// Butteraugli, as libjxl 0.8.0 and later compute it. What it is: docs/data/metric_definitions.md.
#pragma once
#include "pixels/pixels.h"

namespace nodecodecs::butteraugli {

constexpr int kMinSide = 8;

struct Distance {
  double maximum;  // of the map
  double norm3;    // mean of its 3-norm, 6-norm and 12-norm: what libjxl's tool calls 3-norm
};

// 0 for no difference. For pictures of one layout, sides of at least kMinSide; `intensityTarget`:
// the nits of white. Of RGBA the larger of the maps over black and over white. The same for any
// number of threads.
Distance compare(const Pixels& original, const Pixels& distorted, double intensityTarget,
                 int threads);

}  // namespace nodecodecs::butteraugli
