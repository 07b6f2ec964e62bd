#include "metrics/butteraugli/butteraugli.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "metrics/butteraugli/map.h"
#include "metrics/linear.h"
#include "metrics/parallel.h"

namespace nodecodecs::butteraugli {
namespace {

constexpr int kBandRows = 128;     // of the map that one thread makes at a time
constexpr int kMinSideOfHalf = 8;  // the half-size pictures count if they have at least this

struct Size {
  int width, height;

  int bands() const { return (height + kBandRows - 1) / kBandRows; }
  RowRange band(int i) const { return {i * kBandRows, std::min(height, (i + 1) * kBandRows)}; }
};

// Both pictures over one background, at full and at half size.
class Pair {
 public:
  Pair(const Pixels& original, const Pixels& distorted, double background, double nits)
      : width_(original.width),
        height_(original.height),
        nits_(static_cast<float>(nits)),
        original_(original, background),
        distorted_(distorted, background) {}

  ReadRow full(bool distorted) const {
    return [this, distorted](int y, float* const* rgb) {
      rows(distorted).read(y, rgb);
      for (int c = 0; c < 3; c++) {
        for (int x = 0; x < width_; x++) rgb[c][x] *= nits_;
      }
    };
  }

  // 2x2 means; an odd last row or column counts twice.
  ReadRow half(bool distorted) const {
    return [this, distorted](int y, float* const* rgb) {
      std::vector<float> samples(6 * static_cast<size_t>(width_));
      float* upper[3] = {&samples[0], &samples[width_], &samples[2 * width_]};
      float* lower[3] = {&samples[3 * width_], &samples[4 * width_], &samples[5 * width_]};
      rows(distorted).read(2 * y, upper);
      rows(distorted).read(std::min(2 * y + 1, height_ - 1), lower);
      for (int c = 0; c < 3; c++) {
        for (int x = 0; x < (width_ + 1) / 2; x++) {
          const int left = 2 * x, right = std::min(left + 1, width_ - 1);
          rgb[c][x] =
              (upper[c][left] + upper[c][right] + lower[c][left] + lower[c][right]) * 0.25f * nits_;
        }
      }
    };
  }

 private:
  const LinearRows<float>& rows(bool distorted) const { return distorted ? distorted_ : original_; }

  int width_, height_;
  float nits_;
  LinearRows<float> original_, distorted_;
};

// Runs work(maker, band) for each band of the map; one maker per thread.
template <class Work>
void forEachBand(Size size, int threads, const Work& work) {
  std::atomic<int> next{0};
  forEachJob(std::min(threads, size.bands()), threads, [&](int) {
    MapMaker maker(size.width, size.height, std::min(size.height, kBandRows));
    for (int band = next++; band < size.bands(); band = next++) work(maker, band);
  });
}

std::vector<float> halfMap(const Pair& pair, Size size, int threads) {
  std::vector<float> map(static_cast<size_t>(size.width) * size.height);
  const ReadRow original = pair.half(false), distorted = pair.half(true);
  forEachBand(size, threads, [&](MapMaker& maker, int band) {
    const RowRange range = size.band(band);
    maker.make(original, distorted, range);
    for (int y = range.top; y < range.bottom; y++) {
      std::copy_n(maker.row(y), size.width, map.data() + static_cast<size_t>(y) * size.width);
    }
  });
  return map;
}

// What is kept of the bands of the map: sums over samples of its powers, and its maximum.
struct Totals {
  double norms[kNorms] = {};
  double maximum = 0;
};

class Norms {
 public:
  explicit Norms(int width)
      : sums_(kNorms * padded(width)), maxima_(padded(width)), width_(width) {}

  void add(const float* row) {
    kernels().addNorms(row, sums_.data(), padded(width_), maxima_.data(), padded(width_));
  }

  Totals totals() const {
    Totals totals;
    for (int x = 0; x < width_; x++) {
      for (int i = 0; i < kNorms; i++) totals.norms[i] += sums_[i * padded(width_) + x];
      totals.maximum = std::max(totals.maximum, static_cast<double>(maxima_[x]));
    }
    return totals;
  }

 private:
  std::vector<double> sums_;
  std::vector<float> maxima_;
  int width_;
};

Distance distanceOf(const std::vector<Totals>& bands, double samples) {
  Totals all;
  for (const Totals& band : bands) {
    for (int i = 0; i < kNorms; i++) all.norms[i] += band.norms[i];
    all.maximum = std::max(all.maximum, band.maximum);
  }
  double norm = 0;
  for (int i = 0; i < kNorms; i++) norm += std::pow(all.norms[i] / samples, 1.0 / (3 << i));
  return {all.maximum, norm / kNorms};
}

}  // namespace

Distance compare(const Pixels& original, const Pixels& distorted, double intensityTarget,
                 int threads) {
  const Size size = {original.width, original.height};
  const Size half = {(size.width + 1) / 2, (size.height + 1) / 2};
  const bool halves = std::min(half.width, half.height) >= kMinSideOfHalf;
  std::vector<Pair> pairs;
  std::vector<std::vector<float>> halfMaps;
  for (int i = 0; i < (original.channels == 4 ? 2 : 1); i++) {
    pairs.emplace_back(original, distorted, i, intensityTarget);
    halfMaps.push_back(halves ? halfMap(pairs.back(), half, threads) : std::vector<float>());
  }

  std::vector<Totals> bands(size.bands());
  forEachBand(size, threads, [&](MapMaker& maker, int band) {
    const RowRange range = size.band(band);
    const int rows = range.bottom - range.top;
    std::vector<float> map(static_cast<size_t>(padded(size.width)) * rows);
    for (size_t i = 0; i < pairs.size(); i++) {
      maker.make(pairs[i].full(false), pairs[i].full(true), range);
      for (int y = range.top; y < range.bottom; y++) {
        const float* from = maker.row(y);
        float* to = map.data() + static_cast<size_t>(y - range.top) * padded(size.width);
        const float* coarse =
            halves ? halfMaps[i].data() + static_cast<size_t>(y / 2) * half.width : nullptr;
        for (int x = 0; x < size.width; x++) {
          const float value = halves ? 0.85f * from[x] + 0.5f * coarse[x / 2] : from[x];
          to[x] = std::max(to[x], value);
        }
      }
    }
    Norms norms(size.width);
    for (int y = 0; y < rows; y++) {
      norms.add(map.data() + static_cast<size_t>(y) * padded(size.width));
    }
    bands[band] = norms.totals();
  });
  return distanceOf(bands, static_cast<double>(size.width) * size.height);
}

}  // namespace nodecodecs::butteraugli
