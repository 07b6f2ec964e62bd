#include "metrics/ssimulacra2/gaussian.h"

#include <cmath>

namespace nodecodecs::ssimulacra2 {
namespace {

// Weights of the cosines for sigma 1.5 and radius 5, his equation 53; the taps then sum to 1.
constexpr double kBeta[kCosines] = {0.17893914164149136, 0.0727261447361903, 0.01295581911051701};

constexpr double kPi = 3.141592653589793238;

}  // namespace

Gaussian::Gaussian() {
  for (double& tap : taps) tap = 0;
  for (int k = 0; k < kCosines; k++) {
    const double omega = (2 * k + 1) * kPi / (2 * kRadius);
    for (int n = 0; n < kRadius; n++) taps[n] += kBeta[k] * std::cos(omega * n);

    const double n2 = -kBeta[k] * std::cos(omega * (kRadius + 1));
    const double d1 = -2 * std::cos(omega);
    gain[k] = static_cast<float>(n2);
    feedback[k] = static_cast<float>(d1);
    // the response of y(n) = x(n) - d1 y(n - 1) - y(n - 2) to one 1, of four outputs and one more
    const double response[5] = {1, -d1, d1 * d1 - 1, -d1 * d1 * d1 + 2 * d1,
                                d1 * d1 * d1 * d1 - 3 * d1 * d1 + 1};
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        input[k][j][i] = i < j ? 0 : static_cast<float>(n2 * response[i - j]);
      }
      newer[k][i] = static_cast<float>(response[i + 1]);
      older[k][i] = static_cast<float>(-response[i]);
    }
  }
}

const Gaussian& gaussian() {
  static const Gaussian value;
  return value;
}

}  // namespace nodecodecs::ssimulacra2
