#include "codec/encoder.h"

extern "C" {
#include <libavutil/opt.h>
}
#include <algorithm>
#include <mutex>

#include "codec/priority.h"

namespace nodecodecs {
namespace {

constexpr int kFramesPerSecond = 25;  // any would do; the ffmpeg program's default for raw video
constexpr size_t kMaxKept = 2;        // of each thread: one for colour and one for alpha or gray

// Some encoders set up state of the whole process when they open and free it when they close,
// without a lock of their own (SVT-AV1 1.4: two threads at once crash). libavcodec locks the
// opening only.
std::mutex openOrClose;

thread_local std::vector<OpenEncoder> kept;

// Before the encoder is opened, not by what avcodec_open2 leaves over: SVT-AV1 waits forever when
// it is closed before it has coded a picture.
void rejectUnknown(AVCodecContext& context, const EncodeRequest& request) {
  for (const auto& [key, value] : request.options) {
    // Of encoders alone: the context has options for its size and format, too, by which the encoder
    // would read past the frame.
    if (av_opt_find(&context, key.c_str(), nullptr, AV_OPT_FLAG_ENCODING_PARAM,
                    AV_OPT_SEARCH_CHILDREN) != nullptr) {
      continue;
    }
    throw Error("TypeError", request.label + ": " + request.encoder + " has no option '" + key +
                                 "' (given: '" + value + "')");
  }
}

int openLocked(AVCodecContext& context, const AVCodec& codec, Dictionary& options) {
  std::lock_guard<std::mutex> lock(openOrClose);
  const KeptPriority kept;
  return avcodec_open2(&context, &codec, options.address());
}

EncoderPtr newEncoder(const EncodeRequest& request, const LogCapture& log) {
  const AVCodec* codec = avcodec_find_encoder_by_name(request.encoder.c_str());
  if (codec == nullptr || codec->type != AVMEDIA_TYPE_VIDEO) {
    throw Error("ERR_UNAVAILABLE", request.label + ": this FFmpeg has no encoder of pictures '" +
                                       request.encoder + "'");
  }
  EncoderPtr context(allocated(avcodec_alloc_context3(codec)));
  context->width = request.width;
  context->height = request.height;
  context->pix_fmt = request.format;
  context->time_base = {1, kFramesPerSecond};
  context->framerate = {kFramesPerSecond, 1};
  rejectUnknown(*context, request);
  Dictionary options;
  for (const auto& [key, value] : request.options) options.set(key, value);
  const int rc = openLocked(*context, *codec, options);
  check(rc, "ERR_ENCODE", request.label + ": avcodec_open2(" + request.encoder + ")", &log);
  return context;
}

std::string kindOf(const EncodeRequest& request) {
  std::string kind = request.encoder + '\n' + std::to_string(request.format) + '\n' +
                     std::to_string(request.width) + 'x' + std::to_string(request.height);
  for (const auto& [key, value] : request.options) kind += '\n' + key + '=' + value;
  return kind;
}

}  // namespace

void EncoderCloser::operator()(AVCodecContext* context) const {
  std::lock_guard<std::mutex> lock(openOrClose);
  avcodec_free_context(&context);
}

OpenEncoder openEncoder(const EncodeRequest& request, const LogCapture& log) {
  if (!request.keep) return {newEncoder(request, log), "", 0};
  std::string kind = kindOf(request);
  const auto found = std::find_if(kept.begin(), kept.end(),
                                  [&](const OpenEncoder& one) { return one.kind == kind; });
  if (found == kept.end()) return {newEncoder(request, log), std::move(kind), 0};
  OpenEncoder encoder = std::move(*found);
  kept.erase(found);
  return encoder;
}

void keepEncoder(OpenEncoder encoder) {
  if (kept.size() == kMaxKept) kept.erase(kept.begin());
  kept.push_back(std::move(encoder));
}

}  // namespace nodecodecs
