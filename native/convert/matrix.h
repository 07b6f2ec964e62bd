// The arithmetic of one row conversion: an affine map of sample values, quantised so that every
// instruction set computes the same integers.
#pragma once
#include <array>
#include <cstdint>

#include "convert/convert.h"

namespace nodecodecs::convert {

// out[r] = clip(floor((sum over j of c[r][j] * in[j] + bias[r]) / 2^shift), 0, max). `exact`
// chooses doubles that hold integers below 2^53, so that no addition or fused multiply-add rounds;
// otherwise the sum is taken modulo 2^32 and only its final value has to fit an int32.
struct RowMatrix {
  bool exact = false;
  bool identity = false;  // the rows may be copied
  int32_t max = 0;
  int32_t shift = 0;
  int32_t c[3][3] = {};
  int32_t bias[3] = {};
  double scale = 1;  // 2^-shift
  double exactC[3][3] = {};
  double exactBias[3] = {};
};

// How the luma and chroma of a YUV or gray format are stored.
struct Coding {
  Matrix matrix;
  bool fullRange;
  int depth;  // bits
};

// R, G and B of so many bits to Y, Cb, Cr; `samples` is how many pixels each input value is the sum
// of (more than one for subsampled chroma).
RowMatrix forwardMatrix(const Coding& to, const std::array<int, 3>& fromDepths, int samples);

// Luma, full range, of R, G and B of limited range, all of these depths.
RowMatrix lumaOfLimited(const Coding& from, int toDepth);

// Y, Cb, Cr to RGB of `toDepth` bits; the chroma inputs carry a factor of 2^chromaBits.
RowMatrix inverseMatrix(const Coding& from, int chromaBits, int toDepth);

// Full range samples of one depth to another: v * (2^to - 1) / (2^from - 1).
RowMatrix depthScale(int fromDepth, int toDepth);

// Gray to luma and luma to gray; also R, G or B of limited range to full.
RowMatrix lumaScale(const Coding& to, int fromDepth);
RowMatrix grayScale(const Coding& from, int toDepth);

}  // namespace nodecodecs::convert
