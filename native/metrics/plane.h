// One channel of a picture, at its own size or halved, as the window of SSIM reads it.
#pragma once
#include <vector>

#include "pixels/pixels.h"

namespace nodecodecs {

class ChannelPlane {
 public:
  // A view of the caller's samples: `picture` must outlive it.
  ChannelPlane(const Pixels& picture, int channel);

  // Samples [left, left + n) of row y.
  void read(int y, int left, int n, double* out) const;

  // Half the size by 2x2 means, as avg_pool2d(kernel 2, stride 2, padding = side % 2) of PyTorch:
  // an odd side gets a zero in front, which counts in the mean.
  ChannelPlane halved(int threads) const;

  int width;
  int height;

 private:
  ChannelPlane(int width, int height);

  Pixels picture_;  // data points at the channel; null when the plane owns its samples
  // Exact: 16 bits and two more for each of four halvings are a float's 24.
  std::vector<float> samples_;
};

}  // namespace nodecodecs
