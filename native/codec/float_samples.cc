#include "codec/float_samples.h"

extern "C" {
#include <libavutil/avconfig.h>
#include <libavutil/pixdesc.h>
}
#include <cmath>
#include <cstring>
#include <utility>

#include "error.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

// What holds as many components of 16 bits, by the number of them.
AVPixelFormat integerFormat(const AVPixFmtDescriptor& description) {
  switch (description.nb_components) {
    case 1:
      return AV_PIX_FMT_GRAY16;
    case 3:
      return AV_PIX_FMT_GBRP16;
    case 4:
      return AV_PIX_FMT_GBRAP16;
    default:
      return AV_PIX_FMT_NONE;
  }
}

bool isPlanarFloat(const AVPixFmtDescriptor& description) {
  const bool isFloat = (description.flags & AV_PIX_FMT_FLAG_FLOAT) != 0;
  for (int c = 0; c < description.nb_components; c++) {
    if (description.comp[c].depth != 32 || description.comp[c].step != 4) return false;
  }
  return isFloat;
}

float load(const uint8_t* at, bool swap) {
  uint8_t bytes[4];
  for (int i = 0; i < 4; i++) bytes[i] = at[swap ? 3 - i : i];
  float value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

uint16_t code(float value) {
  if (!(value > 0)) return 0;
  return value >= 1 ? UINT16_MAX
                    : static_cast<uint16_t>(std::floor(double{value} * UINT16_MAX + 0.5));
}

}  // namespace

FramePtr integerSamples(FramePtr frame) {
  const AVPixFmtDescriptor* from = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame->format));
  if (from == nullptr || !isPlanarFloat(*from)) return frame;
  const AVPixelFormat format = integerFormat(*from);
  if (format == AV_PIX_FMT_NONE) return frame;
  const AVPixFmtDescriptor& to = *av_pix_fmt_desc_get(format);
  FramePtr integers = makeFrame(format, frame->width, frame->height);
  check(av_frame_copy_props(integers.get(), frame.get()), "ERR_DECODE", "av_frame_copy_props");
  const bool swap = ((from->flags & AV_PIX_FMT_FLAG_BE) != 0) != (AV_HAVE_BIGENDIAN != 0);
  for (int c = 0; c < from->nb_components; c++) {
    for (int y = 0; y < frame->height; y++) {
      const uint8_t* in = rowOf(*frame, from->comp[c].plane, y) + from->comp[c].offset;
      auto* out = reinterpret_cast<uint16_t*>(rowOf(*integers, to.comp[c].plane, y));
      for (int x = 0; x < frame->width; x++, in += 4) out[x] = code(load(in, swap));
    }
  }
  return integers;
}

}  // namespace nodecodecs
