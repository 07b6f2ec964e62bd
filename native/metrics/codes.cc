#include "metrics/codes.h"

#include <algorithm>
#include <utility>

#include "metrics/parallel.h"
#include "metrics/squared_error.h"
#include "metrics/ycbcr.h"

namespace nodecodecs {
namespace {

// Twice the code plus one over twice the denominator: rounded half up, as no code is negative.
uint16_t code(const int64_t* rgb, int plane, int64_t scale, int64_t denominator) {
  int64_t sum = 0;
  for (int i = 0; i < 3; i++) sum += rgb[i] * kYcbcrRows[plane][i];
  const int64_t twice = 2 * sum * scale + (2 * kYcbcrBias[plane] * scale + 1) * denominator;
  return static_cast<uint16_t>(twice / (2 * denominator));
}

template <typename Sample>
void convertRow(const Pixels& picture, int y, std::vector<CodePlane>& planes) {
  const Sample* row = static_cast<const Sample*>(picture.data) + y * picture.rowStride;
  const int64_t scale = int64_t{1} << (picture.bitDepth - 8);
  const int64_t denominator = 1000 * static_cast<int64_t>(peak(picture));
  const ptrdiff_t next = picture.channels == 1 ? 0 : picture.channelStride;
  for (int x = 0; x < picture.width; x++) {
    const Sample* pixel = row + x * picture.columnStride;
    const int64_t rgb[3] = {pixel[0], pixel[next], pixel[2 * next]};
    const size_t at = static_cast<size_t>(y) * picture.width + x;
    for (size_t i = 0; i < planes.size(); i++) {
      planes[i].codes[at] = code(rgb, static_cast<int>(i), scale, denominator);
    }
  }
}

template <typename Sample>
void copyPlane(const Pixels& from, CodePlane& to) {
  for (int y = 0; y < from.height; y++) {
    const Sample* row = static_cast<const Sample*>(from.data) + y * from.rowStride;
    uint16_t* out = to.codes.data() + static_cast<size_t>(y) * to.width;
    for (int x = 0; x < from.width; x++) out[x] = row[x * from.columnStride];
  }
}

CodePlane emptyPlane(int width, int height) {
  return {width, height, std::vector<uint16_t>(static_cast<size_t>(width) * height)};
}

}  // namespace

CodedPicture codesOf(const Pixels& picture, int threads) {
  constexpr int kRowsPerJob = 32;
  CodedPicture coded;
  coded.bitDepth = picture.bitDepth;
  coded.planes.assign(picture.channels == 1 ? 1 : 3, emptyPlane(picture.width, picture.height));
  forEachJob((picture.height + kRowsPerJob - 1) / kRowsPerJob, threads, [&](int job) {
    const int end = std::min(picture.height, (job + 1) * kRowsPerJob);
    for (int y = job * kRowsPerJob; y < end; y++) {
      withSampleType(picture.bitDepth,
                     [&](auto sample) { convertRow<decltype(sample)>(picture, y, coded.planes); });
    }
  });
  return coded;
}

CodedPicture codesOf(const std::vector<Pixels>& planes) {
  CodedPicture coded;
  coded.bitDepth = planes[0].bitDepth;
  for (const Pixels& plane : planes) {
    CodePlane copy = emptyPlane(plane.width, plane.height);
    withSampleType(plane.bitDepth, [&](auto sample) { copyPlane<decltype(sample)>(plane, copy); });
    coded.planes.push_back(std::move(copy));
  }
  return coded;
}

}  // namespace nodecodecs
