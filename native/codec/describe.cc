#include "codec/describe.h"

extern "C" {
#include <libavutil/pixdesc.h>
}
#include "av.h"
#include "codec/jpeg.h"
#include "codec/libraries.h"
#include "codec/png/png.h"
#include "codec/tiff/tiff.h"

namespace nodecodecs {
namespace {

std::vector<std::string> pixelFormatsOf(const AVCodec* codec) {
  std::vector<std::string> names;
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(61, 13, 100)
  const void* list = nullptr;
  int count = 0;
  if (avcodec_get_supported_config(nullptr, codec, AV_CODEC_CONFIG_PIX_FORMAT, 0, &list, &count) <
          0 ||
      list == nullptr) {
    return names;
  }
  const auto* formats = static_cast<const AVPixelFormat*>(list);
#else
  const AVPixelFormat* formats = codec->pix_fmts;
  if (formats == nullptr) return names;
#endif
  for (; *formats != AV_PIX_FMT_NONE; formats++) names.push_back(av_get_pix_fmt_name(*formats));
  return names;
}

const AVCodec* findVideoCodec(const std::string& name, bool encoder) {
  const AVCodec* codec = encoder ? avcodec_find_encoder_by_name(name.c_str())
                                 : avcodec_find_decoder_by_name(name.c_str());
  return codec != nullptr && codec->type == AVMEDIA_TYPE_VIDEO ? codec : nullptr;
}

std::string dotted(unsigned version) {
  return std::to_string(AV_VERSION_MAJOR(version)) + "." +
         std::to_string(AV_VERSION_MINOR(version)) + "." +
         std::to_string(AV_VERSION_MICRO(version));
}

}  // namespace

std::optional<CodecDescription> describeCodec(const std::string& name, bool encoder) {
  const AVCodec* codec = findVideoCodec(name, encoder);
  if (codec == nullptr) return std::nullopt;
  CodecDescription description;
  description.name = codec->name;
  description.longName = codec->long_name == nullptr ? "" : codec->long_name;
  description.codec = avcodec_get_name(codec->id);
  description.experimental = (codec->capabilities & AV_CODEC_CAP_EXPERIMENTAL) != 0;
  description.pixelFormats = pixelFormatsOf(codec);
  return description;
}

bool hasCodec(const std::string& name, bool encoder) {
  if (name == "libjpeg-turbo") return true;
  if (!encoder && name == kTiffDecoder) return !tiffVersion().empty();
  if (!encoder && name == kPngDecoder) return hasPngDecoder();
  return findVideoCodec(name, encoder) != nullptr;
}

std::vector<std::pair<std::string, std::string>> versions() {
  std::vector<std::pair<std::string, std::string>> list = {
      {"ffmpeg", av_version_info()},
      {"libavcodec", dotted(avcodec_version())},
      {"libavutil", dotted(avutil_version())},
      {"libjpeg-turbo", jpegVersion()}};
  if (!tiffVersion().empty()) list.emplace_back(kTiffDecoder, tiffVersion());
  const std::vector<std::pair<std::string, std::string>> others = codecLibraries();
  list.insert(list.end(), others.begin(), others.end());
  return list;
}

}  // namespace nodecodecs
