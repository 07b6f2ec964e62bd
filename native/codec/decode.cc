#include <algorithm>
#include <cstdio>

#include "codec/codec.h"
#include "codec/decoded_colour.h"
#include "codec/float_samples.h"
#include "codec/hevc_end.h"
#include "codec/jpeg.h"
#include "codec/odd_origin.h"
#include "codec/png/png.h"
#include "codec/tiff/tiff.h"
#include "error.h"

namespace nodecodecs {
namespace {

constexpr const char* kTooManyPixels = "exceeds specified max pixel count";
constexpr int kMaxPacketBytes = INT32_MAX - AV_INPUT_BUFFER_PADDING_SIZE;

// What get_buffer2 needs to refuse a picture before its memory is allocated, and to mark it.
struct Limit {
  int64_t maxPixels;
  int64_t padding;
  bool exceeded = false;
  BlockMarks marks;
};

int boundedBuffer(AVCodecContext* context, AVFrame* frame, int flags) {
  auto* limit = static_cast<Limit*>(context->opaque);
  if (static_cast<int64_t>(frame->width) * frame->height > limit->maxPixels + limit->padding) {
    limit->exceeded = true;
    return AVERROR(ERANGE);
  }
  const int rc = avcodec_default_get_buffer2(context, frame, flags);
  if (rc >= 0 && context->codec_id == AV_CODEC_ID_HEVC) limit->marks.set(*frame);
  if (rc >= 0 && context->codec_id == AV_CODEC_ID_PNG) limit->marks.setRows(*frame);
  return rc;
}

CodecContextPtr openDecoder(const DecodeRequest& request, Limit& limit, const LogCapture& log) {
  const AVCodec* codec = avcodec_find_decoder_by_name(request.decoder.c_str());
  if (codec == nullptr || codec->type != AVMEDIA_TYPE_VIDEO) {
    throw Error("ERR_UNAVAILABLE", request.label + ": this FFmpeg has no decoder of pictures '" +
                                       request.decoder + "'");
  }
  CodecContextPtr context(allocated(avcodec_alloc_context3(codec)));
  context->opaque = &limit;
  context->get_buffer2 = boundedBuffer;
  context->max_pixels = limit.maxPixels + limit.padding;
  context->thread_count = 1;
  context->thread_type = FF_THREAD_SLICE;  // or it warns of get_buffer2 among frame threads
  context->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK;
  context->pix_fmt = request.codedFormat;
  Dictionary options;
  for (const auto& [key, value] : request.options) options.set(key, value);
  check(avcodec_open2(context.get(), codec, options.address()), "ERR_DECODE",
        request.label + ": avcodec_open2(" + request.decoder + ")", &log);
  const AVDictionaryEntry* left =
      av_dict_get(*options.address(), "", nullptr, AV_DICT_IGNORE_SUFFIX);
  if (left != nullptr) {
    throw Error("TypeError",
                request.label + ": " + request.decoder + " has no option '" + left->key + "'");
  }
  return context;
}

FramePtr receiveFirst(AVCodecContext& context, const AVPacket& packet, const std::string& where,
                      const LogCapture& log) {
  check(avcodec_send_packet(&context, &packet), "ERR_DECODE", where, &log);
  FramePtr frame = newFrame();
  int rc = avcodec_receive_frame(&context, frame.get());
  if (rc == AVERROR(EAGAIN)) {
    check(avcodec_send_packet(&context, nullptr), "ERR_DECODE", where, &log);
    rc = avcodec_receive_frame(&context, frame.get());
  }
  if (rc == AVERROR_EOF) {
    const std::string why = log.first().empty() ? "" : " - " + log.first();
    throw Error("ERR_DECODE", where + ": no picture in the data" + why, avErrorName(rc));
  }
  check(rc, "ERR_DECODE", where, &log);
  return frame;
}

std::vector<uint8_t> profileOf(const AVFrame& frame) {
  const AVFrameSideData* data = av_frame_get_side_data(&frame, AV_FRAME_DATA_ICC_PROFILE);
  if (data == nullptr) return {};
  return {data->data, data->data + data->size};
}

bool isDamaged(const AVFrame& frame) {
  return frame.decode_error_flags != 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0;
}

// The size in av_image_check_size2's words, before what it says of it.
bool readSize(const std::string& line, const char* verdict, unsigned& width, unsigned& height) {
  const size_t at = line.find("Picture size ");
  if (at == std::string::npos || line.find(verdict) == std::string::npos) return false;
  const bool read = sscanf(line.c_str() + at, "Picture size %ux%u", &width, &height) == 2;
  return read && width > 0 && height > 0;
}

// More than libav itself can hold, not an empty picture.
bool isBeyondLibav(const LogCapture& log) {
  unsigned width = 0;
  unsigned height = 0;
  return readSize(log.first(), "is invalid", width, height);
}

// Decoders report an oversized picture by five different codes: the sizes themselves are sure, or,
// where a decoder asks before it sets them, libav's words.
bool isTooLarge(const AVCodecContext& context, const Limit& limit, const LogCapture& log) {
  const int64_t pixels = static_cast<int64_t>(context.width) * context.height;
  return limit.exceeded || pixels > limit.maxPixels ||
         log.first().find(kTooManyPixels) != std::string::npos;
}

// libavcodec holds the limit against rows that are padded for SIMD, and against pictures of whole
// blocks. Returns what a picture that may be within the limit lacks for them, or 0.
int64_t missingPadding(const Limit& limit, const LogCapture& log) {
  constexpr unsigned kRows = 128;
  constexpr unsigned kBlock = 64;
  unsigned width = 0;
  unsigned height = 0;
  if (!readSize(log.first(), kTooManyPixels, width, height)) return 0;
  const auto least = [](unsigned size) { return int64_t{size > kBlock ? size - kBlock + 1 : 1}; };
  if (least(width) * least(height) > limit.maxPixels) return 0;
  return int64_t{width + kRows} * height - limit.maxPixels;
}

// Returns nullptr, and in `padding` what to try again with, where that alone was missing.
FramePtr tryByLibav(const DecodeRequest& request, const AVPacket& packet, int64_t& padding) {
  LogCapture log;
  Limit limit{request.maxPixels, padding, false, {}};
  CodecContextPtr context = openDecoder(request, limit, log);
  const std::string where = request.label + ": decode(" + request.decoder + ")";
  try {
    const PacketPtr ended =
        context->codec_id == AV_CODEC_ID_HEVC ? withEndOfSlice(packet) : nullptr;
    FramePtr frame = receiveFirst(*context, ended ? *ended : packet, where, log);
    if (limit.marks.anyLeft()) throw Error("ERR_DECODE", where + ": the picture is incomplete");
    if (!isDamaged(*frame) && !log.lossy()) return frame;
    throw Error("ERR_DECODE", where + ": the data is damaged - " + log.first());
  } catch (const Error&) {
    if (isBeyondLibav(log)) {
      throw Error("ERR_LIMIT", where + ": more than FFmpeg holds - " + log.first());
    }
    padding = padding == 0 ? missingPadding(limit, log) : 0;
    if (padding > 0) return nullptr;
    if (isTooLarge(*context, limit, log)) throw tooManyPixels(request);
    throw;
  }
}

FramePtr decodeByLibav(const DecodeRequest& request, const AVPacket& packet) {
  int64_t padding = 0;
  FramePtr frame = tryByLibav(request, packet, padding);
  return frame ? std::move(frame) : tryByLibav(request, packet, padding);
}

}  // namespace

Error tooManyPixels(const DecodeRequest& request) {
  return {"ERR_LIMIT", request.label + ": the picture has more than maxPixels (" +
                           std::to_string(request.maxPixels) + ")"};
}

DecodedFrame decode(const DecodeRequest& request, const AVPacket& packet, const AbortFlag& abort) {
  abort.poll();
  DecodedFrame result;
  if (isJpegEngine(request.engine)) {
    result = decodeJpeg(request, packet, abort);
  } else if (request.decoder == kTiffDecoder) {
    result = decodeTiff(request, packet, abort);
  } else if (request.decoder == kPngDecoder) {
    result = decodePng(request, packet, abort);
  } else {
    FramePtr frame = decodeByLibav(request, packet);
    if (request.profile) {
      result.icc = profileOf(*frame);
      result.points = {frame->color_primaries, frame->color_trc};
    }
    nameIfGbr(*frame, request);
    result.frame = plainSamples(integerSamples(std::move(frame)), request.coded, request.label);
    result.depth =
        std::max(request.coded.depth > 8 ? request.coded.depth : 0, request.coded.scaledFrom);
  }
  const AVFrame& frame = *result.frame;
  if (static_cast<int64_t>(frame.width) * frame.height > request.maxPixels) {
    throw tooManyPixels(request);
  }
  result.colour = colourOf(frame, request);
  if (request.coded.columnsBefore > 0 || request.coded.rowsBefore > 0) {
    result.frame = rgbOfOddOrigin(frame, result.colour, request);
    result.colour.fullRange = true;  // RGB, whatever the file says of its YCbCr
  }
  return result;
}

PacketPtr makePacket(const uint8_t* data, size_t size) {
  if (size > static_cast<size_t>(kMaxPacketBytes)) {
    throw Error("ERR_LIMIT", "a stream of " + std::to_string(size) + " bytes is too long");
  }
  PacketPtr packet = newPacket();
  check(av_new_packet(packet.get(), static_cast<int>(size)), "ERR_DECODE", "av_new_packet");
  std::copy_n(data, size, packet->data);  // memcpy takes no null, which is where no bytes are
  return packet;
}

}  // namespace nodecodecs
