// From the norms of SSIMULACRA 2.1's error maps to its score.
#pragma once
#include <array>
#include <vector>

namespace nodecodecs::ssimulacra2 {

constexpr int kScales = 6;

// Of one channel at one scale, in the order of the weights: the means of the SSIM, artifact and
// detail lost maps, and the fourth roots of the means of their fourth powers.
using Norms = std::array<double, 6>;

// 100 for no error, unbounded below. `scales`: norms of X, Y and B at each scale, at most kScales.
// With fewer the weights are consumed one after another all the same, as the reference tool does.
double scoreOf(const std::vector<std::array<Norms, 3>>& scales);

}  // namespace nodecodecs::ssimulacra2
