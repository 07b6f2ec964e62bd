#include "metrics/phase_congruency.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "metrics/fft.h"
#include "metrics/parallel.h"

namespace nodecodecs {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kScales = 4;
constexpr int kOrientations = 4;
constexpr double kShortestWave = 6;
constexpr double kBandwidth = 0.55;                    // sigma over centre frequency
constexpr double kSpread = kPi / kOrientations / 1.2;  // sigma of the angle
constexpr double kLowPass = 0.45;
constexpr double kTiny = 1e-4;

using Plane = std::vector<double>;

// -0.5 to 0.5 with 0 first, as MATLAB's ifftshift of the authors' grid: an odd one reaches both.
double frequency(int i, int n) {
  const int step = i < (n + 1) / 2 ? i : i - n;
  return n % 2 == 0 ? static_cast<double>(step) / n
         : n == 1   ? 0
                    : static_cast<double>(step) / (n - 1);
}

// The filters of one orientation.
std::array<Plane, kScales> filtersOf(int orientation, int width, int height) {
  std::array<Plane, kScales> filters;
  for (Plane& filter : filters) filter.resize(static_cast<size_t>(width) * height);
  const double angle = orientation * kPi / kOrientations;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      const double u = frequency(x, width), v = frequency(y, height);
      const double radius = std::sqrt(u * u + v * v);
      if (radius == 0) continue;
      const double turn = std::abs(std::remainder(std::atan2(-v, u) - angle, 2 * kPi));
      const double spread = std::exp(-turn * turn / (2 * kSpread * kSpread));
      const double low = 1 / (1 + std::pow(radius / kLowPass, 30));
      for (int s = 0; s < kScales; s++) {
        const double octaves = std::log(radius * kShortestWave * std::ldexp(1.0, s));
        const double width2 = 2 * std::pow(std::log(kBandwidth), 2);
        filters[s][static_cast<size_t>(y) * width + x] =
            std::exp(-octaves * octaves / width2) * low * spread;
      }
    }
  }
  return filters;
}

// MATLAB's: of an even number of values the mean of the middle two.
double median(Plane values) {
  const size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + half, values.end());
  const double upper = values[half];
  if (values.size() % 2 == 1) return upper;
  return (upper + *std::max_element(values.begin(), values.begin() + half)) / 2;
}

// Sum over space of the products of two filters' even parts, by their spectra (Parseval).
double overlap(const Plane& f, const Plane& g, int width, int height) {
  double sum = 0;
  for (int y = 0; y < height; y++) {
    const size_t row = static_cast<size_t>(y) * width;
    const size_t mirror = static_cast<size_t>((height - y) % height) * width;
    for (int x = 0; x < width; x++) {
      const size_t opposite = mirror + (width - x) % width;
      sum += (f[row + x] + f[opposite]) * (g[row + x] + g[opposite]) / 4;
    }
  }
  return sum;
}

// What energy noise alone would give, from the smallest scale's median answer.
double noiseThreshold(const std::array<Plane, kScales>& filters, const std::vector<Complex>& finest,
                      int width, int height) {
  Plane power(finest.size());
  for (size_t i = 0; i < power.size(); i++) power[i] = std::norm(finest[i]);
  double norm = 0, squares = 0, pairs = 0;
  for (const double value : filters[0]) norm += value * value;
  const double noise = -median(std::move(power)) / std::log(0.5) / norm;
  for (int s = 0; s < kScales; s++) {
    squares += overlap(filters[s], filters[s], width, height);
    for (int t = s + 1; t < kScales; t++) pairs += overlap(filters[s], filters[t], width, height);
  }
  const double tau = std::sqrt(noise * squares + 2 * noise * pairs);
  return (tau * std::sqrt(kPi / 2) + 2 * std::sqrt((2 - kPi / 2) * tau * tau)) / 1.7;
}

struct Response {
  Plane energy, amplitude;
};

Response responseOf(int orientation, const std::vector<Complex>& spectrum, const Fft2d& fft,
                    int width, int height) {
  const std::array<Plane, kScales> filters = filtersOf(orientation, width, height);
  const size_t count = spectrum.size();
  std::array<std::vector<Complex>, kScales> answers;
  for (int s = 0; s < kScales; s++) {
    answers[s].resize(count);
    for (size_t i = 0; i < count; i++) answers[s][i] = spectrum[i] * filters[s][i];
    fft.run(answers[s], true);
  }
  const double threshold = noiseThreshold(filters, answers[0], width, height);
  Response response = {Plane(count), Plane(count)};
  for (size_t i = 0; i < count; i++) {
    Complex total;
    for (const auto& answer : answers) total += answer[i];
    const double size = std::sqrt(std::norm(total)) + kTiny;
    const double even = total.real() / size, odd = total.imag() / size;
    double energy = 0;
    for (const auto& answer : answers) {
      const Complex one = answer[i];
      response.amplitude[i] += std::sqrt(std::norm(one));
      energy +=
          one.real() * even + one.imag() * odd - std::abs(one.real() * odd - one.imag() * even);
    }
    response.energy[i] = std::max(0.0, energy - threshold);
  }
  return response;
}

}  // namespace

RealPlane phaseCongruency(const RealPlane& plane, int threads) {
  const Fft2d fft(plane.width, plane.height);
  std::vector<Complex> spectrum(plane.samples.begin(), plane.samples.end());
  fft.run(spectrum, false);
  std::array<Response, kOrientations> responses;
  forEachJob(kOrientations, threads, [&](int o) {
    responses[o] = responseOf(o, spectrum, fft, plane.width, plane.height);
  });
  RealPlane result(plane.width, plane.height);
  for (size_t i = 0; i < result.samples.size(); i++) {
    double energy = 0, amplitude = 0;
    for (const Response& response : responses) {
      energy += response.energy[i];
      amplitude += response.amplitude[i];
    }
    if (amplitude > 0) result.samples[i] = energy / amplitude;
  }
  return result;
}

}  // namespace nodecodecs
