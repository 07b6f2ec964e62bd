// An independent statement of what conversion should give: double precision, one sample at a time,
// straight from the definitions of E'Y, E'Pb and E'Pr. Shares no code with native/convert*.
#pragma once
extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
}
#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "convert/convert.h"

namespace reference {

using nodecodecs::Colour;
using nodecodecs::Matrix;
using nodecodecs::Pixels;

inline double top(int depth) {
  return std::pow(2, depth) - 1;
}

// Round half up; the margin is for ties that double arithmetic puts just below one half.
inline int rounded(double v, int depth) {
  return static_cast<int>(std::clamp(std::floor(v + 0.5 + 1e-9), 0.0, top(depth)));
}

struct Triple {
  double v[3];
};

inline void weights(Matrix m, double* kr, double* kb) {
  *kr = m == Matrix::bt709 ? 0.2126 : m == Matrix::bt2020 ? 0.2627 : 0.299;
  *kb = m == Matrix::bt709 ? 0.0722 : m == Matrix::bt2020 ? 0.0593 : 0.114;
}

// ITU-T H.273 8.3, MatrixCoefficients 8: Y, Cg and Co, all in steps of RGB.
inline Triple ycgcoOf(const Triple& rgb, bool fullRange, int depth) {
  const double r = rgb.v[0], g = rgb.v[1], b = rgb.v[2];
  const double unit = fullRange ? top(depth) : 219 * std::pow(2, depth - 8);
  const double black = fullRange ? 0 : std::pow(2, depth - 4);
  const double half = std::pow(2, depth - 1);
  return {{unit * (g / 2 + (r + b) / 4) + black, unit * (g / 2 - (r + b) / 4) + half,
           unit * (r - b) / 2 + half}};
}

inline Triple rgbOfYcgco(const Triple& code, bool fullRange, int depth) {
  const double unit = fullRange ? top(depth) : 219 * std::pow(2, depth - 8);
  const double y = (code.v[0] - (fullRange ? 0 : std::pow(2, depth - 4))) / unit;
  const double cg = (code.v[1] - std::pow(2, depth - 1)) / unit;
  const double co = (code.v[2] - std::pow(2, depth - 1)) / unit;
  return {{y - cg + co, y + cg, y - cg - co}};
}

// E'R, E'G, E'B in 0..1 to unrounded codes.
inline Triple yuvOf(const Triple& rgb, const Colour& colour, int depth) {
  if (colour.matrix == Matrix::ycgco) return ycgcoOf(rgb, colour.fullRange, depth);
  double kr, kb;
  weights(colour.matrix, &kr, &kb);
  const double y = kr * rgb.v[0] + (1 - kr - kb) * rgb.v[1] + kb * rgb.v[2];
  const double pb = (rgb.v[2] - y) / (2 * (1 - kb));
  const double pr = (rgb.v[0] - y) / (2 * (1 - kr));
  const double half = std::pow(2, depth - 1);
  if (colour.fullRange) return {{top(depth) * y, top(depth) * pb + half, top(depth) * pr + half}};
  const double s = std::pow(2, depth - 8);
  return {{s * (219 * y + 16), s * (224 * pb + 128), s * (224 * pr + 128)}};
}

inline Triple rgbOf(const Triple& code, const Colour& colour, int depth) {
  if (colour.matrix == Matrix::ycgco) return rgbOfYcgco(code, colour.fullRange, depth);
  double kr, kb;
  weights(colour.matrix, &kr, &kb);
  const double s = std::pow(2, depth - 8), half = std::pow(2, depth - 1);
  const double y = colour.fullRange ? code.v[0] / top(depth) : (code.v[0] / s - 16) / 219;
  const double unit = colour.fullRange ? top(depth) : 224 * s;
  const double r = y + 2 * (1 - kr) * (code.v[2] - half) / unit;
  const double b = y + 2 * (1 - kb) * (code.v[1] - half) / unit;
  return {{r, (y - kr * r - kb * b) / (1 - kr - kb), b}};
}

// A picture in memory of its own, whatever its strides, every channel value reachable.
struct Picture {
  Pixels view;
  std::vector<uint8_t> memory;

  int get(int x, int y, int c) const {
    const ptrdiff_t i = y * view.rowStride + x * view.columnStride + c * view.channelStride;
    return view.bitDepth > 8 ? static_cast<const uint16_t*>(view.data)[i]
                             : static_cast<const uint8_t*>(view.data)[i];
  }
  void set(int x, int y, int c, int v) const {
    const ptrdiff_t i = y * view.rowStride + x * view.columnStride + c * view.channelStride;
    if (view.bitDepth > 8) {
      static_cast<uint16_t*>(view.data)[i] = static_cast<uint16_t>(v);
    } else {
      static_cast<uint8_t*>(view.data)[i] = static_cast<uint8_t>(v);
    }
  }
  // E' of R, G, B at the nearest pixel inside.
  Triple at(int x, int y) const {
    x = std::min(x, view.width - 1);
    y = std::min(y, view.height - 1);
    Triple t;
    for (int c = 0; c < 3; c++) t.v[c] = get(x, y, view.channels == 1 ? 0 : c) / top(view.bitDepth);
    return t;
  }
};

// A frame whose planes are exactly as large as they must be, so that a sanitizer sees any overrun,
// and whose samples libavutil reads and writes.
struct Frame {
  AVFrame* av = av_frame_alloc();
  const AVPixFmtDescriptor* d;
  std::vector<std::vector<uint8_t>> planes;

  Frame(AVPixelFormat format, int width, int height) : d(av_pix_fmt_desc_get(format)), planes(4) {
    av->format = format;
    av->width = width;
    av->height = height;
    for (int i = 0; i < d->nb_components; i++) {
      const AVComponentDescriptor& c = d->comp[i];
      const bool chroma = isChroma(i);
      const int w = chroma ? AV_CEIL_RSHIFT(width, d->log2_chroma_w) : width;
      const int h = chroma ? AV_CEIL_RSHIFT(height, d->log2_chroma_h) : height;
      const bool bits = (d->flags & AV_PIX_FMT_FLAG_BITSTREAM) != 0;
      const int line = bits ? (w * c.step + 7) / 8 : w * c.step;
      av->linesize[c.plane] = std::max(av->linesize[c.plane], line);
      const size_t size = static_cast<size_t>(av->linesize[c.plane]) * h;
      if (planes[c.plane].size() < size) planes[c.plane].resize(size);
    }
    if (d->flags & AV_PIX_FMT_FLAG_PAL) planes[1].resize(1024);
    for (int p = 0; p < 4; p++) av->data[p] = planes[p].empty() ? nullptr : planes[p].data();
  }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;
  ~Frame() { av_frame_free(&av); }

  bool isAlpha(int i) const {
    return (d->flags & AV_PIX_FMT_FLAG_ALPHA) && i == d->nb_components - 1;
  }
  bool isRgb() const { return (d->flags & AV_PIX_FMT_FLAG_RGB) != 0; }
  bool isChroma(int i) const { return !isRgb() && (i == 1 || i == 2) && !isAlpha(i); }

  int get(int i, int x, int y) const {
    uint16_t v;
    const uint8_t* data[4] = {av->data[0], av->data[1], av->data[2], av->data[3]};
    av_read_image_line2(&v, data, av->linesize, d, x, y, i, 1, 0, 2);
    return v;
  }
  void set(int i, int x, int y, int v) {
    const uint16_t value = static_cast<uint16_t>(v);
    uint8_t* data[4] = {av->data[0], av->data[1], av->data[2], av->data[3]};
    av_write_image_line2(&value, data, av->linesize, d, x, y, i, 1, 2);
  }
};

// Bits have no range, whatever the caller says; yuvj formats are coded in full range, and read as
// the caller says: a file may tell another range than the stream in it.
inline Colour effective(const Frame& frame, Colour colour, bool coding) {
  const bool yuvj = std::strncmp(frame.d->name, "yuvj", 4) == 0;
  if (frame.d->comp[0].depth == 1 || (coding && yuvj)) colour.fullRange = true;
  return colour;
}

// The code of component i at (x, y) of its own plane, for this picture.
inline int encoded(const Frame& frame, const Picture& p, const Colour& given, int i, int x, int y) {
  const Colour colour = effective(frame, given, true);
  const int depth = frame.d->comp[i].depth;
  if (frame.isAlpha(i)) {
    if (p.view.channels < 4) return static_cast<int>(top(depth));
    const int a = p.get(std::min(x, p.view.width - 1), std::min(y, p.view.height - 1), 3);
    return rounded(a * top(depth) / top(p.view.bitDepth), depth);
  }
  if (frame.isRgb()) return rounded(p.at(x, y).v[i] * top(depth), depth);
  if (!frame.isChroma(i)) return rounded(yuvOf(p.at(x, y), colour, depth).v[0], depth);
  const int across = 1 << frame.d->log2_chroma_w, down = 1 << frame.d->log2_chroma_h;
  Triple mean = {{0, 0, 0}};
  for (int dy = 0; dy < down; dy++) {
    for (int dx = 0; dx < across; dx++) {
      const Triple t = p.at(x * across + dx, y * down + dy);
      for (int c = 0; c < 3; c++) mean.v[c] += t.v[c] / (across * down);
    }
  }
  return rounded(yuvOf(mean, colour, depth).v[i], depth);
}

// Chroma code i at luma position (x, y): bilinear between the four samples around it.
inline double chromaAt(const Frame& frame, int i, int x, int y) {
  const AVChromaLocation location = frame.av->chroma_location;
  const bool left = location == AVCHROMA_LOC_LEFT || location == AVCHROMA_LOC_TOPLEFT ||
                    location == AVCHROMA_LOC_BOTTOMLEFT;
  const bool upper = location == AVCHROMA_LOC_TOPLEFT || location == AVCHROMA_LOC_TOP;
  const bool lower = location == AVCHROMA_LOC_BOTTOMLEFT || location == AVCHROMA_LOC_BOTTOM;
  const int across = 1 << frame.d->log2_chroma_w, down = 1 << frame.d->log2_chroma_h;
  const double cx = (x - (left ? 0 : (across - 1) / 2.0)) / across;
  const double cy = (y - (upper ? 0 : lower ? down - 1 : (down - 1) / 2.0)) / down;
  const int w = AV_CEIL_RSHIFT(frame.av->width, frame.d->log2_chroma_w);
  const int h = AV_CEIL_RSHIFT(frame.av->height, frame.d->log2_chroma_h);
  const double fx = cx - std::floor(cx), fy = cy - std::floor(cy);
  double sum = 0;
  for (int j = 0; j < 4; j++) {
    const double weight = (j & 1 ? fx : 1 - fx) * (j & 2 ? fy : 1 - fy);
    const int sx = std::clamp(static_cast<int>(std::floor(cx)) + (j & 1), 0, w - 1);
    const int sy = std::clamp(static_cast<int>(std::floor(cy)) + (j >> 1), 0, h - 1);
    if (weight > 0) sum += weight * frame.get(i, sx, sy);
  }
  return sum;
}

// Channel c of the pixel (x, y) that this frame shows.
inline int decoded(const Frame& frame, const Pixels& to, const Colour& given, int x, int y, int c) {
  const Colour colour = effective(frame, given, false);
  const AVPixFmtDescriptor* d = frame.d;
  const double white = top(to.bitDepth);
  if (d->flags & AV_PIX_FMT_FLAG_PAL) {
    uint32_t argb;
    std::memcpy(&argb, frame.planes[1].data() + 4 * frame.planes[0][y * frame.av->linesize[0] + x],
                4);
    const Triple t = {
        {(argb >> 16 & 255) / 255.0, (argb >> 8 & 255) / 255.0, (argb & 255) / 255.0}};
    if (c == 3) return rounded((argb >> 24) / 255.0 * white, to.bitDepth);
    if (to.channels > 1) return rounded(t.v[c] * white, to.bitDepth);
    return rounded(yuvOf(t, {colour.matrix, true}, to.bitDepth).v[0], to.bitDepth);
  }
  const int last = d->nb_components - 1;
  if (c == 3) {
    if (!frame.isAlpha(last)) return static_cast<int>(white);
    return rounded(frame.get(last, x, y) / top(d->comp[last].depth) * white, to.bitDepth);
  }
  const int depth = d->comp[0].depth;
  Triple codes = {{0, 0, 0}};
  codes.v[0] = frame.get(0, x, y);
  if (frame.d->name == std::string("monow")) codes.v[0] = 1 - codes.v[0];
  if (frame.isRgb()) {
    Triple t;
    const bool limited = (d->flags & AV_PIX_FMT_FLAG_PLANAR) != 0 && !colour.fullRange;
    const double s = std::pow(2, depth - 8);
    for (int i = 0; i < 3; i++) {
      const double code = frame.get(i, x, y);
      t.v[i] = limited ? (code / s - 16) / 219 : code / top(d->comp[i].depth);
    }
    if (to.channels > 1) return rounded(t.v[c] * white, to.bitDepth);
    return rounded(yuvOf(t, {colour.matrix, true}, to.bitDepth).v[0], to.bitDepth);
  }
  if (d->nb_components < 3 || to.channels == 1) {
    const double s = std::pow(2, depth - 8);
    const double y01 = colour.fullRange ? codes.v[0] / top(depth) : (codes.v[0] / s - 16) / 219;
    return rounded(y01 * white, to.bitDepth);
  }
  codes.v[1] = chromaAt(frame, 1, x, y);
  codes.v[2] = chromaAt(frame, 2, x, y);
  return rounded(rgbOf(codes, colour, depth).v[c] * white, to.bitDepth);
}

}  // namespace reference
