#include "metrics/window.h"

#include <algorithm>
#include <cmath>

#include "metrics/parallel.h"
#include "metrics/rows/kernels.h"

namespace nodecodecs {
namespace {

constexpr int kRowsPerJob = 32;

// The rows of a job filtered along, one plane of the five after the other.
class Band {
 public:
  Band(const RealPlane& x, const RealPlane& y, const std::vector<double>& taps, int top, int rows)
      : taps_(taps), count_(static_cast<int>(taps.size())), columns_(x.width - count_ + 1) {
    const int inputs = rows + count_ - 1;
    plane_ = static_cast<size_t>(inputs) * columns_;
    rows_.resize(5 * plane_);
    out_.resize(5 * static_cast<size_t>(columns_));
    std::vector<double> squares(3 * static_cast<size_t>(x.width));
    double *xx = squares.data(), *yy = xx + x.width, *xy = yy + x.width;
    for (int i = 0; i < inputs; i++) {
      const double *p = x.row(top + i), *q = y.row(top + i);
      kernels_.products(p, q, xx, yy, xy, x.width);
      const double* sources[5] = {p, q, xx, yy, xy};
      for (int m = 0; m < 5; m++) {
        kernels_.along(sources[m], taps.data(), count_, rows_.data() + m * plane_ + row(i),
                       columns_);
      }
    }
  }

  Moments moments(int i) {
    double* out = out_.data();
    for (int m = 0; m < 5; m++) {
      kernels_.across(rows_.data() + m * plane_ + row(i), columns_, taps_.data(), count_,
                      out + static_cast<ptrdiff_t>(m) * columns_, columns_);
    }
    return {out,     out + columns_, out + 2 * columns_, out + 3 * columns_, out + 4 * columns_,
            columns_};
  }

 private:
  size_t row(int i) const { return static_cast<size_t>(i) * columns_; }

  const rows::Kernels& kernels_ = rows::kernels();
  const std::vector<double>& taps_;
  int count_, columns_;
  size_t plane_;
  std::vector<double> rows_, out_;
};

}  // namespace

std::vector<double> gaussianTaps(int taps, double sigma) {
  std::vector<double> values(taps);
  double sum = 0;
  for (int i = 0; i < taps; i++) {
    const double distance = i - (taps - 1) / 2.0;
    values[i] = std::exp(-distance * distance / (2 * sigma * sigma));
    sum += values[i];
  }
  for (double& value : values) value /= sum;
  return values;
}

RealPlane filtered(const RealPlane& plane, const std::vector<double>& taps, int threads) {
  const int count = static_cast<int>(taps.size());
  const rows::Kernels& kernels = rows::kernels();
  RealPlane rows(plane.width - count + 1, plane.height);
  forEachJob(plane.height, threads, [&](int y) {
    kernels.along(plane.row(y), taps.data(), count, rows.row(y), rows.width);
  });
  RealPlane out(rows.width, plane.height - count + 1);
  forEachJob(out.height, threads, [&](int y) {
    kernels.across(rows.row(y), rows.width, taps.data(), count, out.row(y), out.width);
  });
  return out;
}

void forEachMoments(const RealPlane& x, const RealPlane& y, const std::vector<double>& taps,
                    int threads, const std::function<void(int, const Moments&)>& visit) {
  const int positions = x.height - static_cast<int>(taps.size()) + 1;
  forEachJob((positions + kRowsPerJob - 1) / kRowsPerJob, threads, [&](int job) {
    const int top = job * kRowsPerJob, rows = std::min(kRowsPerJob, positions - top);
    Band band(x, y, taps, top, rows);
    for (int i = 0; i < rows; i++) visit(top + i, band.moments(i));
  });
}

}  // namespace nodecodecs
