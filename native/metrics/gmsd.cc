#include "metrics/gmsd.h"

#include <cmath>

#include "metrics/gradient.h"

namespace nodecodecs {

double gmsd(const RealPlane& a, const RealPlane& b, int threads) {
  constexpr double kStabiliser = 170;
  const RealPlane p = gradientMagnitude(downsampled(a, 2, threads), 1.0 / 3, 1.0 / 3, threads);
  const RealPlane q = gradientMagnitude(downsampled(b, 2, threads), 1.0 / 3, 1.0 / 3, threads);
  std::vector<double> map(p.samples.size());
  double sum = 0;
  for (size_t i = 0; i < map.size(); i++) {
    map[i] = similarityOf(p.samples[i], q.samples[i], kStabiliser);
    sum += map[i];
  }
  const double mean = sum / static_cast<double>(map.size());  // of identical pictures exactly 1
  double squares = 0;
  for (const double value : map) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(map.size() - 1));
}

}  // namespace nodecodecs
