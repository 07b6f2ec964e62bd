// The loops of SSIMULACRA2 over samples, compiled once per instruction set.
#pragma once
#include <cstddef>

#include "simd/isa.h"

namespace nodecodecs::ssimulacra2 {

// What of two pictures is blurred: both, their squares and their product.
enum Signal { kOriginal, kDistorted, kSquare1, kSquare2, kProduct, kSignals };

// The maps of one channel and the two norms of each, as sums over columns.
enum Sum { kSsim, kArtifact, kLost, kSsim4, kArtifact4, kLost4, kSums };

// An output row n of the blur reads rows n - 6 to n + 4: the recursion's way of a radius of 5.
constexpr int kRowsBefore = 6;
constexpr int kRowsAfter = 4;
constexpr int kWindow = kRowsBefore + 1 + kRowsAfter;

// Rows of the recursion's memory per signal: two outputs of three filters.
constexpr int kStateRows = 6;

// A row's length is a multiple of this, its last samples are not part of the picture.
constexpr int kPadding = 16;

// One row of one channel, as addErrors reads it.
template <class Real>
struct ErrorRows {
  const Real* original;
  const Real* distorted;
  const Real* blurred[kSignals];
};

// Real: float for the reference tool's arithmetic, double for the exact one. Lengths n are
// multiples of kPadding where a row may be padded.
template <class Real>
struct Kernels {
  // Linear RGB, 1 = white, to the positive XYB of the metric.
  void (*toXyb)(const Real* const* rgb, Real* const* xyb, int n);
  // 2x2 means; an odd last column counts twice.
  void (*halve)(const Real* upper, const Real* lower, int columns, Real* out);
  // The Gaussian along a row of a * b (of a, where b is null): 0 outside of it.
  void (*blurAlong)(const Real* a, const Real* b, int columns, Real* out);
  // The Gaussian across rows, of columns [left, left + columns): out[r] from lines[r] to
  // lines[r + kWindow - 1], of which it may be the first. `state` is the recursion's memory between
  // calls: kStateRows rows, `stride` apart, zero before the first.
  void (*blurAcross)(const Real* const* lines, int left, int columns, Real* state, ptrdiff_t stride,
                     Real* const* out, int rows);
  // Adds each column's errors to kSums rows of sums, `stride` apart.
  void (*addErrors)(const ErrorRows<Real>& rows, double* sums, ptrdiff_t stride, int n);
};

// For what this processor has.
template <class Real>
const Kernels<Real>& kernels();

struct KernelSet {
  Kernels<float> recursive;
  Kernels<double> exact;
};

// `isa` must not exceed bestIsa().
const KernelSet& kernelSet(Isa isa);

extern const KernelSet kernelsBaseline;
#if NODECODECS_X86
extern const KernelSet kernelsAvx2;
extern const KernelSet kernelsAvx512;
#endif

}  // namespace nodecodecs::ssimulacra2
