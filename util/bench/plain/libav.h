// One picture through swscale and libavcodec, from open to close.
#pragma once
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}
#include <cstring>

#include "trial.h"

inline void check(int rc, const char* what) {
  if (rc >= 0) return;
  char text[AV_ERROR_MAX_STRING_SIZE];
  av_strerror(rc, text, sizeof text);
  throw std::runtime_error(std::string(what) + ": " + text);
}

inline bool isRgb(AVPixelFormat format) {
  return (av_pix_fmt_desc_get(format)->flags & AV_PIX_FMT_FLAG_RGB) != 0;
}

// 4:4:4 needs no resampling: point sampling is swscale's fastest way there. Subsampled chroma gets
// the ffmpeg program's default.
inline int scalerFlags(AVPixelFormat planar) {
  return av_pix_fmt_desc_get(planar)->log2_chroma_w == 0 ? SWS_POINT : SWS_BICUBIC;
}

inline SwsContext* openScaler(int width, int height, AVPixelFormat from, AVPixelFormat to,
                              bool fullFrom, bool fullTo) {
  const int flags = scalerFlags(from == AV_PIX_FMT_RGB24 ? to : from);
  SwsContext* scaler =
      sws_getContext(width, height, from, width, height, to, flags, nullptr, nullptr, nullptr);
  if (scaler == nullptr) throw std::runtime_error("sws_getContext");
  const int* matrix = sws_getCoefficients(SWS_CS_ITU601);
  sws_setColorspaceDetails(scaler, matrix, fullFrom, matrix, fullTo, 0, 1 << 16, 1 << 16);
  return scaler;
}

inline void keepCallersMemory(void*, uint8_t*) {}

inline AVFrame* toFrame(const Trial& trial, AVPixelFormat format) {
  AVFrame* frame = av_frame_alloc();
  frame->width = trial.width;
  frame->height = trial.height;
  frame->format = format;
  auto* rgb = const_cast<uint8_t*>(trial.rgb.data());
  if (format == AV_PIX_FMT_RGB24) {
    frame->buf[0] = av_buffer_create(rgb, trial.rgb.size(), keepCallersMemory, nullptr, 0);
    frame->data[0] = rgb;
    frame->linesize[0] = trial.width * 3;
    return frame;
  }
  check(av_frame_get_buffer(frame, 0), "av_frame_get_buffer");
  SwsContext* scaler = openScaler(trial.width, trial.height, AV_PIX_FMT_RGB24, format, true,
                                  trial.get("range") != "limited");
  const uint8_t* const planes[1] = {rgb};
  const int strides[1] = {trial.width * 3};
  sws_scale(scaler, planes, strides, 0, trial.height, frame->data, frame->linesize);
  sws_freeContext(scaler);
  return frame;
}

inline AVCodecContext* openCodec(const Trial& trial, const AVCodec* codec) {
  if (codec == nullptr) throw std::runtime_error("this FFmpeg lacks the codec");
  AVCodecContext* context = avcodec_alloc_context3(codec);
  AVDictionary* options = nullptr;
  for (const auto& [key, value] : trial.options) {
    av_dict_set(&options, key.c_str(), value.c_str(), 0);
  }
  if (av_codec_is_encoder(codec)) {
    context->width = trial.width;
    context->height = trial.height;
    context->pix_fmt = av_get_pix_fmt(trial.get("pixelFormat").c_str());
    context->time_base = {1, 25};
    context->framerate = {25, 1};
  } else {
    context->thread_count = 1;
  }
  check(avcodec_open2(context, codec, &options), "avcodec_open2");
  av_dict_free(&options);
  return context;
}

inline void filterPacket(const std::string& filter, const AVCodecContext& context,
                         AVPacket& packet) {
  AVBSFContext* bsf = nullptr;
  check(av_bsf_list_parse_str(filter.c_str(), &bsf), "av_bsf_list_parse_str");
  check(avcodec_parameters_from_context(bsf->par_in, &context), "parameters");
  check(av_bsf_init(bsf), "av_bsf_init");
  check(av_bsf_send_packet(bsf, &packet), "av_bsf_send_packet");
  check(av_bsf_receive_packet(bsf, &packet), "av_bsf_receive_packet");
  av_bsf_free(&bsf);
}

template <typename Use>
void encodeByLibav(const Trial& trial, Use use) {
  const AVCodec* codec = avcodec_find_encoder_by_name(trial.get("encoder").c_str());
  AVFrame* frame = toFrame(trial, av_get_pix_fmt(trial.get("pixelFormat").c_str()));
  AVCodecContext* context = openCodec(trial, codec);
  frame->pts = 0;
  frame->quality = context->global_quality;
  frame->color_range = context->color_range;
  AVPacket* packet = av_packet_alloc();
  check(avcodec_send_frame(context, frame), "avcodec_send_frame");
  int rc = avcodec_receive_packet(context, packet);
  if (rc == AVERROR(EAGAIN)) {
    check(avcodec_send_frame(context, nullptr), "flush");
    rc = avcodec_receive_packet(context, packet);
  }
  check(rc, "avcodec_receive_packet");
  if (!trial.get("bitstreamFilter").empty()) {
    filterPacket(trial.get("bitstreamFilter"), *context, *packet);
  }
  use(Outcome{packet->data, static_cast<size_t>(packet->size)});
  av_packet_free(&packet);
  av_frame_free(&frame);
  avcodec_free_context(&context);
}

inline bool isFullRange(const AVFrame& frame, const Trial& trial) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  if (isRgb(format) || strncmp(av_get_pix_fmt_name(format), "yuvj", 4) == 0) return true;
  if (frame.color_range == AVCOL_RANGE_UNSPECIFIED) return trial.get("range") != "limited";
  return frame.color_range == AVCOL_RANGE_JPEG;
}

template <typename Use>
void decodeByLibav(const Trial& trial, Use use) {
  const AVCodec* codec = avcodec_find_decoder_by_name(trial.get("decoder").c_str());
  AVCodecContext* context = openCodec(trial, codec);
  AVPacket* packet = av_packet_alloc();
  packet->data = const_cast<uint8_t*>(trial.stream.data());  // libavcodec pads a copy of its own
  packet->size = static_cast<int>(trial.stream.size());
  AVFrame* frame = av_frame_alloc();
  check(avcodec_send_packet(context, packet), "avcodec_send_packet");
  int rc = avcodec_receive_frame(context, frame);
  if (rc == AVERROR(EAGAIN)) {
    check(avcodec_send_packet(context, nullptr), "flush");
    rc = avcodec_receive_frame(context, frame);
  }
  check(rc, "avcodec_receive_frame");
  const size_t size = static_cast<size_t>(frame->width) * frame->height * 3;
  auto* rgb = static_cast<uint8_t*>(malloc(size));
  SwsContext* scaler =
      openScaler(frame->width, frame->height, static_cast<AVPixelFormat>(frame->format),
                 AV_PIX_FMT_RGB24, isFullRange(*frame, trial), true);
  uint8_t* const planes[1] = {rgb};
  const int strides[1] = {frame->width * 3};
  sws_scale(scaler, frame->data, frame->linesize, 0, frame->height, planes, strides);
  sws_freeContext(scaler);
  use(Outcome{rgb, size});
  free(rgb);
  av_frame_free(&frame);
  av_packet_free(&packet);
  avcodec_free_context(&context);
}
