extern "C" {
#include <libavutil/opt.h>
}
#include <cstring>
#include <mutex>

#include "codec.h"
#include "error.h"
#include "jpeg.h"

namespace nodecodecs {
namespace {

constexpr int framesPerSecond = 25;  // any would do; the ffmpeg program's default for raw video

// Some encoders set up state of the whole process when they open and free it when they close,
// without a lock of their own (SVT-AV1 1.4: two threads at once crash). libavcodec locks the
// opening only.
std::mutex openOrClose;

struct EncoderCloser {
  void operator()(AVCodecContext* context) const {
    std::lock_guard<std::mutex> lock(openOrClose);
    avcodec_free_context(&context);
  }
};

using EncoderPtr = std::unique_ptr<AVCodecContext, EncoderCloser>;

// Before the encoder is opened, not by what avcodec_open2 leaves over: SVT-AV1 waits forever when
// it is closed before it has coded a picture.
void rejectUnknown(AVCodecContext& context, const EncodeRequest& request) {
  for (const auto& [key, value] : request.options) {
    if (av_opt_find(&context, key.c_str(), nullptr, 0, AV_OPT_SEARCH_CHILDREN) != nullptr) continue;
    throw Error("TypeError", request.label + ": " + request.encoder + " has no option '" + key +
                                 "' (given: '" + value + "')");
  }
}

int openLocked(AVCodecContext& context, const AVCodec& codec, Dictionary& options) {
  std::lock_guard<std::mutex> lock(openOrClose);
  return avcodec_open2(&context, &codec, options.address());
}

EncoderPtr openEncoder(const EncodeRequest& request, const AVFrame& frame, const LogCapture& log) {
  const AVCodec* codec = avcodec_find_encoder_by_name(request.encoder.c_str());
  if (codec == nullptr) {
    throw Error("ERR_UNAVAILABLE",
                request.label + ": this FFmpeg has no encoder '" + request.encoder + "'");
  }
  EncoderPtr context(avcodec_alloc_context3(codec));
  if (!context) throw std::bad_alloc();
  context->width = request.width;
  context->height = request.height;
  context->pix_fmt = request.format;
  context->time_base = {1, framesPerSecond};
  context->framerate = {framesPerSecond, 1};
  context->sample_aspect_ratio = frame.sample_aspect_ratio;
  rejectUnknown(*context, request);
  Dictionary options;
  for (const auto& [key, value] : request.options) options.set(key, value);
  const int rc = openLocked(*context, *codec, options);
  check(rc, "ERR_ENCODE", request.label + ": avcodec_open2(" + request.encoder + ")", &log);
  return context;
}

// After the encode: see rejectUnknown for why an encoder is not closed before.
void rejectRefused(const LogCapture& log, const EncodeRequest& request) {
  if (log.refused().empty()) return;
  throw Error("ERR_ENCODE",
              request.label + ": " + request.encoder + " did not take an option: " + log.refused());
}

PacketPtr newPacket() {
  PacketPtr packet(av_packet_alloc());
  if (!packet) throw std::bad_alloc();
  return packet;
}

// Some encoders hand one picture over in several packets; the stream is their concatenation.
void append(AVPacket& whole, const AVPacket& part) {
  const int before = whole.size;
  check(av_grow_packet(&whole, part.size), "ERR_ENCODE", "av_grow_packet");
  memcpy(whole.data + before, part.data, part.size);
}

PacketPtr receiveAll(AVCodecContext& context, const EncodeRequest& request, const LogCapture& log) {
  const std::string where = request.label + ": avcodec_receive_packet(" + request.encoder + ")";
  PacketPtr packet = newPacket();
  int rc = avcodec_receive_packet(&context, packet.get());
  if (rc != AVERROR(EAGAIN)) {
    check(rc, "ERR_ENCODE", where, &log);
    return packet;
  }
  check(avcodec_send_frame(&context, nullptr), "ERR_ENCODE", request.label + ": flush", &log);
  check(avcodec_receive_packet(&context, packet.get()), "ERR_ENCODE", where, &log);
  for (PacketPtr more = newPacket();; av_packet_unref(more.get())) {
    rc = avcodec_receive_packet(&context, more.get());
    if (rc == AVERROR_EOF) return packet;
    check(rc, "ERR_ENCODE", where, &log);
    append(*packet, *more);
  }
}

PacketPtr filter(PacketPtr packet, const AVCodecContext& context, const EncodeRequest& request,
                 const LogCapture& log) {
  const std::string where = request.label + ": bitstream filter " + request.bitstreamFilter;
  AVBSFContext* raw = nullptr;
  check(av_bsf_list_parse_str(request.bitstreamFilter.c_str(), &raw), "ERR_ENCODE", where, &log);
  BsfPtr bsf(raw);
  check(avcodec_parameters_from_context(bsf->par_in, &context), "ERR_ENCODE", where, &log);
  bsf->time_base_in = context.time_base;
  check(av_bsf_init(bsf.get()), "ERR_ENCODE", where, &log);
  check(av_bsf_send_packet(bsf.get(), packet.get()), "ERR_ENCODE", where, &log);
  check(av_bsf_receive_packet(bsf.get(), packet.get()), "ERR_ENCODE", where, &log);
  return packet;
}

// Once the encoder is open nothing may end this but libav's own errors: see rejectUnknown.
PacketPtr encodeByLibav(const EncodeRequest& request, AVFrame& frame) {
  LogCapture log;
  EncoderPtr context = openEncoder(request, frame, log);
  frame.pts = 0;
  frame.pict_type = AV_PICTURE_TYPE_NONE;
  frame.quality = context->global_quality;  // read by the qscale encoders, ignored by the others
  frame.color_range = context->color_range;
  frame.colorspace = context->colorspace;
  frame.color_primaries = context->color_primaries;
  frame.color_trc = context->color_trc;
  frame.chroma_location = context->chroma_sample_location;
  check(avcodec_send_frame(context.get(), &frame), "ERR_ENCODE",
        request.label + ": avcodec_send_frame(" + request.encoder + ")", &log);
  PacketPtr packet = receiveAll(*context, request, log);
  rejectRefused(log, request);
  if (request.bitstreamFilter.empty()) return packet;
  return filter(std::move(packet), *context, request, log);
}

}  // namespace

void AbortFlag::poll() const {
  if (flag_ != nullptr && *flag_ != 0) throw Error("ERR_ABORTED", "aborted");
}

PacketPtr encode(const EncodeRequest& request, AVFrame& frame, const AbortFlag& abort) {
  abort.poll();
  PacketPtr packet =
      request.engine == "jpeg" ? encodeJpeg(request, frame) : encodeByLibav(request, frame);
  if (packet->size == 0) {
    throw Error("ERR_ENCODE", request.label + ": " + request.encoder + " gave no bytes");
  }
  return packet;
}

}  // namespace nodecodecs
