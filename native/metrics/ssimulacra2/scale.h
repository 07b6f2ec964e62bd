// One scale of SSIMULACRA2: two pictures of linear light -> the norms of their error maps.
#pragma once
#include <array>
#include <functional>

#include "metrics/ssimulacra2/planes.h"
#include "metrics/ssimulacra2/score.h"

namespace nodecodecs::ssimulacra2 {

// Writes row y of both pictures: R, G, B of the original, then of the distorted one.
template <class Real>
using ReadRows = std::function<void(int y, Real* const* rgb)>;

// Compares width x height pictures, rows in bands from top to bottom: what is kept of them grows
// with the width and the threads, not with the height. Also writes their halves to `half`, unless
// it is null. The norms do not depend on the number of threads.
template <class Real>
std::array<Norms, 3> compareScale(int width, int height, const ReadRows<Real>& read, int threads,
                                  Planes<Real>* half);

}  // namespace nodecodecs::ssimulacra2
