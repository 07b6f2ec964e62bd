#include "metrics/ssim.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "metrics/parallel.h"
#include "metrics/plane.h"
#include "metrics/rows/kernels.h"
#include "metrics/squared_error.h"

namespace nodecodecs {
namespace {

using rows::kMeanProduct, rows::kMeanSquares, rows::kMoments;

constexpr int kTaps = rows::kWindow;
constexpr int kReach = kTaps - 1;
constexpr double kSigma = 1.5;
constexpr std::array<double, 5> kExponents = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

// Output columns per job: the ring of filtered rows (23 KB) stays nearest to the processor.
constexpr int kStrip = 64;
constexpr int kRowsPerBand = 128;
// Between the ring's rows: 2048 bytes apart they would share few sets of the cache.
constexpr int kCacheLine = 8;

// The window's taps from the outermost (0) to the centre (5); the rest is their mirror.
const double* window() {
  static const std::array<double, rows::kHalf> taps = [] {
    std::array<double, rows::kHalf> values{};
    double sum = 0;
    for (int i = 0; i <= kTaps / 2; i++) {
      const int distance = kTaps / 2 - i;
      values[i] = std::exp(-distance * distance / (2 * kSigma * kSigma));
      sum += distance == 0 ? values[i] : 2 * values[i];
    }
    for (double& value : values) value /= sum;
    return values;
  }();
  return taps.data();
}

struct Similarity {
  double ssim = 0;
  double structure = 0;  // contrast times structure: the paper's c(x,y) s(x,y)
};

struct Area {
  int left, right, top, bottom;  // of outputs; right and bottom are the first outside
};

// Runs the window over one strip of one band, with the last rows' horizontal filtering in a ring.
class WindowedStrip {
 public:
  WindowedStrip(const ChannelPlane& a, const ChannelPlane& b, const Area& area)
      : a_(a), b_(b), area_(area), along_(a.width >= kTaps), across_(a.height >= kTaps) {
    columns_ = area.right - area.left;
    inputs_ = columns_ + (along_ ? kReach : 0);
    source_.resize(static_cast<size_t>(kMoments) * inputs_);
    ringStride_ = kMoments * columns_ + kCacheLine;
    ring_.resize(static_cast<size_t>(kTaps) * ringStride_);
    moments_.resize(static_cast<size_t>(kMoments) * columns_);
    ssim_.resize(columns_);
    structure_.resize(columns_);
  }

  Similarity sum(double c1, double c2) {
    const int reach = across_ ? kReach : 0;
    for (int y = area_.top; y < area_.top + reach; y++) filterRow(y);
    for (int y = area_.top; y < area_.bottom; y++) {
      filterRow(y + reach);
      kernels_.addSimilarity(momentsOfRow(y), columns_, c1, c2, ssim_.data(), structure_.data(),
                             columns_);
    }
    Similarity total;
    for (int i = 0; i < columns_; i++) total.ssim += ssim_[i];
    for (int i = 0; i < columns_; i++) total.structure += structure_[i];
    return total;
  }

 private:
  double* ringRow(int y) { return ring_.data() + static_cast<size_t>(y % kTaps) * ringStride_; }

  void filterRow(int y) {
    double* in = source_.data();
    a_.read(y, area_.left, inputs_, in);
    b_.read(y, area_.left, inputs_, in + inputs_);
    kernels_.squaresAndProducts(in, in + inputs_, in + kMeanSquares * inputs_,
                                in + kMeanProduct * inputs_, inputs_);
    double* out = ringRow(y);
    if (!along_) {
      std::copy(source_.begin(), source_.end(), out);
      return;
    }
    for (int m = 0; m < kMoments; m++) {
      kernels_.windowAlong(in + m * inputs_, window(), out + m * columns_, columns_);
    }
  }

  const double* momentsOfRow(int y) {
    if (!across_) return ringRow(y);
    std::array<const double*, kTaps> rows;
    for (int i = 0; i < kTaps; i++) rows[i] = ringRow(y + i);
    kernels_.windowAcross(rows.data(), window(), moments_.data(), kMoments * columns_);
    return moments_.data();
  }

  const ChannelPlane& a_;
  const ChannelPlane& b_;
  Area area_;
  bool along_, across_;
  int columns_, inputs_, ringStride_;
  const rows::Kernels& kernels_ = rows::kernels();
  std::vector<double> source_, ring_, moments_, ssim_, structure_;
};

Similarity similarityOf(const ChannelPlane& a, const ChannelPlane& b, double peak, int threads) {
  const int columns = a.width < kTaps ? a.width : a.width - kReach;
  const int rows = a.height < kTaps ? a.height : a.height - kReach;
  const int strips = (columns + kStrip - 1) / kStrip;
  const int bands = (rows + kRowsPerBand - 1) / kRowsPerBand;
  const double c1 = std::pow(0.01 * peak, 2), c2 = std::pow(0.03 * peak, 2);
  std::vector<Similarity> sums(static_cast<size_t>(strips) * bands);
  forEachJob(static_cast<int>(sums.size()), threads, [&](int job) {
    const int left = job % strips * kStrip, top = job / strips * kRowsPerBand;
    const Area area = {left, std::min(columns, left + kStrip), top,
                       std::min(rows, top + kRowsPerBand)};
    sums[job] = WindowedStrip(a, b, area).sum(c1, c2);
  });
  Similarity mean;
  for (const Similarity& sum : sums) {
    mean.ssim += sum.ssim;
    mean.structure += sum.structure;
  }
  const double positions = static_cast<double>(columns) * rows;
  return {mean.ssim / positions, mean.structure / positions};
}

// One channel: its SSIM and, over five scales, its MS-SSIM.
StructuralSimilarity channelSimilarity(const Pixels& a, const Pixels& b, int channel,
                                       bool multiScale, int threads) {
  const double range = peak(a);
  ChannelPlane planeOfA(a, channel), planeOfB(b, channel);
  Similarity scale = similarityOf(planeOfA, planeOfB, range, threads);
  StructuralSimilarity result;
  result.ssim = scale.ssim;
  if (!multiScale) return result;
  result.msSsim = 1;
  for (size_t i = 0; i < kExponents.size(); i++) {
    const bool last = i + 1 == kExponents.size();
    const double term = last ? scale.ssim : scale.structure;
    result.msSsim *= std::pow(std::max(term, 0.0), kExponents[i]);
    if (last) break;
    planeOfA = planeOfA.halved(threads);
    planeOfB = planeOfB.halved(threads);
    scale = similarityOf(planeOfA, planeOfB, range, threads);
  }
  return result;
}

}  // namespace

StructuralSimilarity structuralSimilarity(const Pixels& a, const Pixels& b, bool multiScale,
                                          int threads) {
  const int channels = colourChannels(a);
  StructuralSimilarity mean;
  for (int c = 0; c < channels; c++) {
    const StructuralSimilarity one = channelSimilarity(a, b, c, multiScale, threads);
    mean.ssim += one.ssim / channels;
    mean.msSsim += one.msSsim / channels;
  }
  return mean;
}

}  // namespace nodecodecs
