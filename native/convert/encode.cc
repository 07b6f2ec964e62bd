// pixelsToFrame: the caller's rows, in pieces, through one matrix into the frame's planes.
#include <algorithm>
#include <cstring>

#include "convert/internal.h"
#include "convert/planes.h"
#include "error.h"

namespace nodecodecs::convert {
namespace {

using Kind = FrameLayout::Kind;

class Encoder {
 public:
  Encoder(const RowKernels& kernels, const Pixels& picture, const Colour& colour, AVFrame& frame,
          const FrameLayout& layout);
  void run(int rowBegin, int rowEnd);

 private:
  struct Sums {
    alignas(64) int32_t of[3][kTile];
  };

  void group(int y, int rows, int x, int n);
  void pixelRow(int y, int x, int n, const Rows& rows);
  void colours(const Rows& rows, const Targets& to, int n);
  Rows scaled(const Rows& rows, const Targets& to, int n);
  const void* alphaRow(const Rows& rows, void* to, int n);
  void chromaRow(int y, int x, int n, const Sums& sums);
  void fill(void* row, int value, int n) const;

  const RowKernels& kernels_;
  const Pixels& picture_;
  AVFrame& frame_;
  const FrameLayout& layout_;
  const PictureTiles tiles_;
  const FramePlanes planes_;
  const bool wideIn_;
  const bool wideOut_;
  const bool gray_;  // the picture is
  bool copies_;      // samples go to the planes as they are
  RowMatrix matrix_;
  RowMatrix chromaMatrix_;
  std::array<RowMatrix, 4> scale_;  // of each component that needs no matrix
};

Encoder::Encoder(const RowKernels& kernels, const Pixels& picture, const Colour& colour,
                 AVFrame& frame, const FrameLayout& layout)
    : kernels_(kernels),
      picture_(picture),
      frame_(frame),
      layout_(layout),
      tiles_(picture, kernels),
      planes_(frame, layout, kernels),
      wideIn_(picture.bitDepth > 8),
      wideOut_(layout.wide),
      gray_(picture.channels == 1) {
  const int depth = layout.components[0].depth;
  const Coding coding = {colour.matrix, colour.fullRange || layout.alwaysFull, depth};
  const int from = picture.bitDepth;
  for (int c = 0; c < 4; c++) {
    const int to = layout.components[c].index < 0 ? depth : layout.components[c].depth;
    const bool luma = layout.kind != Kind::rgb && c == 0;
    scale_[c] = luma ? lumaScale(coding, from) : depthScale(from, to);
  }
  copies_ = layout.kind == Kind::rgb && !gray_ && wideIn_ == wideOut_;
  for (int c = 0; c < 3; c++) copies_ = copies_ && scale_[c].identity;
  if (gray_ || layout.kind == Kind::rgb) return;
  matrix_ = forwardMatrix(coding, {from, from, from}, 1);
  if (layout.subsampled()) {
    const int samples = 1 << (layout.log2Width + layout.log2Height);
    chromaMatrix_ = forwardMatrix(coding, {from, from, from}, samples);
  }
}

void Encoder::fill(void* row, int value, int n) const {
  if (wideOut_) {
    std::fill_n(static_cast<uint16_t*>(row), n, static_cast<uint16_t>(value));
  } else {
    std::memset(row, value, static_cast<size_t>(n));
  }
}

// Components that only change their depth: in place of the input where nothing changes.
Rows Encoder::scaled(const Rows& rows, const Targets& to, int n) {
  Rows out = rows;
  for (int c = 0; c < layout_.colours; c++) {
    const void* from = rows[gray_ ? 0 : c];
    out[c] = from;
    if (scale_[c].identity) continue;
    kernels_.scale[wideIn_][wideOut_][scale_[c].exact](&from, &to[c], n, scale_[c]);
    out[c] = to[c];
  }
  return out;
}

const void* Encoder::alphaRow(const Rows& rows, void* to, int n) {
  if (picture_.channels < 4) {
    fill(to, (1 << layout_.components[3].depth) - 1, n);
    return to;
  }
  if (scale_[3].identity) return rows[3];
  kernels_.scale[wideIn_][wideOut_][scale_[3].exact](&rows[3], &to, n, scale_[3]);
  return to;
}

void Encoder::colours(const Rows& rows, const Targets& to, int n) {
  const bool lumaOnly = layout_.kind == Kind::gray || layout_.subsampled();
  const auto& kernel = lumaOnly ? kernels_.luma : kernels_.forward;
  kernel[wideIn_][wideOut_][matrix_.exact](rows.data(), to.data(), n, matrix_);
}

void Encoder::pixelRow(int y, int x, int n, const Rows& rows) {
  TileRows buffers;
  const Targets to = planes_.pixelTargets(y, x, targetsOf(buffers));
  Rows out = {to[0], to[1], to[2], to[3]};
  if (layout_.kind == Kind::rgb) {
    out = scaled(rows, to, n);
  } else if (!gray_) {
    colours(rows, to, n);
  } else {
    kernels_.scale[wideIn_][wideOut_][scale_[0].exact](rows.data(), to.data(), n, scale_[0]);
    const int neutral = 1 << (layout_.components[0].depth - 1);
    if (layout_.kind == Kind::yuv && !layout_.subsampled()) {
      fill(to[1], neutral, n);
      fill(to[2], neutral, n);
    }
  }
  if (layout_.alpha()) out[3] = alphaRow(rows, to[3], n);
  planes_.writePixels(y, x, n, out);
}

// One row of subsampled chroma, from n luma columns and the sums of their R, G and B.
void Encoder::chromaRow(int y, int x, int n, const Sums& sums) {
  TileRows buffers;
  const int cx = x >> layout_.log2Width;
  const int samples = AV_CEIL_RSHIFT(n, layout_.log2Width);
  void* const to[2] = {planes_.target(1, y, cx, buffers.bytes[1]),
                       planes_.target(2, y, cx, buffers.bytes[2])};
  if (gray_) {
    fill(to[0], 1 << (layout_.components[1].depth - 1), samples);
    fill(to[1], 1 << (layout_.components[2].depth - 1), samples);
  } else {
    const void* const in[3] = {sums.of[0], sums.of[1], sums.of[2]};
    kernels_.chroma[wideOut_][chromaMatrix_.exact](in, to, samples, chromaMatrix_);
  }
  planes_.write(1, y, cx, samples, to[0]);
  planes_.write(2, y, cx, samples, to[1]);
}

// n columns of the rows from y to y + rows, which share at most one row of chroma. Its samples are
// means over whole chroma steps, past the end of the band, the picture or the frame if need be.
void Encoder::group(int y, int rows, int x, int n) {
  const int step = 1 << layout_.log2Height;
  const bool chroma = layout_.subsampled() && y % step == 0;
  const int columns = AV_CEIL_RSHIFT(n, layout_.log2Width);
  const int padded = columns << layout_.log2Width;
  TileRows buffers;
  Sums sums;
  for (int i = 0; i < (chroma ? step : rows); i++) {
    const int from = std::min(y + i, picture_.height - 1);
    Targets room = targetsOf(buffers);
    if (copies_) room = planes_.pixelTargets(y + i, x, room);
    const Rows loaded = tiles_.load(from, x, padded, room);
    if (i < rows) pixelRow(y + i, x, n, loaded);
    for (int c = 0; chroma && !gray_ && c < 3; c++) {
      kernels_.accumulate[wideIn_](loaded[c], sums.of[c], columns, layout_.log2Width, i == 0);
    }
  }
  if (chroma) chromaRow(y / step, x, n, sums);
}

void Encoder::run(int rowBegin, int rowEnd) {
  const int end = rowEnd == picture_.height ? frame_.height : rowEnd;
  const int step = 1 << layout_.log2Height;
  for (int y = rowBegin; y < end;) {
    const int next = std::min((y / step + 1) * step, end);
    for (int x = 0; x < frame_.width; x += kTile) {
      group(y, next - y, x, std::min(kTile, frame_.width - x));
    }
    y = next;
  }
}

}  // namespace

void pixelsToFrame(const RowKernels& kernels, const Pixels& picture, const Colour& colour,
                   AVFrame& frame, int rowBegin, int rowEnd) {
  const FrameLayout layout = layoutOf(static_cast<AVPixelFormat>(frame.format));
  if (layout.kind == Kind::none || !layout.aligned) {
    throw Error("ERR_ENCODE", "pixels cannot be converted to this pixel format");
  }
  if (frame.width < picture.width || frame.height < picture.height) {
    throw Error("ERR_ENCODE", "the frame is smaller than the picture");
  }
  Encoder(kernels, picture, colour, frame, layout).run(rowBegin, rowEnd);
}

}  // namespace nodecodecs::convert
