#include "codec/coded_samples.h"

#include "codec/channels.h"

extern "C" {
#include <libavutil/avconfig.h>
#include <libavutil/pixdesc.h>
}
#include <algorithm>
#include <cmath>
#include <vector>

#include "convert/lab.h"
#include "error.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

// One channel of a packed pixel, or one sample of a plane, of 8 or 16 bits.
uint32_t load(const uint8_t* at, bool wide) {
  return wide ? *reinterpret_cast<const uint16_t*>(at) : *at;
}

void store(uint8_t* at, bool wide, uint32_t value) {
  if (wide) {
    *reinterpret_cast<uint16_t*>(at) = static_cast<uint16_t>(value);
  } else {
    *at = static_cast<uint8_t>(value);
  }
}

uint32_t swapped(uint32_t value) {
  return (value & 0xff) << 8 | value >> 8;
}

// Big-endian samples of two bytes on a machine that is not, or the other way around.
bool isSwapped(const AVPixFmtDescriptor& description, int bits) {
  const bool big = (description.flags & AV_PIX_FMT_FLAG_BE) != 0;
  return bits > 8 && big != (AV_HAVE_BIGENDIAN != 0);
}

uint32_t rounded(double value, uint32_t max) {
  return static_cast<uint32_t>(std::clamp(std::floor(value + 0.5), 0.0, static_cast<double>(max)));
}

bool isLow(const AVFrame& frame, int bits, const CodedSamples& coded) {
  if (coded.max > 0) return true;
  if (bits <= 8) return coded.lowBytes;
  const int format = frame.format;
  const bool packed =
      format == AV_PIX_FMT_GRAY16 || format == AV_PIX_FMT_RGB48 || format == AV_PIX_FMT_RGBA64;
  return coded.lowWords && !packed;
}

// By how many bits the component's samples, of so many, lie above the lowest one.
int shiftOf(const AVFrame& frame, int bits, int depth, const CodedSamples& coded) {
  // libavcodec's reader of OpenJPEG's pictures shifts no further.
  constexpr int kMostOfOpenjpeg = 8;
  if (coded.max > 0 || (bits <= 8 && coded.lowBytes)) return 0;
  if (isLow(frame, bits, coded)) return coded.depth - depth;
  return coded.lowBytes ? std::min(bits - depth, kMostOfOpenjpeg) : bits - depth;
}

// v (2^to - 1) / (2^from - 1); chroma keeps its middle.
void scaleComponent(AVFrame& frame, const AVPixFmtDescriptor& description, int index,
                    const CodedSamples& coded) {
  const AVComponentDescriptor& component = description.comp[index];
  const int bits = component.depth;
  const bool own = static_cast<size_t>(index) < coded.depths.size();
  const int depth = own ? std::min(coded.depths[index], coded.depth) : coded.depth;
  if (bits <= depth && coded.max == 0) return;
  const bool yuv = (description.flags & AV_PIX_FMT_FLAG_RGB) == 0 && description.nb_components >= 3;
  const bool chroma = yuv && (index == 1 || index == 2);
  const int shift = shiftOf(frame, bits, depth, coded);
  const uint32_t from = coded.max > 0 ? static_cast<uint32_t>(coded.max) : (1U << depth) - 1;
  const uint32_t to = (1U << bits) - 1;
  std::vector<uint16_t> table(size_t{from} + 1);
  for (uint32_t v = 0; v <= from; v++) {
    const double middle = chroma ? (from + 1) / 2 : 0;
    const double at = chroma ? 1U << (bits - 1) : 0;
    table[v] = static_cast<uint16_t>(rounded((v - middle) * to / from + at, to));
  }
  const bool wide = bits > 8;
  const bool swap = isSwapped(description, bits);
  const int width = chroma ? AV_CEIL_RSHIFT(frame.width, description.log2_chroma_w) : frame.width;
  const int height =
      chroma ? AV_CEIL_RSHIFT(frame.height, description.log2_chroma_h) : frame.height;
  for (int y = 0; y < height; y++) {
    uint8_t* at = rowOf(frame, component.plane, y) + component.offset;
    for (int x = 0; x < width; x++, at += component.step) {
      const uint32_t stored = swap ? swapped(load(at, wide)) : load(at, wide);
      const uint32_t value = table[std::min(stored >> shift, from)];
      store(at, wide, swap ? swapped(value) : value);
    }
  }
}

struct Colours {
  double values[3];
};

LabWhite labWhiteOf(const CodedSamples& coded) {
  const bool own = coded.labWhite[0] > 0 && coded.labWhite[1] > 0;
  return own ? LabWhite(coded.labWhite[0], coded.labWhite[1]) : LabWhite();
}

// 0 to 1 each, from codes of 0 to 1; `middle` is the code of neutral chroma.
Colours rgbOf(const double* c, const CodedSamples& coded, const LabWhite& white, double middle) {
  const std::string& model = coded.model;
  if (model == "cmyk") {
    return {{(1 - c[0]) * (1 - c[3]), (1 - c[1]) * (1 - c[3]), (1 - c[2]) * (1 - c[3])}};
  }
  if (model == "cmy") return {{1 - c[0], 1 - c[1], 1 - c[2]}};
  if (model == "lab") {
    double lab[3];
    for (int i = 0; i < 3; i++) {
      lab[i] = (c[i] - coded.labOffset[i] / 255) * coded.labRange[i];
    }
    const Rgb rgb = labToSrgb({lab[0], lab[1], lab[2]}, white);
    return {{rgb.red, rgb.green, rgb.blue}};
  }
  // BT.601, full range: T.800 annex G.3's inverse.
  const double cb = c[1] - middle;
  const double cr = c[2] - middle;
  Colours rgb = {{c[0] + 1.402 * cr, c[0] - 0.344136 * cb - 0.714136 * cr, c[0] + 1.772 * cb}};
  for (double& value : rgb.values) {
    value = std::clamp(value, 0.0, 1.0);
    if (model == "ycck") value *= 1 - c[3];
  }
  return rgb;
}

bool isWide(AVPixelFormat format) {
  return format == AV_PIX_FMT_RGB48 || format == AV_PIX_FMT_RGBA64;
}

int packedChannels(AVPixelFormat format) {
  if (format == AV_PIX_FMT_RGB24 || format == AV_PIX_FMT_RGB48) return 3;
  return format == AV_PIX_FMT_RGBA || format == AV_PIX_FMT_RGBA64 ? 4 : 0;
}

FramePtr converted(const AVFrame& frame, const CodedSamples& coded, const std::string& label) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const int channels = packedChannels(format);
  const bool inks = coded.model == "cmyk" || coded.model == "ycck";
  if (channels < (inks ? 4 : 3)) {
    throw Error("ERR_DECODE", label + ": its samples (" + av_get_pix_fmt_name(format) +
                                  ") cannot be " + coded.model);
  }
  const bool wide = isWide(format);
  const bool alpha = !inks && channels == 4;
  const uint32_t max = wide ? UINT16_MAX : UINT8_MAX;
  const int size = wide ? 2 : 1;
  const uint32_t white = coded.depth > 0 ? (1U << coded.depth) - 1 : max;
  const uint32_t middleCode = white / 2 + 1;
  const double middle = static_cast<double>(middleCode) / white;
  const LabWhite labWhite = labWhiteOf(coded);
  FramePtr rgb = makeFrame(alpha  ? format
                           : wide ? AV_PIX_FMT_RGB48
                                  : AV_PIX_FMT_RGB24,
                           frame.width, frame.height);
  for (int y = 0; y < frame.height; y++) {
    const uint8_t* in = rowOf(frame, 0, y);
    uint8_t* out = rowOf(*rgb, 0, y);
    for (int x = 0; x < frame.width; x++, in += static_cast<ptrdiff_t>(channels) * size) {
      double codes[4] = {};
      for (int c = 0; c < channels; c++) {
        codes[c] = static_cast<double>(load(in + static_cast<ptrdiff_t>(c) * size, wide)) / max;
      }
      const Colours colours = rgbOf(codes, coded, labWhite, middle);
      for (const double value : colours.values) {
        store(out, wide, rounded(value * max, max));
        out += size;
      }
      if (!alpha) continue;
      store(out, wide, load(in + 3 * static_cast<ptrdiff_t>(size), wide));
      out += size;
    }
  }
  return rgb;
}

// Packed formats with alpha last. Where alpha is 0 the colour stays.
void divideByAlpha(AVFrame& frame, const std::string& label) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const bool gray = format == AV_PIX_FMT_YA8 || format == AV_PIX_FMT_YA16;
  const bool wide = format == AV_PIX_FMT_YA16 || format == AV_PIX_FMT_RGBA64;
  if (!gray && packedChannels(format) != 4) {
    throw Error("ERR_DECODE", label + ": premultiplied alpha in " + av_get_pix_fmt_name(format) +
                                  " is not supported");
  }
  const int colours = gray ? 1 : 3;
  const ptrdiff_t size = wide ? 2 : 1;
  const uint64_t max = wide ? UINT16_MAX : UINT8_MAX;
  for (int y = 0; y < frame.height; y++) {
    uint8_t* at = rowOf(frame, 0, y);
    for (int x = 0; x < frame.width; x++, at += (colours + 1) * size) {
      const uint64_t alpha = load(at + colours * size, wide);
      for (int c = 0; alpha > 0 && c < colours; c++) {
        const uint64_t value = load(at + c * size, wide);
        const uint64_t straight = std::min((value * max + alpha / 2) / alpha, max);
        store(at + c * size, wide, static_cast<uint32_t>(straight));
      }
    }
  }
}

}  // namespace

FramePtr plainSamples(FramePtr frame, const CodedSamples& coded, const std::string& label) {
  if (!coded.any()) return frame;
  check(av_frame_make_writable(frame.get()), "ERR_DECODE", label);
  const AVPixFmtDescriptor& description =
      *av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame->format));
  const bool readable = (description.flags & (AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                                              AV_PIX_FMT_FLAG_FLOAT)) == 0 &&
                        description.comp[0].depth <= 16;
  const bool scales = coded.depth > 0 || coded.max > 0;
  for (int i = 0; scales && readable && i < description.nb_components; i++) {
    scaleComponent(*frame, description, i, coded);
  }
  if (!coded.palette.empty()) frame = throughPalette(*frame, coded, label);
  if (!coded.order.empty()) frame = inOrder(*frame, coded.order, label);
  if (!coded.model.empty()) frame = converted(*frame, coded, label);
  if (coded.premultiplied) divideByAlpha(*frame, label);
  return frame;
}

}  // namespace nodecodecs
