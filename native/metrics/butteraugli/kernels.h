// The loops of Butteraugli over samples, compiled once per instruction set. No fused multiply-add:
// every set gives the same floats.
#pragma once
#include <cstddef>

#include "simd/isa.h"

namespace nodecodecs::butteraugli {

// Row lengths n are multiples of this; the samples past the picture's width mean nothing.
constexpr int kPadding = 32;

constexpr int kMaxRadius = 16;   // of a blur
constexpr int kMaltaReach = 4;   // samples that a line goes to either side
constexpr int kErosionStep = 3;  // how far the neighbours of the mask's erosion are

// A blur's taps from the centre outwards, divided by their sum.
struct Taps {
  int radius;
  float weight[kMaxRadius + 1];
};

// How a Malta filter weighs the difference of two samples.
struct MaltaWeights {
  float symmetric;  // of the difference
  float onesided;   // of what is beyond 0.55 to 1.05 times the original
  float norm;       // the magnitude at which half of the weight is left
  bool sparse;      // lines of every second sample
};

// Sums over the columns of a map.
enum Norm { kThird, kSixth, kTwelfth, kNorms };

struct Kernels {
  // out[i] = scale[i] * the blur of in, which has taps.radius samples more on either side.
  void (*blurAlong)(const float* in, const Taps& taps, const float* scale, float* out, int n);
  // out[r] = scale[r] * the blur of lines[r] to lines[r + 2 taps.radius], for each of `rows`.
  void (*blurAcross)(const float* const* lines, int rows, const Taps& taps, const float* scale,
                     float* const* out, int n);
  // Linear RGB in nits, and the same blurred, to XYB: what the eye's cones make of it.
  void (*toXyb)(const float* const* rgb, const float* const* blurred, float* const* xyb, int n);
  // xyb less lf (its blur) -> xyb, and lf in its own units.
  void (*splitLow)(float* const* xyb, float* const* lf, int n);
  // The same less mf (its blur) -> hf for X and Y, and mf clipped.
  void (*splitMiddle)(float* const* hf, float* const* mf, int n);
  // hf, and its blur -> uhf in place of hf, and hf in place of its blur.
  void (*splitHigh)(float* const* uhf, float* const* hf, int n);
  void (*maltaDifference)(const float* a, const float* b, const MaltaWeights& weights, float* out,
                          int n);
  // Adds the squared sums along 16 lines through each sample of lines[kMaltaReach]; lines: from
  // kMaltaReach rows above to as many below, with as many samples more on either side.
  void (*addMalta)(const float* const* lines, bool sparse, float* sum, int n);
  // sum += weight (a - b)^2
  void (*addSquares)(const float* a, const float* b, float weight, float* sum, int n);
  // The same with a one-sided term, for high frequencies.
  void (*addOnesided)(const float* a, const float* b, float weight, float* sum, int n);
  // How much goes on in a picture's high frequencies: uhf X, uhf Y, hf X, hf Y.
  void (*activity)(const float* const* high, float* out, int n);
  // lines: kErosionStep rows above, the row, as many below, with as many samples on either side.
  void (*erode)(const float* const* lines, float* out, int n);
  // The map from the sums of AC and DC differences and the mask.
  void (*combine)(const float* ac, const float* dc, const float* mask, float* out, int n);
  // Adds each column's powers to kNorms rows of sums, `stride` apart, and keeps its maximum.
  void (*addNorms)(const float* map, double* sums, ptrdiff_t stride, float* maximum, int n);
};

// For what this processor has.
const Kernels& kernels();

// `isa` must not exceed bestIsa().
const Kernels& kernelsOf(Isa isa);

extern const Kernels kernelsBaseline;
#if NODECODECS_X86
extern const Kernels kernelsAvx2;
extern const Kernels kernelsAvx512;
#endif

}  // namespace nodecodecs::butteraugli
