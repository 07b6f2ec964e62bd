#include "metrics/gradient.h"

#include <algorithm>
#include <cmath>

#include "metrics/parallel.h"

namespace nodecodecs {
namespace {

// A row with a zero on either side, or zeros where there is none.
void paddedRow(const RealPlane& plane, int y, std::vector<double>& out) {
  std::fill(out.begin(), out.end(), 0.0);
  if (y < 0 || y >= plane.height) return;
  std::copy(plane.row(y), plane.row(y) + plane.width, out.begin() + 1);
}

}  // namespace

RealPlane downsampled(const RealPlane& plane, int size, int threads) {
  if (size == 1) return plane;
  RealPlane out((plane.width + size - 1) / size, (plane.height + size - 1) / size);
  const int before = (size - 1) / 2;
  forEachJob(out.height, threads, [&](int y) {
    const int top = std::max(0, y * size - before);
    const int bottom = std::min(plane.height, y * size - before + size);
    for (int x = 0; x < out.width; x++) {
      const int left = std::max(0, x * size - before);
      const int right = std::min(plane.width, x * size - before + size);
      double sum = 0;
      for (int i = top; i < bottom; i++) {
        for (int j = left; j < right; j++) sum += plane.row(i)[j];
      }
      out.row(y)[x] = sum / (size * size);
    }
  });
  return out;
}

RealPlane gradientMagnitude(const RealPlane& plane, double side, double middle, int threads) {
  constexpr int kRowsPerJob = 16;
  RealPlane out(plane.width, plane.height);
  forEachJob((plane.height + kRowsPerJob - 1) / kRowsPerJob, threads, [&](int job) {
    std::vector<double> up(plane.width + 2), at(up), down(up);
    const int end = std::min(plane.height, (job + 1) * kRowsPerJob);
    for (int y = job * kRowsPerJob; y < end; y++) {
      paddedRow(plane, y - 1, up);
      paddedRow(plane, y, at);
      paddedRow(plane, y + 1, down);
      double* to = out.row(y);
      for (int x = 0; x < plane.width; x++) {
        const double across =
            side * (up[x] - up[x + 2] + down[x] - down[x + 2]) + middle * (at[x] - at[x + 2]);
        const double along =
            side * (up[x] - down[x] + up[x + 2] - down[x + 2]) + middle * (up[x + 1] - down[x + 1]);
        to[x] = std::sqrt(across * across + along * along);
      }
    }
  });
  return out;
}

}  // namespace nodecodecs
