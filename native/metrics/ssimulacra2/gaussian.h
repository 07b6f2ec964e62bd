// The Gaussian of sigma 1.5 in SSIMULACRA2: Charalampidis' recursive filter of radius 5 (IEEE TIP
// 25(1), 2016), the sum of three cosines beta_k cos(k pi n / 10), k = 1, 3, 5, |n| < 5.
#pragma once

namespace nodecodecs::ssimulacra2 {

constexpr int kRadius = 5;
constexpr int kCosines = 3;

struct Gaussian {
  Gaussian();

  // Without recursion: the taps from the centre outwards.
  double taps[kRadius];

  // y(n) = gain (x(n - 6) + x(n + 4)) - feedback y(n - 1) - y(n - 2), one per cosine; their sum is
  // the blur.
  float gain[kCosines];
  float feedback[kCosines];

  // Four outputs in one step: lane i of them is the sum of input[j][i] x_j, older[i] y(n - 2) and
  // newer[i] y(n - 1), where y is expanded down to the last outputs of the step before.
  float input[kCosines][4][4];
  float older[kCosines][4];
  float newer[kCosines][4];
};

const Gaussian& gaussian();

}  // namespace nodecodecs::ssimulacra2
