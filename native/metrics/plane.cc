#include "metrics/plane.h"

#include <algorithm>

#include "metrics/parallel.h"
#include "metrics/rows/kernels.h"
#include "metrics/squared_error.h"

namespace nodecodecs {
namespace {

constexpr int kRowsPerJob = 32;

void toDoubles(const uint8_t* in, double* out, int n) {
  rows::kernels().bytesToDoubles(in, out, n);
}

void toDoubles(const uint16_t* in, double* out, int n) {
  rows::kernels().wordsToDoubles(in, out, n);
}

void toDoubles(const float* in, double* out, int n) {
  rows::kernels().floatsToDoubles(in, out, n);
}

// Gathers strided samples in short runs, so that their conversion is vector code all the same.
template <typename Sample>
void readStrided(const Pixels& from, int y, int left, int n, double* out) {
  const ptrdiff_t stride = from.columnStride;
  const Sample* source = static_cast<const Sample*>(from.data) + y * from.rowStride + left * stride;
  if (stride == 1) return toDoubles(source, out, n);
  constexpr int kRun = 128;
  Sample run[kRun];
  for (int begin = 0; begin < n; begin += kRun) {
    const int length = std::min(kRun, n - begin);
    for (int i = 0; i < length; i++) run[i] = source[(begin + i) * stride];
    toDoubles(run, out + begin, length);
  }
}

}  // namespace

ChannelPlane::ChannelPlane(const Pixels& picture, int channel)
    : width(picture.width), height(picture.height), picture_(channelOf(picture, channel)) {}

ChannelPlane::ChannelPlane(int width, int height)
    : width(width), height(height), samples_(static_cast<size_t>(width) * height) {}

void ChannelPlane::read(int y, int left, int n, double* out) const {
  if (picture_.data == nullptr) {
    toDoubles(samples_.data() + static_cast<size_t>(y) * width + left, out, n);
  } else if (picture_.bitDepth > 8) {
    readStrided<uint16_t>(picture_, y, left, n, out);
  } else {
    readStrided<uint8_t>(picture_, y, left, n, out);
  }
}

ChannelPlane ChannelPlane::halved(int threads) const {
  const int padX = width % 2, padY = height % 2;
  ChannelPlane half((width + padX) / 2, (height + padY) / 2);
  const int jobs = (half.height + kRowsPerJob - 1) / kRowsPerJob;
  forEachJob(jobs, threads, [&](int job) {
    std::vector<double> upper(width + padX), lower(width + padX);  // the padding stays 0
    const int end = std::min(half.height, (job + 1) * kRowsPerJob);
    for (int y = job * kRowsPerJob; y < end; y++) {
      const int top = 2 * y - padY;
      if (top < 0) {
        std::fill(upper.begin(), upper.end(), 0.0);
      } else {
        read(top, 0, width, upper.data() + padX);
      }
      read(top + 1, 0, width, lower.data() + padX);
      rows::kernels().meansOfFour(upper.data(), lower.data(),
                                  half.samples_.data() + static_cast<size_t>(y) * half.width,
                                  half.width);
    }
  });
  return half;
}

}  // namespace nodecodecs
