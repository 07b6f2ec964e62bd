#include "codec/odd_origin.h"

extern "C" {
#include <libavutil/avconfig.h>
#include <libavutil/pixdesc.h>
}
#include <algorithm>
#include <cstring>
#include <vector>

#include "error.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

AVPixelFormat gbrOf(const AVPixFmtDescriptor& yuv, bool alpha) {
  for (int format = 0; format < AV_PIX_FMT_NB; format++) {
    const AVPixFmtDescriptor* gbr = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    if (gbr == nullptr || strncmp(gbr->name, alpha ? "gbrap" : "gbrp", alpha ? 5 : 4) != 0)
      continue;
    const bool isBig = (gbr->flags & AV_PIX_FMT_FLAG_BE) != 0;
    const bool fits = gbr->comp[0].depth == yuv.comp[0].depth && gbr->comp[0].shift == 0 &&
                      gbr->nb_components == (alpha ? 4 : 3) &&
                      (gbr->flags & AV_PIX_FMT_FLAG_FLOAT) == 0;
    if (fits && (gbr->comp[0].depth == 8 || isBig == (AV_HAVE_BIGENDIAN != 0))) {
      return static_cast<AVPixelFormat>(format);
    }
  }
  return AV_PIX_FMT_NONE;
}

// All of `from` into `to`, `columns` to the right and `rows` down; what is in front repeats the
// first.
void copyShifted(const AVFrame& from, AVFrame& to, int plane, int columns, int rows,
                 int sampleBytes) {
  const auto format = static_cast<AVPixelFormat>(from.format);
  const int width = planeRowBytes(format, from.width, plane) / sampleBytes;
  const int height = planeRows(format, from.height, plane);
  const int wanted = planeRowBytes(format, to.width, plane) / sampleBytes;
  const int wantedRows = planeRows(format, to.height, plane);
  for (int y = 0; y < wantedRows; y++) {
    const uint8_t* in = rowOf(from, plane, std::clamp(y - rows, 0, height - 1));
    uint8_t* out = rowOf(to, plane, y);
    for (int x = 0; x < wanted; x++) {
      const int at = std::clamp(x - columns, 0, width - 1);
      memcpy(out + static_cast<ptrdiff_t>(x) * sampleBytes,
             in + static_cast<ptrdiff_t>(at) * sampleBytes, static_cast<size_t>(sampleBytes));
    }
  }
}

// The picture from the sample of chroma in front of it on.
FramePtr completed(const AVFrame& frame, const AVPixFmtDescriptor& format,
                   const CodedSamples& coded) {
  FramePtr whole = makeFrame(static_cast<AVPixelFormat>(frame.format),
                             frame.width + coded.columnsBefore, frame.height + coded.rowsBefore);
  check(av_frame_copy_props(whole.get(), &frame), "ERR_DECODE", "av_frame_copy_props");
  const int sampleBytes = format.comp[0].depth > 8 ? 2 : 1;
  for (int c = 0; c < format.nb_components; c++) {
    const bool chroma = c == 1 || c == 2;
    const bool across = chroma && format.log2_chroma_w > 0;
    const bool down = chroma && format.log2_chroma_h > 0;
    copyShifted(frame, *whole, format.comp[c].plane,
                across ? std::min(coded.columnsBefore, 1) : coded.columnsBefore,
                down ? std::min(coded.rowsBefore, 1) : coded.rowsBefore, sampleBytes);
  }
  return whole;
}

bool isPlanarYuv(const AVPixFmtDescriptor& format) {
  const uint64_t flags = format.flags;
  return (flags & AV_PIX_FMT_FLAG_PLANAR) != 0 && (flags & AV_PIX_FMT_FLAG_RGB) == 0 &&
         format.nb_components >= 3;
}

}  // namespace

FramePtr rgbOfOddOrigin(const AVFrame& frame, const Colour& colour, const DecodeRequest& request) {
  const AVPixFmtDescriptor& format = *av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  const bool alpha = format.nb_components == 4;
  const AVPixelFormat gbr = isPlanarYuv(format) ? gbrOf(format, alpha) : AV_PIX_FMT_NONE;
  if (gbr == AV_PIX_FMT_NONE) {
    throw Error("ERR_DECODE", request.label + ": chroma from an odd origin in the pixel format " +
                                  format.name + " is not supported");
  }
  const FramePtr whole = completed(frame, format, request.coded);
  Pixels pixels;
  pixels.width = whole->width;
  pixels.height = whole->height;
  pixels.channels = alpha ? 4 : 3;
  pixels.bitDepth = format.comp[0].depth;
  pixels.columnStride = 1;
  pixels.rowStride = pixels.width;
  pixels.channelStride = static_cast<ptrdiff_t>(pixels.width) * pixels.height;
  const auto size = static_cast<size_t>(pixels.bytesPerSample());
  std::vector<uint8_t> samples(static_cast<size_t>(pixels.channelStride) *
                               static_cast<size_t>(pixels.channels) * size);
  pixels.data = samples.data();
  frameToPixels(*whole, colour, pixels);

  FramePtr rgb = makeFrame(gbr, frame.width, frame.height);
  const AVPixFmtDescriptor& planes = *av_pix_fmt_desc_get(gbr);
  for (int c = 0; c < pixels.channels; c++) {
    for (int y = 0; y < frame.height; y++) {
      const ptrdiff_t at = c * pixels.channelStride +
                           (y + request.coded.rowsBefore) * pixels.rowStride +
                           request.coded.columnsBefore;
      memcpy(rowOf(*rgb, planes.comp[c].plane, y), samples.data() + static_cast<size_t>(at) * size,
             static_cast<size_t>(frame.width) * size);
    }
  }
  return rgb;
}

}  // namespace nodecodecs
