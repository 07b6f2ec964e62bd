#include "metrics/fsim.h"

#include <algorithm>
#include <cmath>

#include "metrics/gradient.h"
#include "metrics/phase_congruency.h"
#include "metrics/real_plane.h"

namespace nodecodecs {
namespace {

constexpr double kPhase = 0.85;
constexpr double kGradient = 160;
constexpr double kChroma = 200;
constexpr double kLambda = 0.03;
constexpr double kPi = 3.14159265358979323846;

constexpr LumaRule kY = kGray;
constexpr LumaRule kI = {0.596, -0.274, -0.322, 255, 0};
constexpr LumaRule kQ = {0.211, -0.523, 0.312, 255, 0};

RealPlane planeOf(const Pixels& picture, const LumaRule& rule, int threads) {
  const int shorter = std::min(picture.width, picture.height);
  const int size = std::max(1, static_cast<int>(std::floor(shorter / 256.0 + 0.5)));
  return downsampled(lumaOf(picture, rule, threads), size, threads);
}

// The real part of base^lambda, of which a negative base has one, too.
double power(double base) {
  const double size = std::pow(std::abs(base), kLambda);
  return base < 0 ? size * std::cos(kPi * kLambda) : size;
}

void multiplyByChroma(const Pixels& a, const Pixels& b, RealPlane& map, int threads) {
  const RealPlane ia = planeOf(a, kI, threads), ib = planeOf(b, kI, threads);
  const RealPlane qa = planeOf(a, kQ, threads), qb = planeOf(b, kQ, threads);
  for (size_t i = 0; i < map.samples.size(); i++) {
    map.samples[i] *= power(similarityOf(ia.samples[i], ib.samples[i], kChroma) *
                            similarityOf(qa.samples[i], qb.samples[i], kChroma));
  }
}

}  // namespace

double fsim(const Pixels& a, const Pixels& b, int threads) {
  const RealPlane p = planeOf(a, kY, threads), q = planeOf(b, kY, threads);
  const RealPlane phaseP = phaseCongruency(p, threads), phaseQ = phaseCongruency(q, threads);
  const RealPlane gradientP = gradientMagnitude(p, 3.0 / 16, 10.0 / 16, threads);
  const RealPlane gradientQ = gradientMagnitude(q, 3.0 / 16, 10.0 / 16, threads);
  RealPlane map(p.width, p.height);
  for (size_t i = 0; i < map.samples.size(); i++) {
    map.samples[i] = similarityOf(phaseP.samples[i], phaseQ.samples[i], kPhase) *
                     similarityOf(gradientP.samples[i], gradientQ.samples[i], kGradient);
  }
  if (a.channels > 1) multiplyByChroma(a, b, map, threads);
  double sum = 0, weights = 0, plain = 0;
  for (size_t i = 0; i < map.samples.size(); i++) {
    const double weight = std::max(phaseP.samples[i], phaseQ.samples[i]);
    sum += map.samples[i] * weight;
    weights += weight;
    plain += map.samples[i];
  }
  return weights > 0 ? sum / weights : plain / static_cast<double>(map.samples.size());
}

}  // namespace nodecodecs
