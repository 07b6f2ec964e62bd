#include "metrics/squared_error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "metrics/parallel.h"
#include "metrics/rows/kernels.h"
#include "metrics/ycbcr.h"

namespace nodecodecs {
namespace {

// 8-bit squares sum up in 32 bits over this many samples: 66051 * 255^2 < 2^32.
constexpr int kBlock = 65536;

uint64_t rowError(const uint8_t* a, const uint8_t* b, int n) {
  uint64_t sum = 0;
  for (int i = 0; i < n; i += kBlock) {
    sum += rows::kernels().bytesError(a + i, b + i, std::min(kBlock, n - i));
  }
  return sum;
}

uint64_t rowError(const uint16_t* a, const uint16_t* b, int n) {
  return rows::kernels().wordsError(a, b, n);
}

// Rows of a picture with the colour samples interleaved, whatever the caller's layout.
template <typename Sample>
class ColourRows {
 public:
  explicit ColourRows(const Pixels& picture)
      : picture_(picture),
        channels_(colourChannels(picture)),
        asIs_(picture.columnStride == channels_ && (channels_ == 1 || picture.channelStride == 1)),
        copy_(asIs_ ? 0 : static_cast<size_t>(picture.width) * channels_) {}

  const Sample* row(int y) {
    const Sample* source = static_cast<const Sample*>(picture_.data) + y * picture_.rowStride;
    if (asIs_) return source;
    for (int c = 0; c < channels_; c++) {
      const Sample* from = source + c * picture_.channelStride;
      for (int x = 0; x < picture_.width; x++) {
        copy_[static_cast<size_t>(x) * channels_ + c] = from[x * picture_.columnStride];
      }
    }
    return copy_.data();
  }

 private:
  const Pixels& picture_;
  int channels_;
  bool asIs_;
  std::vector<Sample> copy_;
};

// Sums rowSum(rowOfA, rowOfB) over all rows. Each band of rows has its own total, added up in
// order, so that the result does not depend on which thread was first.
template <typename Total, typename Sample, typename RowSum>
Total sumRows(const Pixels& a, const Pixels& b, int threads, RowSum rowSum) {
  constexpr int kRowsPerBand = 64;
  std::vector<Total> totals((a.height + kRowsPerBand - 1) / kRowsPerBand);
  forEachJob(static_cast<int>(totals.size()), threads, [&](int band) {
    ColourRows<Sample> rowsOfA(a), rowsOfB(b);
    const int end = std::min(a.height, (band + 1) * kRowsPerBand);
    for (int y = band * kRowsPerBand; y < end; y++) {
      totals[band] += rowSum(rowsOfA.row(y), rowsOfB.row(y));
    }
  });
  Total sum{};
  for (const Total& total : totals) sum += total;
  return sum;
}

// Of planar pictures each row of each channel is summed where it is.
template <typename Sample>
double meanSquaredErrorOf(const Pixels& a, const Pixels& b, int threads) {
  const int channels = colourChannels(a);
  const bool planar = channels > 1 && a.columnStride == 1 && b.columnStride == 1;
  uint64_t sum = 0;
  for (int c = 0; c < (planar ? channels : 1); c++) {
    const Pixels p = planar ? channelOf(a, c) : a, q = planar ? channelOf(b, c) : b;
    const int samples = a.width * colourChannels(p);
    sum += sumRows<uint64_t, Sample>(
        p, q, threads, [=](const Sample* s, const Sample* t) { return rowError(s, t, samples); });
  }
  return static_cast<double>(sum) / (static_cast<double>(a.width) * channels * a.height);
}

template <typename Sample>
double lumaSquaredErrorOf(const Pixels& a, const Pixels& b, int threads) {
  const int width = a.width;
  // in thousandths, where a row's sum is exact up to 138,000 8-bit pixels
  const double sum = sumRows<double, Sample>(a, b, threads, [=](const Sample* p, const Sample* q) {
    double row = 0;
    for (int i = 0; i < 3 * width; i += 3) {
      const double difference =
          299.0 * (p[i] - q[i]) + 587.0 * (p[i + 1] - q[i + 1]) + 114.0 * (p[i + 2] - q[i + 2]);
      row += difference * difference;
    }
    return row;
  });
  return sum / 1e6 / (static_cast<double>(width) * a.height);
}

// PyCodecs has 24944 for blue in Y.
constexpr int kPycodecsLess = 24966 - 24944;
constexpr int kScale = 255000;
constexpr int kWeight[3] = {6, 1, 1};

// A pixel's component `row` in 255,000ths, without the bias. `Number` is int for 8-bit samples,
// whose sums it holds, and int64_t for deeper ones.
template <typename Number, typename Sample>
Number component(const Sample* rgb, int row) {
  Number sum = 0;
  for (int i = 0; i < 3; i++) sum += static_cast<Number>(rgb[i]) * kYcbcrRows[row][i];
  return sum;
}

// Integer arithmetic: a float's rounding takes the 128 of gray to 127. No code is negative, so the
// division rounds down.
template <typename Number, typename Sample>
Number code(const Sample* rgb, int row, int bits) {
  const Number bias = static_cast<Number>(kYcbcrBias[row]) * (1 << (bits - 8)) * kScale;
  const Number less = row == 0 ? static_cast<Number>(rgb[2]) * kPycodecsLess : 0;
  return (component<Number>(rgb, row) - less + bias) / kScale;
}

template <typename Number, typename Sample>
double ycbcrError(const Sample* a, const Sample* b, int row, Ycbcr definition, int bits) {
  const Number difference = definition == Ycbcr::codes
                                ? code<Number>(a, row, bits) - code<Number>(b, row, bits)
                                : component<Number>(a, row) - component<Number>(b, row);
  const double value = static_cast<double>(difference);
  return kWeight[row] *
         (definition == Ycbcr::codes ? value * value : value * value / kScale / kScale);
}

template <typename Sample>
double weightedYcbcrErrorOf(const Pixels& a, const Pixels& b, Ycbcr definition, int threads) {
  using Number = std::conditional_t<sizeof(Sample) == 1, int, int64_t>;
  const int width = a.width, bits = a.bitDepth;
  const auto rowSum = [=](const Sample* p, const Sample* q) {
    double sum = 0;
    for (int i = 0; i < 3 * width; i += 3) {
      for (int row = 0; row < 3; row++) {
        sum += ycbcrError<Number>(p + i, q + i, row, definition, bits);
      }
    }
    return sum;
  };
  const double sum = sumRows<double, Sample>(a, b, threads, rowSum);
  return sum / 8 / (static_cast<double>(width) * a.height);
}

}  // namespace

double meanSquaredError(const Pixels& a, const Pixels& b, int threads) {
  return a.bitDepth > 8 ? meanSquaredErrorOf<uint16_t>(a, b, threads)
                        : meanSquaredErrorOf<uint8_t>(a, b, threads);
}

double lumaSquaredError(const Pixels& a, const Pixels& b, int threads) {
  if (a.channels == 1) return meanSquaredError(a, b, threads);
  return a.bitDepth > 8 ? lumaSquaredErrorOf<uint16_t>(a, b, threads)
                        : lumaSquaredErrorOf<uint8_t>(a, b, threads);
}

double weightedYcbcrError(const Pixels& a, const Pixels& b, Ycbcr definition, int threads) {
  return a.bitDepth > 8 ? weightedYcbcrErrorOf<uint16_t>(a, b, definition, threads)
                        : weightedYcbcrErrorOf<uint8_t>(a, b, definition, threads);
}

double psnr(double error, double peak) {
  if (error == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(peak * peak / error);
}

}  // namespace nodecodecs
