#include "metrics/real_plane.h"

#include <algorithm>
#include <cmath>

#include "metrics/parallel.h"
#include "metrics/squared_error.h"

namespace nodecodecs {
namespace {

// Of each sample value, what it counts: rounded, and on the scale of the rule before it is rounded.
std::vector<double> levels(const Pixels& picture, const LumaRule& rule) {
  const double most = peak(picture);
  const double steps = rule.bits > 0 ? std::ldexp(1.0, rule.bits) - 1 : rule.white;
  std::vector<double> values(static_cast<size_t>(most) + 1);
  for (size_t i = 0; i < values.size(); i++) {
    const double value = static_cast<double>(i) * steps / most;
    values[i] = rule.bits > 0 ? std::nearbyint(value) : value;
  }
  return values;
}

template <typename Sample>
void lumaRow(const Pixels& picture, int y, const LumaRule& rule, const std::vector<double>& level,
             double* out) {
  const Sample* row = static_cast<const Sample*>(picture.data) + y * picture.rowStride;
  const ptrdiff_t next = picture.channels == 1 ? 0 : picture.channelStride;
  for (int x = 0; x < picture.width; x++) {
    const Sample* pixel = row + x * picture.columnStride;
    out[x] = rule.red * level[pixel[0]] + rule.green * level[pixel[next]] +
             rule.blue * level[pixel[2 * next]];
  }
  if (rule.bits == 0) return;
  const double unit = rule.white / (std::ldexp(1.0, rule.bits) - 1);
  // weights have four decimals: their sum is exact again, and a half is a half
  for (int x = 0; x < picture.width; x++) {
    out[x] = std::nearbyint(std::nearbyint(out[x] * 10000) / 10000) * unit;
  }
}

}  // namespace

RealPlane lumaOf(const Pixels& picture, const LumaRule& rule, int threads) {
  const std::vector<double> level = levels(picture, rule);
  RealPlane plane(picture.width, picture.height);
  forEachJob(picture.height, threads, [&](int y) {
    withSampleType(picture.bitDepth, [&](auto sample) {
      lumaRow<decltype(sample)>(picture, y, rule, level, plane.row(y));
    });
  });
  return plane;
}

}  // namespace nodecodecs
