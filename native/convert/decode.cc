// frameToPixels: rows of components, in pieces, through one matrix into the caller's picture.
#include <algorithm>
#include <cstring>

#include "convert/chroma.h"
#include "convert/internal.h"
#include "error.h"

namespace nodecodecs::convert {
namespace {

using Kind = FrameLayout::Kind;

class Decoder {
 public:
  Decoder(const RowKernels& kernels, const AVFrame& frame, const Colour& colour,
          const Pixels& picture, const FrameLayout& layout);
  void run() const;

 private:
  void tile(int y, int x, int n) const;
  Rows rgbPixels(const Rows& rows, const Targets& to, int n) const;
  Rows grayPixels(const Rows& rows, const Targets& to, int n) const;
  void yuvPixels(int y, int x, int n, const Rows& rows, const Targets& to) const;
  const void* alphaRow(const Rows& rows, void* to, int n) const;
  const void* scaled(int c, const Rows& rows, void* to, int n) const;

  const RowKernels& kernels_;
  const Pixels& picture_;
  const FrameLayout& layout_;
  const PictureTiles tiles_;
  const FramePlanes planes_;
  const ChromaUpsampler chroma_;
  const bool wideIn_;
  const bool wideOut_;
  RowMatrix matrix_;
  std::array<RowMatrix, 4> scale_;  // of each component that needs no matrix
};

// Of planes in a row (GBR): palettes and packed pixels have no range.
bool hasLimitedRgb(const FrameLayout& layout, const Colour& colour) {
  const bool planar = (layout.descriptor->flags & AV_PIX_FMT_FLAG_PLANAR) != 0;
  return layout.kind == Kind::rgb && planar && !colour.fullRange;
}

Decoder::Decoder(const RowKernels& kernels, const AVFrame& frame, const Colour& colour,
                 const Pixels& picture, const FrameLayout& layout)
    : kernels_(kernels),
      picture_(picture),
      layout_(layout),
      tiles_(picture, kernels),
      planes_(frame, layout, kernels),
      chroma_(frame, layout, planes_, kernels),
      wideIn_(layout.wide),
      wideOut_(picture.bitDepth > 8) {
  const int depth = layout.components[0].depth;
  // Not layout.alwaysFull: of a stream in yuvj420p the file around it may say that it is limited.
  const Coding coding = {colour.matrix, colour.fullRange || depth == 1, depth};
  const bool limitedRgb = hasLimitedRgb(layout, colour);
  const int to = picture.bitDepth;
  for (int c = 0; c < 4; c++) {
    const int from = layout.components[c].index < 0 ? depth : layout.components[c].depth;
    const bool ranged = layout.kind == Kind::rgb ? limitedRgb && c < 3 : c == 0;
    scale_[c] = ranged ? grayScale(coding, to) : depthScale(from, to);
  }
  if (layout.kind == Kind::yuv) matrix_ = inverseMatrix(coding, chroma_.bits(), to);
  if (layout.kind == Kind::rgb) {
    const auto& c = layout.components;
    matrix_ = limitedRgb ? lumaOfLimited(coding, to)
                         : forwardMatrix({colour.matrix, true, to},
                                         {c[0].depth, c[1].depth, c[2].depth}, 1);
  }
}

const void* Decoder::scaled(int c, const Rows& rows, void* to, int n) const {
  if (scale_[c].identity) return rows[c];
  kernels_.scale[wideIn_][wideOut_][scale_[c].exact](&rows[c], &to, n, scale_[c]);
  return to;
}

// Red, green and blue, or their luma where the picture is gray.
Rows Decoder::rgbPixels(const Rows& rows, const Targets& to, int n) const {
  Rows out = {to[0], to[1], to[2], to[3]};
  if (picture_.channels == 1) {
    kernels_.luma[wideIn_][wideOut_][matrix_.exact](rows.data(), to.data(), n, matrix_);
    return out;
  }
  for (int c = 0; c < 3; c++) out[c] = scaled(c, rows, to[c], n);
  return out;
}

Rows Decoder::grayPixels(const Rows& rows, const Targets& to, int n) const {
  const void* gray = scaled(0, rows, to[0], n);
  return {gray, gray, gray, to[3]};
}

void Decoder::yuvPixels(int y, int x, int n, const Rows& rows, const Targets& to) const {
  if (!layout_.subsampled()) {
    kernels_.inverse[wideIn_][wideOut_][matrix_.exact](rows.data(), to.data(), n, matrix_);
    return;
  }
  alignas(64) int32_t upsampled[2][kTile + 4];
  chroma_.row(1, y, x, n, upsampled[0]);
  chroma_.row(2, y, x, n, upsampled[1]);
  const void* const in[3] = {rows[0], upsampled[0], upsampled[1]};
  kernels_.upsampled[wideIn_][wideOut_][matrix_.exact](in, to.data(), n, matrix_);
}

const void* Decoder::alphaRow(const Rows& rows, void* to, int n) const {
  if (layout_.alpha()) return scaled(3, rows, to, n);
  if (wideOut_) {
    const int opaque = (1 << picture_.bitDepth) - 1;
    std::fill_n(static_cast<uint16_t*>(to), n, static_cast<uint16_t>(opaque));
  } else {
    std::memset(to, 255, static_cast<size_t>(n));
  }
  return to;
}

void Decoder::tile(int y, int x, int n) const {
  TileRows input;
  TileRows output;
  const Rows rows = planes_.readPixels(y, x, n, targetsOf(input));
  const Targets to = tiles_.targets(y, x, targetsOf(output));
  Rows out = {to[0], to[1], to[2], to[3]};
  if (layout_.kind == Kind::rgb) {
    out = rgbPixels(rows, to, n);
  } else if (layout_.kind == Kind::gray || picture_.channels == 1) {
    out = grayPixels(rows, to, n);
  } else {
    yuvPixels(y, x, n, rows, to);
  }
  if (picture_.channels == 4) out[3] = alphaRow(rows, to[3], n);
  tiles_.store(y, x, n, out);
}

void Decoder::run() const {
  for (int y = 0; y < picture_.height; y++) {
    for (int x = 0; x < picture_.width; x += kTile) {
      tile(y, x, std::min(kTile, picture_.width - x));
    }
  }
}

}  // namespace

void frameToPixels(const RowKernels& kernels, const AVFrame& frame, const Colour& colour,
                   const Pixels& picture) {
  const FrameLayout layout = layoutOf(static_cast<AVPixelFormat>(frame.format));
  if (layout.kind == Kind::none) {
    throw Error("ERR_DECODE", "this pixel format cannot be converted to pixels");
  }
  if (frame.width < picture.width || frame.height < picture.height) {
    throw Error("ERR_DECODE", "the frame is smaller than the picture");
  }
  Decoder(kernels, frame, colour, picture, layout).run();
}

}  // namespace nodecodecs::convert
