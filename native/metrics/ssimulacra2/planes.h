// Rows of several planes of one size, each padded to whole vectors.
#pragma once
#include <vector>

#include "metrics/ssimulacra2/kernels.h"

namespace nodecodecs::ssimulacra2 {

inline int padded(int columns) {
  return (columns + kPadding - 1) / kPadding * kPadding;
}

// `rows` rows of `planes` planes; a row number counts modulo `rows`, so that they serve as a ring.
template <class Real>
class Planes {
 public:
  Planes() = default;
  Planes(int planes, int rows, int columns)
      : planes_(planes),
        rows_(rows),
        stride_(padded(columns)),
        samples_(static_cast<size_t>(planes) * rows * stride_) {}

  Real* row(int plane, int y) {
    return samples_.data() + (static_cast<ptrdiff_t>(y % rows_) * planes_ + plane) * stride_;
  }
  const Real* row(int plane, int y) const { return const_cast<Planes*>(this)->row(plane, y); }
  ptrdiff_t stride() const { return stride_; }

 private:
  int planes_ = 0;
  int rows_ = 0;
  ptrdiff_t stride_ = 0;
  std::vector<Real> samples_;
};

}  // namespace nodecodecs::ssimulacra2
