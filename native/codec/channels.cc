#include "codec/channels.h"

extern "C" {
#include <libavutil/pixdesc.h>
}
#include <algorithm>
#include <cstring>

#include "error.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

constexpr AVPixelFormat kBytes[] = {AV_PIX_FMT_GRAY8, AV_PIX_FMT_YA8, AV_PIX_FMT_RGB24,
                                    AV_PIX_FMT_RGBA};
constexpr AVPixelFormat kWords[] = {AV_PIX_FMT_GRAY16, AV_PIX_FMT_YA16, AV_PIX_FMT_RGB48,
                                    AV_PIX_FMT_RGBA64};

int channelsIn(const AVPixelFormat (&formats)[4], int format) {
  const auto* found = std::find(std::begin(formats), std::end(formats), format);
  return found == std::end(formats) ? 0 : static_cast<int>(found - formats) + 1;
}

Error unfit(const AVFrame& frame, const std::string& label) {
  const char* name = av_get_pix_fmt_name(static_cast<AVPixelFormat>(frame.format));
  return {"ERR_DECODE", label + ": channels of " + name + " cannot be put in another order"};
}

}  // namespace

FramePtr inOrder(const AVFrame& frame, const std::vector<int>& order, const std::string& label) {
  const int narrow = channelsIn(kBytes, frame.format);
  const int channels = narrow > 0 ? narrow : channelsIn(kWords, frame.format);
  const auto isThere = [=](int channel) { return channel >= 0 && channel < channels; };
  if (order.empty() || order.size() > 4 || !std::all_of(order.begin(), order.end(), isThere)) {
    throw unfit(frame, label);
  }
  const size_t size = narrow > 0 ? 1 : 2;
  FramePtr out =
      makeFrame((narrow > 0 ? kBytes : kWords)[order.size() - 1], frame.width, frame.height);
  for (int y = 0; y < frame.height; y++) {
    const uint8_t* from = rowOf(frame, 0, y);
    uint8_t* to = rowOf(*out, 0, y);
    for (int x = 0; x < frame.width; x++, from += channels * size) {
      for (const int channel : order) {
        memcpy(to, from + channel * size, size);
        to += size;
      }
    }
  }
  return out;
}

FramePtr throughPalette(const AVFrame& frame, const CodedSamples& coded, const std::string& label) {
  const auto channels = static_cast<size_t>(coded.paletteChannels);
  if (frame.format != AV_PIX_FMT_GRAY8 || channels < 1 || channels > 4) throw unfit(frame, label);
  const bool wide = coded.paletteDepth > 8;
  const size_t entries = coded.palette.size() / channels;
  if (entries == 0) throw Error("ERR_DECODE", label + ": its palette is empty");
  const unsigned most = coded.depth > 0 && coded.depth < 8 ? (1U << coded.depth) - 1 : UINT8_MAX;
  FramePtr out = makeFrame((wide ? kWords : kBytes)[channels - 1], frame.width, frame.height);
  for (int y = 0; y < frame.height; y++) {
    const uint8_t* from = rowOf(frame, 0, y);
    uint8_t* to = rowOf(*out, 0, y);
    for (int x = 0; x < frame.width; x++) {
      // Indices of fewer than 8 bits were scaled like samples.
      const size_t index = (from[x] * most + UINT8_MAX / 2) / UINT8_MAX;
      const uint16_t* row = &coded.palette[std::min(index, entries - 1) * channels];
      for (size_t c = 0; c < channels; c++) {
        if (wide) {
          memcpy(to, &row[c], sizeof row[c]);
        } else {
          *to = static_cast<uint8_t>(row[c]);
        }
        to += wide ? 2 : 1;
      }
    }
  }
  return out;
}

}  // namespace nodecodecs
