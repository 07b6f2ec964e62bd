#include "metrics/ssimulacra2/ssimulacra2.h"

#include <algorithm>

#include "metrics/linear.h"
#include "metrics/ssimulacra2/scale.h"

namespace nodecodecs::ssimulacra2 {
namespace {

// Grays under a picture with alpha: what is transparent shows against at least one of the two.
constexpr double kDark = 0.1;
constexpr double kLight = 0.9;

template <class Real>
double scoreOver(const Pixels& original, const Pixels& distorted, double background, int threads) {
  const LinearRows<Real> first(original, background), second(distorted, background);
  ReadRows<Real> read = [&](int y, Real* const* rgb) {
    first.read(y, rgb);
    second.read(y, rgb + 3);
  };
  int width = original.width, height = original.height;
  std::vector<std::array<Norms, 3>> scales;
  Planes<Real> planes;
  while (true) {
    const bool more = scales.size() + 1 < kScales && std::min(width, height) >= kMinSide;
    const int halfWidth = (width + 1) / 2, halfHeight = (height + 1) / 2;
    Planes<Real> half = more ? Planes<Real>(6, halfHeight, halfWidth) : Planes<Real>();
    scales.push_back(compareScale(width, height, read, threads, more ? &half : nullptr));
    if (!more) return scoreOf(scales);
    planes = std::move(half);
    width = halfWidth;
    height = halfHeight;
    read = [&](int y, Real* const* rgb) {
      for (int i = 0; i < 6; i++) std::copy_n(planes.row(i, y), width, rgb[i]);
    };
  }
}

template <class Real>
double lowest(const Pixels& original, const Pixels& distorted, int threads) {
  const double score = scoreOver<Real>(original, distorted, kDark, threads);
  if (original.channels != 4) return score;
  return std::min(score, scoreOver<Real>(original, distorted, kLight, threads));
}

}  // namespace

double score(const Pixels& original, const Pixels& distorted, Arithmetic arithmetic, int threads) {
  return arithmetic == Arithmetic::exact ? lowest<double>(original, distorted, threads)
                                         : lowest<float>(original, distorted, threads);
}

}  // namespace nodecodecs::ssimulacra2
