#include "convert/tile.h"

#include <algorithm>
#include <cstring>

namespace nodecodecs::convert {
namespace {

template <class T>
void gather(const uint8_t* from, ptrdiff_t stride, void* to, int n) {
  const T* in = reinterpret_cast<const T*>(from);
  T* out = static_cast<T*>(to);
  for (int i = 0; i < n; i++) out[i] = in[i * stride];
}

template <class T>
void scatter(const void* from, uint8_t* to, ptrdiff_t stride, int n) {
  const T* in = static_cast<const T*>(from);
  T* out = reinterpret_cast<T*>(to);
  for (int i = 0; i < n; i++) out[i * stride] = in[i];
}

// Repeats sample `have` - 1 up to sample n.
template <class T>
void extend(void* row, int have, int n) {
  T* samples = static_cast<T*>(row);
  std::fill(samples + have, samples + n, samples[have - 1]);
}

}  // namespace

Targets targetsOf(TileRows& rows) {
  return {rows.bytes[0], rows.bytes[1], rows.bytes[2], rows.bytes[3]};
}

PictureTiles::PictureTiles(const Pixels& picture, const RowKernels& kernels)
    : picture_(picture),
      kernels_(kernels),
      wide_(picture.bitDepth > 8),
      size_(picture.bytesPerSample()),
      contiguous_(picture.columnStride == 1),
      interleaved_(picture.channels > 1 && picture.channelStride == 1 &&
                   picture.columnStride == picture.channels) {}

uint8_t* PictureTiles::at(int y, int x, int channel) const {
  const ptrdiff_t index =
      y * picture_.rowStride + x * picture_.columnStride + channel * picture_.channelStride;
  return static_cast<uint8_t*>(picture_.data) + index * size_;
}

void PictureTiles::fetch(int y, int x, int n, const Targets& to) const {
  if (interleaved_) {
    kernels_.deinterleave[wide_](at(y, x, 0), picture_.channels, to.data(), n);
    return;
  }
  for (int c = 0; c < picture_.channels; c++) {
    withSampleType(picture_.bitDepth, [&](auto sample) {
      gather<decltype(sample)>(at(y, x, c), picture_.columnStride, to[c], n);
    });
  }
}

Rows PictureTiles::load(int y, int x, int n, const Targets& buffers) const {
  const int inside = std::clamp(picture_.width - x, 0, n);
  Rows rows = {buffers[0], buffers[1], buffers[2], buffers[3]};
  if (inside == n && contiguous_) {
    for (int c = 0; c < picture_.channels; c++) rows[c] = at(y, x, c);
    return rows;
  }
  const int have = std::max(inside, 1);
  fetch(y, std::min(x, picture_.width - 1), have, buffers);
  for (int c = 0; c < picture_.channels; c++) {
    withSampleType(picture_.bitDepth,
                   [&](auto sample) { extend<decltype(sample)>(buffers[c], have, n); });
  }
  return rows;
}

Targets PictureTiles::targets(int y, int x, const Targets& buffers) const {
  Targets targets = buffers;
  if (contiguous_) {
    for (int c = 0; c < picture_.channels; c++) targets[c] = at(y, x, c);
  }
  return targets;
}

void PictureTiles::store(int y, int x, int n, const Rows& rows) const {
  if (interleaved_) {
    kernels_.interleave[wide_](rows.data(), picture_.channels, at(y, x, 0), n);
    return;
  }
  for (int c = 0; c < picture_.channels; c++) {
    uint8_t* to = at(y, x, c);
    if (contiguous_) {
      if (rows[c] != to) std::memcpy(to, rows[c], static_cast<size_t>(n) * size_);
    } else {
      withSampleType(picture_.bitDepth, [&](auto sample) {
        scatter<decltype(sample)>(rows[c], to, picture_.columnStride, n);
      });
    }
  }
}

}  // namespace nodecodecs::convert
