extern "C" {
#include <libavutil/pixdesc.h>
}
#include <cstdio>
#include <cstring>

#include "codec/codec.h"
#include "codec/hevc_end.h"
#include "codec/jpeg.h"
#include "codec/tiff/tiff.h"
#include "error.h"

namespace nodecodecs {
namespace {

constexpr int kMaxPacketBytes = INT32_MAX - AV_INPUT_BUFFER_PADDING_SIZE;

// What get_buffer2 needs to refuse a picture before its memory is allocated, and to mark it.
struct Limit {
  int64_t maxPixels;
  bool exceeded = false;
  BlockMarks marks;
};

int boundedBuffer(AVCodecContext* context, AVFrame* frame, int flags) {
  auto* limit = static_cast<Limit*>(context->opaque);
  if (static_cast<int64_t>(frame->width) * frame->height > limit->maxPixels) {
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
  if (codec == nullptr) {
    throw Error("ERR_UNAVAILABLE",
                request.label + ": this FFmpeg has no decoder '" + request.decoder + "'");
  }
  CodecContextPtr context(avcodec_alloc_context3(codec));
  if (!context) throw std::bad_alloc();
  context->opaque = &limit;
  context->get_buffer2 = boundedBuffer;
  context->max_pixels = limit.maxPixels;
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
  FramePtr frame(av_frame_alloc());
  if (!frame) throw std::bad_alloc();
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

// dav1d hands on codes that libavutil has no name for, and that C++ may not read as an
// AVColorSpace.
int matrixCode(const AVFrame& frame) {
  static_assert(sizeof frame.colorspace == sizeof(int), "AVColorSpace is an int");
  int code = 0;
  memcpy(&code, &frame.colorspace, sizeof code);
  return code;
}

std::string matrixName(int code) {
  const bool known = code >= 0 && code < AVCOL_SPC_NB;
  return known ? av_color_space_name(static_cast<AVColorSpace>(code)) : std::to_string(code);
}

// ITU-T H.273 8.3, MatrixCoefficients 12: of the primaries whose matrices are known here.
Matrix matrixOfPrimaries(const AVFrame& frame, const DecodeRequest& request) {
  switch (frame.color_primaries) {
    case AVCOL_PRI_BT709:
    case AVCOL_PRI_UNSPECIFIED:
      return Matrix::bt709;
    case AVCOL_PRI_BT470BG:
    case AVCOL_PRI_SMPTE170M:
      return Matrix::bt601;
    case AVCOL_PRI_BT2020:
      return Matrix::bt2020;
    default:
      throw Error("ERR_DECODE", request.label + ": the colour matrix that follows from primaries " +
                                    std::to_string(frame.color_primaries) + " is not supported");
  }
}

Matrix matrixOf(const AVFrame& frame, const DecodeRequest& request) {
  switch (matrixCode(frame)) {
    case AVCOL_SPC_BT709:
      return Matrix::bt709;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
      return Matrix::bt601;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:  // read as other readers do, which know no constant luminance
      return Matrix::bt2020;
    case AVCOL_SPC_YCGCO:
      return Matrix::ycgco;
    case AVCOL_SPC_FCC:
      return Matrix::fcc;
    case AVCOL_SPC_SMPTE240M:
      return Matrix::smpte240m;
    case AVCOL_SPC_CHROMA_DERIVED_NCL:
      return matrixOfPrimaries(frame, request);
    case AVCOL_SPC_RGB:
    case AVCOL_SPC_UNSPECIFIED:
    case AVCOL_SPC_RESERVED:
      return request.untagged.matrix;
    default:
      throw Error("ERR_DECODE", request.label + ": the colour matrix '" +
                                    matrixName(matrixCode(frame)) + "' is not supported");
  }
}

bool isFullRange(const AVFrame& frame, const DecodeRequest& request) {
  const AVPixFmtDescriptor* description =
      av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  if (description->flags & AV_PIX_FMT_FLAG_RGB) return true;
  if (strncmp(description->name, "yuvj", 4) == 0) return true;
  if (frame.color_range == AVCOL_RANGE_UNSPECIFIED) return request.untagged.fullRange;
  return frame.color_range == AVCOL_RANGE_JPEG;
}

// Decoders hand on the planes of G, B and R as Y, Cb and Cr unless the stream's other tags are
// those of sRGB.
bool isIdentity(const AVFrame& frame, const DecodeRequest& request) {
  const bool said = request.forced && (request.forced->identity || request.forced->matrix);
  return said ? request.forced->identity : matrixCode(frame) == AVCOL_SPC_RGB;
}

// The same planes under the name of the GBR format of their depth.
void nameGbr(AVFrame& frame, const std::string& label) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const AVPixFmtDescriptor& description = *av_pix_fmt_desc_get(format);
  if ((description.flags & AV_PIX_FMT_FLAG_RGB) != 0 || description.nb_components < 3) return;
  const std::string name = description.name;
  for (const char* yuv : {"yuvj444p", "yuv444p"}) {
    if (name.compare(0, strlen(yuv), yuv) != 0) continue;
    const std::string gbr = "gbrp" + name.substr(strlen(yuv));
    const AVPixelFormat found = av_get_pix_fmt(gbr.c_str());
    if (found == AV_PIX_FMT_NONE) break;
    frame.format = found;
    return;
  }
  throw Error("ERR_DECODE", label + ": GBR in the planes of " + name + " is not supported");
}

Colour colourOf(const AVFrame& frame, const DecodeRequest& request) {
  if (!request.forced) return {matrixOf(frame, request), isFullRange(frame, request)};
  const Matrix matrix = request.forced->matrix ? *request.forced->matrix : matrixOf(frame, request);
  // Also of G, B, R: the box says it of the samples. Streams whose GBR is full range often do not.
  return {matrix, request.forced->fullRange};
}

std::vector<uint8_t> profileOf(const AVFrame& frame) {
  const AVFrameSideData* data = av_frame_get_side_data(&frame, AV_FRAME_DATA_ICC_PROFILE);
  if (data == nullptr) return {};
  return {data->data, data->data + data->size};
}

bool isDamaged(const AVFrame& frame) {
  return frame.decode_error_flags != 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0;
}

std::string limitMessage(const DecodeRequest& request) {
  return request.label + ": the picture has more than maxPixels (" +
         std::to_string(request.maxPixels) + ")";
}

// Decoders report an oversized picture by five different codes: the sizes themselves are sure, or,
// where a decoder asks before it sets them, av_image_check_size2's words.
// What av_image_check_size2 says of more than libav itself can hold (and of an empty picture).
bool isBeyondLibav(const std::string& line) {
  const size_t at = line.find("Picture size ");
  unsigned width = 0;
  unsigned height = 0;
  if (at == std::string::npos || line.find("is invalid") == std::string::npos) return false;
  const bool read = sscanf(line.c_str() + at, "Picture size %ux%u", &width, &height) == 2;
  return read && width > 0 && height > 0;
}

bool isTooLarge(const AVCodecContext& context, const Limit& limit, const LogCapture& log) {
  const int64_t pixels = static_cast<int64_t>(context.width) * context.height;
  return limit.exceeded || pixels > limit.maxPixels ||
         log.first().find("exceeds specified max pixel count") != std::string::npos;
}

FramePtr decodeByLibav(const DecodeRequest& request, const AVPacket& packet) {
  LogCapture log;
  Limit limit{request.maxPixels, false, {}};
  CodecContextPtr context = openDecoder(request, limit, log);
  const std::string where = request.label + ": decode(" + request.decoder + ")";
  try {
    const PacketPtr ended =
        context->codec_id == AV_CODEC_ID_HEVC ? withEndOfSlice(packet) : nullptr;
    FramePtr frame = receiveFirst(*context, ended ? *ended : packet, where, log);
    if (limit.marks.anyLeft()) throw Error("ERR_DECODE", where + ": the picture is incomplete");
    if (!isDamaged(*frame)) return frame;
    throw Error("ERR_DECODE", where + ": the data is damaged - " + log.first());
  } catch (const Error&) {
    if (isBeyondLibav(log.first())) {
      throw Error("ERR_LIMIT", where + ": more than FFmpeg holds - " + log.first());
    }
    if (isTooLarge(*context, limit, log)) throw Error("ERR_LIMIT", limitMessage(request));
    throw;
  }
}

}  // namespace

DecodedFrame decode(const DecodeRequest& request, const AVPacket& packet, const AbortFlag& abort) {
  abort.poll();
  DecodedFrame result;
  if (request.engine == "jpeg") {
    result = decodeJpeg(request, packet, abort);
  } else if (request.decoder == kTiffDecoder) {
    result = decodeTiff(request, packet, abort);
  } else {
    FramePtr frame = decodeByLibav(request, packet);
    if (request.profile) result.icc = profileOf(*frame);
    if (isIdentity(*frame, request)) nameGbr(*frame, request.label);
    result.frame = plainSamples(std::move(frame), request.coded, request.label);
    result.depth =
        std::max(request.coded.depth > 8 ? request.coded.depth : 0, request.coded.scaledFrom);
  }
  const AVFrame& frame = *result.frame;
  if (static_cast<int64_t>(frame.width) * frame.height > request.maxPixels) {
    throw Error("ERR_LIMIT", limitMessage(request));
  }
  result.colour = colourOf(frame, request);
  return result;
}

PacketPtr makePacket(const uint8_t* data, size_t size) {
  if (size > static_cast<size_t>(kMaxPacketBytes)) {
    throw Error("ERR_LIMIT", "a stream of " + std::to_string(size) + " bytes is too long");
  }
  PacketPtr packet(av_packet_alloc());
  if (!packet) throw std::bad_alloc();
  check(av_new_packet(packet.get(), static_cast<int>(size)), "ERR_DECODE", "av_new_packet");
  memcpy(packet->data, data, size);
  return packet;
}

}  // namespace nodecodecs
