// A picture's samples as linear light: the one way in of the metrics that work on it.
#pragma once
#include <vector>

#include "pixels/pixels.h"

namespace nodecodecs {

// Rows of linear RGB by sRGB's curve (IEC 61966-2-1), 1 = white. Gray is R = G = B. RGBA is blended
// in encoded sRGB over a gray of `background`, 0 to 1, as libjxl's tools do it.
// double: the curve itself. float: libjxl's approximation of it, to the bit, at most 5e-7 away.
template <class Real>
class LinearRows {
 public:
  explicit LinearRows(const Pixels& picture, double background = 0);

  // Writes row y to rows of R, G and B.
  void read(int y, Real* const* rgb) const;

 private:
  template <class Sample>
  void readSamples(int y, Real* const* rgb) const;
  template <class Sample>
  void readBlended(int y, Real* const* rgb) const;

  Pixels picture_;
  Real background_;
  Real step_;  // of encoded sRGB, 0 to 1, from one sample value to the next
  int max_;    // the largest sample value
  // Of every value that a sample's type has: shared memory may change after its range was checked.
  std::vector<Real> curve_;
};

extern template class LinearRows<float>;
extern template class LinearRows<double>;

}  // namespace nodecodecs
