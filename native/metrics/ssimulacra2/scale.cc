#include "metrics/ssimulacra2/scale.h"

#include <algorithm>
#include <cmath>

#include "metrics/parallel.h"

namespace nodecodecs::ssimulacra2 {
namespace {

constexpr int kRowsPerThread = 16;
constexpr int kMaxBandRows = 256;
constexpr int kRowsPerJob = 4;       // even: a job makes whole rows of the half-size pictures
constexpr int kColumnsPerJob = 128;  // a multiple of kPadding

template <class Real>
class Scale {
 public:
  Scale(int width, int height, const ReadRows<Real>& read, int threads, Planes<Real>* half)
      : width_(width),
        height_(height),
        read_(read),
        threads_(threads),
        half_(half),
        bandRows_(std::min(kMaxBandRows, kRowsPerThread * threads)),
        linear_(6, bandRows_, width),
        xyb_(6, ringRows(), width),
        along_(3 * kSignals, ringRows(), width),
        state_(3 * kSignals, kStateRows, width),
        zeros_(1, 1, width),
        sums_(3 * kSums, 1, width) {}

  std::array<Norms, 3> norms() {
    const int stripes = (width_ + kColumnsPerJob - 1) / kColumnsPerJob;
    for (int top = 0; top < height_; top += bandRows_) {
      const int bottom = std::min(height_, top + bandRows_);
      const int jobs = (bottom - top + kRowsPerJob - 1) / kRowsPerJob;
      forEachJob(jobs, threads_, [&](int job) {
        const int from = top + job * kRowsPerJob;
        blurRows(from, std::min(bottom, from + kRowsPerJob));
      });
      const int first = top - kRowsAfter;
      const int last = bottom == height_ ? height_ : bottom - kRowsAfter;
      forEachJob(3 * stripes, threads_,
                 [&](int job) { compareRows(first, last, job % 3, job / 3 * kColumnsPerJob); });
    }
    return {normsOf(0), normsOf(1), normsOf(2)};
  }

 private:
  int ringRows() const { return bandRows_ + kWindow; }

  // Rows [from, to): linear light, XYB, the blur along them; and their halves.
  void blurRows(int from, int to) {
    const Kernels<Real>& k = kernels<Real>();
    for (int y = from; y < to; y++) {
      Real *rgb[6], *xyb[6];
      for (int i = 0; i < 6; i++) {
        rgb[i] = linear_.row(i, y);
        xyb[i] = xyb_.row(i, y);
      }
      read_(y, rgb);
      k.toXyb(rgb, xyb, padded(width_));
      k.toXyb(rgb + 3, xyb + 3, padded(width_));
      for (int c = 0; c < 3; c++) {
        const Real *p = xyb[c], *q = xyb[c + 3];
        const auto out = [&](Signal signal) { return along_.row(c * kSignals + signal, y); };
        k.blurAlong(p, nullptr, width_, out(kOriginal));
        k.blurAlong(q, nullptr, width_, out(kDistorted));
        k.blurAlong(p, p, width_, out(kSquare1));
        k.blurAlong(q, q, width_, out(kSquare2));
        k.blurAlong(p, q, width_, out(kProduct));
      }
    }
    if (half_ != nullptr) halveRows(from, to);
  }

  void halveRows(int from, int to) {
    for (int y = from; y < to; y += 2) {
      for (int i = 0; i < 6; i++) {
        kernels<Real>().halve(linear_.row(i, y), linear_.row(i, std::min(y + 1, height_ - 1)),
                              width_, half_->row(i, y / 2));
      }
    }
  }

  // Rows [first, last) of one channel, columns from `left`: the blur across rows, which starts
  // above the picture, and the errors.
  void compareRows(int first, int last, int channel, int left) {
    const int columns = std::min(kColumnsPerJob, padded(width_) - left);
    for (int signal = 0; signal < kSignals; signal++) {
      blurColumns(channel * kSignals + signal, first, last, left, columns);
    }
    for (int n = std::max(first, 0); n < last; n++) {
      ErrorRows<Real> rows;
      rows.original = xyb_.row(channel, n) + left;
      rows.distorted = xyb_.row(channel + 3, n) + left;
      for (int signal = 0; signal < kSignals; signal++) {
        rows.blurred[signal] = blurred(channel * kSignals + signal, n) + left;
      }
      kernels<Real>().addErrors(rows, sums_.row(channel * kSums, 0) + left, sums_.stride(),
                                columns);
    }
  }

  // Where output row n goes: in place of the first row that it is made from.
  Real* blurred(int plane, int n) { return along_.row(plane, n - kRowsBefore + ringRows()); }

  void blurColumns(int plane, int first, int last, int left, int columns) {
    const Real* lines[kMaxBandRows + 2 * kWindow];
    Real* out[kMaxBandRows + kWindow];
    for (int i = 0; i < last - first + kWindow - 1; i++) {
      const int y = first - kRowsBefore + i;
      lines[i] = y < 0 || y >= height_ ? zeros_.row(0, 0) : along_.row(plane, y);
    }
    for (int n = first; n < last; n++) out[n - first] = blurred(plane, n);
    const ptrdiff_t perRow = 3 * kSignals * state_.stride();
    kernels<Real>().blurAcross(lines, left, columns, state_.row(plane, 0), perRow, out,
                               last - first);
  }

  Norms normsOf(int channel) const {
    Norms norms;
    const double pixels = static_cast<double>(width_) * height_;
    for (int i = 0; i < kSums; i++) {
      const double* sums = sums_.row(channel * kSums + i, 0);
      double sum = 0;
      for (int x = 0; x < width_; x++) sum += sums[x];
      norms[i] = i < kSsim4 ? sum / pixels : std::sqrt(std::sqrt(sum / pixels));
    }
    return norms;
  }

  int width_, height_;
  const ReadRows<Real>& read_;
  int threads_;
  Planes<Real>* half_;
  int bandRows_;
  Planes<Real> linear_, xyb_, along_, state_, zeros_;
  Planes<double> sums_;
};

}  // namespace

template <class Real>
std::array<Norms, 3> compareScale(int width, int height, const ReadRows<Real>& read, int threads,
                                  Planes<Real>* half) {
  return Scale<Real>(width, height, read, threads, half).norms();
}

template std::array<Norms, 3> compareScale(int, int, const ReadRows<float>&, int, Planes<float>*);
template std::array<Norms, 3> compareScale(int, int, const ReadRows<double>&, int, Planes<double>*);

}  // namespace nodecodecs::ssimulacra2
