#include <algorithm>
#include <cstring>

#include "codec/codec.h"
#include "codec/encoder.h"
#include "codec/jpeg.h"
#include "error.h"

namespace nodecodecs {
namespace {

// After the encode: see rejectUnknown in encoder.cc for why an encoder is not closed before.
void rejectRefused(const LogCapture& log, const EncodeRequest& request) {
  if (log.refused().empty()) return;
  throw Error("ERR_ENCODE",
              request.label + ": " + request.encoder + " did not take an option: " + log.refused());
}

// Some encoders hand one picture over in several packets; the stream is their concatenation.
void append(AVPacket& whole, const AVPacket& part) {
  const int before = whole.size;
  check(av_grow_packet(&whole, part.size), "ERR_ENCODE", "av_grow_packet");
  std::copy_n(part.data, part.size, whole.data + before);
}

// `flushed`: it needed the end of the input to give its packet, and takes no other picture.
PacketPtr receiveAll(AVCodecContext& context, const EncodeRequest& request, const LogCapture& log,
                     bool& flushed) {
  const std::string where = request.label + ": avcodec_receive_packet(" + request.encoder + ")";
  PacketPtr packet = newPacket();
  int rc = avcodec_receive_packet(&context, packet.get());
  flushed = rc == AVERROR(EAGAIN);
  if (!flushed) {
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

void attachProfile(AVFrame& frame, const std::vector<uint8_t>& icc) {
  if (icc.empty()) return;
  const AVFrameSideData* data =
      allocated(av_frame_new_side_data(&frame, AV_FRAME_DATA_ICC_PROFILE, icc.size()));
  memcpy(data->data, icc.data(), icc.size());
}

// A profile that the encoder does not take is left out by libavcodec, which only warns of it.
void checkProfile(const LogCapture& log, const EncodeRequest& request) {
  if (request.icc.empty() || log.first().find("ICC") == std::string::npos) return;
  throw Error("ERR_ENCODE", request.label + ": the encoder does not take this ICC profile");
}

// Once the encoder is open nothing may end this but libav's own errors: see rejectUnknown in
// encoder.cc. After an error it is not kept.
PacketPtr encodeByLibav(const EncodeRequest& request, AVFrame& frame) {
  LogCapture log;
  OpenEncoder encoder = openEncoder(request, log);
  AVCodecContext& context = *encoder.context;
  frame.pts = encoder.pictures++;
  frame.pict_type = AV_PICTURE_TYPE_NONE;
  frame.quality = context.global_quality;  // read by the qscale encoders, ignored by the others
  frame.color_range = context.color_range;
  frame.colorspace = context.colorspace;
  frame.color_primaries = context.color_primaries;
  frame.color_trc = context.color_trc;
  frame.chroma_location = context.chroma_sample_location;
  attachProfile(frame, request.icc);
  check(avcodec_send_frame(&context, &frame), "ERR_ENCODE",
        request.label + ": avcodec_send_frame(" + request.encoder + ")", &log);
  bool flushed = false;
  PacketPtr packet = receiveAll(context, request, log, flushed);
  rejectRefused(log, request);
  checkProfile(log, request);
  if (!request.bitstreamFilter.empty()) packet = filter(std::move(packet), context, request, log);
  if (request.keep && !flushed) keepEncoder(std::move(encoder));
  return packet;
}

}  // namespace

void AbortFlag::poll() const {
  if (isRaised()) throw Error("ERR_ABORTED", "aborted");
}

bool isJpegEngine(const std::string& engine) {
  if (engine == "jpeg" || engine == "libav") return engine == "jpeg";
  throw Error("RangeError", "engine: expected libav or jpeg, got '" + engine + "'");
}

bool takesAnyRows(const EncodeRequest& request) {
  return isJpegEngine(request.engine);
}

PacketPtr encode(const EncodeRequest& request, AVFrame& frame, const AbortFlag& abort) {
  abort.poll();
  PacketPtr packet =
      isJpegEngine(request.engine) ? encodeJpeg(request, frame) : encodeByLibav(request, frame);
  if (packet->size == 0) {
    throw Error("ERR_ENCODE", request.label + ": " + request.encoder + " gave no bytes");
  }
  return packet;
}

}  // namespace nodecodecs
