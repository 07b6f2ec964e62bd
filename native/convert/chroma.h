// Subsampled chroma back to full resolution, by linear interpolation.
#pragma once
#include "convert/planes.h"

namespace nodecodecs::convert {

class ChromaUpsampler {
 public:
  ChromaUpsampler(const AVFrame& frame, const FrameLayout& layout, const FramePlanes& planes,
                  const RowKernels& kernels);

  // The samples carry a factor of 2^bits(): nothing is rounded before the matrix.
  int bits() const { return bits_; }

  // n samples of chroma component c for the luma positions from (x, y); x must be a multiple of the
  // chroma step and `out` have room for n rounded up to one.
  void row(int c, int y, int x, int n, int32_t* out) const;

 private:
  const FrameLayout& layout_;
  const FramePlanes& planes_;
  const RowKernels& kernels_;
  int width_;  // of the chroma planes
  int height_;
  int bits_;
  std::array<Taps, 4> across_;
  std::array<Taps, 4> down_;
};

}  // namespace nodecodecs::convert
