// Quantization of a JPEG's blocks by rate and distortion: which of the steps next to a coefficient,
// or zero, is worth its bits.
#pragma once
#include <array>
#include <cstdint>

namespace nodecodecs::trellis {

constexpr int kCoefficients = 64;

// A block's coefficients in rows of the block.
using Coefficients = int16_t[kCoefficients];

// A component's quantization table, in the order of the zigzag.
class Table {
 public:
  explicit Table(const uint16_t (&steps)[kCoefficients]);  // in rows of the block

  // Steps of a magnitude, unrounded.
  float stepsOf(int magnitude, int at) const {
    return static_cast<float>(magnitude) * inverse_[at];
  }
  // Bits that a squared error of one step is worth.
  float worth(int at) const { return worth_[at]; }

 private:
  float inverse_[kCoefficients];
  float worth_[kCoefficients];
};

// Bits of what a run of zeros and the size of the coefficient after it cost, the coefficient's own
// bits included: index run << 4 | size, as in ITU-T T.81, F.1.2.2; 0 is the end of the block.
using Costs = std::array<float, 256>;

// How often each of them occurs, from which an optimal code's lengths follow.
class Counts {
 public:
  void add(const Coefficients& quantized);
  Costs costs() const;

 private:
  std::array<uint32_t, 256> counts_{};
};

// To the nearest step.
void quantize(const Coefficients& block, const Table& table, Coefficients& out);

// The same, with AC coefficients smaller or zero where their bits are worth more than the error.
void quantize(const Coefficients& block, const Table& table, const Costs& costs, Coefficients& out);

}  // namespace nodecodecs::trellis
