#include "convert/layout.h"

#include <algorithm>

namespace nodecodecs::convert {
namespace {

// Samples packed bit by bit are read and written by libavutil, which can do it only where each lies
// within one byte: not those of xv30be and v30xbe.
bool crossesBytes(const AVPixFmtDescriptor& d) {
  if ((d.flags & AV_PIX_FMT_FLAG_BITSTREAM) == 0) return false;
  for (int i = 0; i < d.nb_components; i++) {
    if (d.comp[i].offset % 8 + d.comp[i].depth > 8) return true;
  }
  return false;
}

// CIE XYZ and Bayer mosaics need another conversion than a matrix and a siting, floats another
// arithmetic, and the luma of uyyvyy411 is not evenly spaced, which its descriptor cannot say.
bool excluded(AVPixelFormat format, const AVPixFmtDescriptor& d) {
  const uint64_t flags = AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT;
  const bool xyz = format == AV_PIX_FMT_XYZ12LE || format == AV_PIX_FMT_XYZ12BE;
  return (d.flags & flags) != 0 || crossesBytes(d) || xyz || format == AV_PIX_FMT_UYYVYY411 ||
         d.nb_components == 0;
}

bool isFullRangeYuv(AVPixelFormat format) {
  return format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVJ422P ||
         format == AV_PIX_FMT_YUVJ444P || format == AV_PIX_FMT_YUVJ440P ||
         format == AV_PIX_FMT_YUVJ411P;
}

void addComponents(FrameLayout& layout, const AVPixFmtDescriptor& d) {
  const bool alpha = (d.flags & AV_PIX_FMT_FLAG_ALPHA) != 0 && !layout.palette;
  layout.colours = d.nb_components - (alpha ? 1 : 0);
  for (int i = 0; i < d.nb_components; i++) {
    const AVComponentDescriptor& from = d.comp[i];
    const int c = i < layout.colours ? i : 3;
    layout.components[c] = {i, from.plane, from.step, from.offset, from.shift, from.depth};
  }
}

bool depthsFit(const FrameLayout& layout) {
  for (const Component& c : layout.components) {
    if (c.index >= 0 && (c.depth < 1 || c.depth > 16)) return false;
  }
  // One matrix serves Y, Cb and Cr.
  const auto& c = layout.components;
  return layout.kind != FrameLayout::Kind::yuv ||
         (c[0].depth == c[1].depth && c[0].depth == c[2].depth && c[0].depth >= 8);
}

// 10 bits at bit 4 of bytes 1 and 2 (x2rgb10) overlap with others; 10 bits at bit 6 of their own
// two bytes (p010) do not.
bool isAligned(const FrameLayout& layout) {
  for (const Component& c : layout.components) {
    if (c.index < 0) continue;
    if ((c.depth + c.shift > 8 ? 2 : 1) != layout.size || c.depth < 8) return false;
    if (c.step % layout.size != 0 || c.offset % layout.size != 0) return false;
  }
  return true;
}

void findSlots(FrameLayout& layout) {
  const int slots = layout.components[0].step / layout.size;
  if (slots < 2 || slots > 4 || (slots == 2 && layout.colours == 3)) return;
  std::array<int, 4> slot = {-1, -1, -1, -1};
  for (int c = 0; c < 4; c++) {
    const Component& component = layout.components[c];
    if (component.index < 0) continue;
    const bool whole = component.shift == 0 && component.depth == 8 * layout.size;
    if (component.plane != 0 || component.step != slots * layout.size || !whole) return;
    slot[component.offset / layout.size] = c;
  }
  layout.slots = slots;
  layout.slot = slot;
}

}  // namespace

FrameLayout layoutOf(AVPixelFormat format) {
  FrameLayout layout;
  const AVPixFmtDescriptor* d = av_pix_fmt_desc_get(format);
  if (d == nullptr || excluded(format, *d)) return layout;
  layout.descriptor = d;
  layout.palette = (d->flags & AV_PIX_FMT_FLAG_PAL) != 0;
  addComponents(layout, *d);
  const bool rgb = (d->flags & AV_PIX_FMT_FLAG_RGB) != 0;
  if (layout.palette) {
    layout.kind = FrameLayout::Kind::rgb;
    layout.colours = 3;
    for (Component& c : layout.components) c.depth = 8;
  } else if (layout.colours == 1) {
    layout.kind = FrameLayout::Kind::gray;
  } else if (layout.colours == 3) {
    layout.kind = rgb ? FrameLayout::Kind::rgb : FrameLayout::Kind::yuv;
  }
  if (!depthsFit(layout)) layout.kind = FrameLayout::Kind::none;
  layout.alwaysFull = isFullRangeYuv(format) || layout.components[0].depth == 1;
  layout.inverted = format == AV_PIX_FMT_MONOWHITE;
  layout.bigEndian = (d->flags & AV_PIX_FMT_FLAG_BE) != 0;
  layout.log2Width = layout.kind == FrameLayout::Kind::yuv ? d->log2_chroma_w : 0;
  layout.log2Height = layout.kind == FrameLayout::Kind::yuv ? d->log2_chroma_h : 0;
  const Component& first = layout.components[0];
  layout.size = first.depth + first.shift > 8 ? 2 : 1;
  layout.bigEndian = layout.bigEndian && layout.size == 2;
  const bool bits = (d->flags & AV_PIX_FMT_FLAG_BITSTREAM) != 0;
  layout.aligned = !bits && !layout.palette && isAligned(layout);
  layout.wide = layout.aligned ? layout.size == 2 : !layout.palette;
  if (layout.aligned) findSlots(layout);
  return layout;
}

}  // namespace nodecodecs::convert
