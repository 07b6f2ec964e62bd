// Metrics that are functions of the squared error.
#pragma once
#include "pixels/pixels.h"

namespace nodecodecs {

// Number of channels that are colour: alpha is not compared.
inline int colourChannels(const Pixels& p) {
  return p.channels == 4 ? 3 : p.channels;
}

// One channel as a gray picture.
inline Pixels channelOf(Pixels picture, int channel) {
  const ptrdiff_t offset = channel * picture.channelStride * picture.bytesPerSample();
  picture.data = static_cast<uint8_t*>(picture.data) + offset;
  picture.channels = 1;
  return picture;
}

inline double peak(const Pixels& p) {
  return static_cast<double>((1 << p.bitDepth) - 1);
}

// Mean over all colour samples of (a - b)^2; the sum is exact.
double meanSquaredError(const Pixels& a, const Pixels& b, int threads);

// The same of luma, 0.299 R + 0.587 G + 0.114 B (BT.601-7, 2.5.1), not rounded. Gray is luma.
double lumaSquaredError(const Pixels& a, const Pixels& b, int threads);

// (6 MSE_Y + MSE_Cb + MSE_Cr) / 8 of RGB pictures, YCbCr of BT.601-7, 2.5.3: Y 16 to 235, Cb and Cr
// 16 to 240 at 8 bit.
// codes: rounded down to integers, as PyCodecs' examples/example.py means it (astype(uint8)).
// exact: not rounded.
enum class Ycbcr { codes, exact };
double weightedYcbcrError(const Pixels& a, const Pixels& b, Ycbcr definition, int threads);

// 10 log10(peak^2 / error) dB; Infinity for no error.
double psnr(double error, double peak);

}  // namespace nodecodecs
