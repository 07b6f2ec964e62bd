#include "metrics/linear.h"

#include <algorithm>
#include <cmath>

namespace nodecodecs {
namespace {

double linearOf(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

// lib/jxl/cms/transfer_functions-inl.h: a quotient of polynomials of degree 4, from x^4 down.
float linearOf(float encoded) {
  constexpr float kOver[5] = {8.210152774e-01f, 7.961564959e-01f, 1.624820318e-01f,
                              1.043637593e-02f, 2.200248328e-04f};
  constexpr float kUnder[5] = {6.521209011e-03f, -5.512498495e-02f, 4.987528350e-01f,
                               1.076976492e+00f, 2.631846970e-01f};
  if (encoded <= 0.04045f) return encoded * (1.0f / 12.92f);
  float over = kOver[0], under = kUnder[0];
  for (int i = 1; i < 5; i++) {
    over = std::fma(over, encoded, kOver[i]);
    under = std::fma(under, encoded, kUnder[i]);
  }
  return over / under;
}

}  // namespace

template <class Real>
LinearRows<Real>::LinearRows(const Pixels& picture, double background)
    : picture_(picture),
      background_(static_cast<Real>(background)),
      step_(Real{1} / static_cast<Real>((1 << picture.bitDepth) - 1)),
      max_((1 << picture.bitDepth) - 1),
      curve_(size_t{1} << (8 * picture.bytesPerSample())) {
  for (size_t i = 0; i < curve_.size(); i++) {
    curve_[i] = linearOf(static_cast<Real>(std::min(i, static_cast<size_t>(max_))) * step_);
  }
}

template <class Real>
template <class Sample>
void LinearRows<Real>::readSamples(int y, Real* const* rgb) const {
  const Sample* row = static_cast<const Sample*>(picture_.data) + y * picture_.rowStride;
  const int channels = picture_.channels == 1 ? 1 : 3;
  for (int c = 0; c < channels; c++) {
    const Sample* in = row + c * picture_.channelStride;
    for (int x = 0; x < picture_.width; x++) rgb[c][x] = curve_[in[x * picture_.columnStride]];
  }
  for (int c = channels; c < 3; c++) std::copy(rgb[0], rgb[0] + picture_.width, rgb[c]);
}

template <class Real>
template <class Sample>
void LinearRows<Real>::readBlended(int y, Real* const* rgb) const {
  const Sample* row = static_cast<const Sample*>(picture_.data) + y * picture_.rowStride;
  const Real clear = linearOf(background_);
  for (int x = 0; x < picture_.width; x++) {
    const Sample* in = row + x * picture_.columnStride;
    const Sample opacity = in[3 * picture_.channelStride];
    const Real alpha = static_cast<Real>(opacity) * step_;
    for (int c = 0; c < 3; c++) {
      const Sample value = in[c * picture_.channelStride];
      if (opacity == 0 || opacity >= max_) {
        rgb[c][x] = opacity == 0 ? clear : curve_[value];
      } else {
        rgb[c][x] =
            linearOf(alpha * (static_cast<Real>(value) * step_) + (1 - alpha) * background_);
      }
    }
  }
}

template <class Real>
void LinearRows<Real>::read(int y, Real* const* rgb) const {
  const bool wide = picture_.bitDepth > 8;
  if (picture_.channels == 4) {
    wide ? readBlended<uint16_t>(y, rgb) : readBlended<uint8_t>(y, rgb);
  } else {
    wide ? readSamples<uint16_t>(y, rgb) : readSamples<uint8_t>(y, rgb);
  }
}

template class LinearRows<float>;
template class LinearRows<double>;

}  // namespace nodecodecs
