#include "codec/picture.h"

extern "C" {
#include <libavutil/pixdesc.h>
}
#include <algorithm>
#include <iterator>

#include "error.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

bool isOpaquePalette(const AVFrame& frame) {
  const auto* palette = reinterpret_cast<const uint32_t*>(frame.data[1]);
  return std::all_of(palette, palette + AVPALETTE_COUNT,
                     [](uint32_t argb) { return argb >> 24 == 0xff; });
}

int naturalChannels(const AVFrame& frame, const AVPixFmtDescriptor& description) {
  if (description.flags & AV_PIX_FMT_FLAG_PAL) return isOpaquePalette(frame) ? 3 : 4;
  if (description.flags & AV_PIX_FMT_FLAG_ALPHA) return 4;
  return description.nb_components == 1 ? 1 : 3;
}

int naturalDepth(const AVPixFmtDescriptor& description) {
  int depth = 8;
  for (int i = 0; i < description.nb_components; i++) {
    depth = std::max(depth, description.comp[i].depth);
  }
  return depth;
}

void readPlanes(const AVFrame& frame, const AVPixFmtDescriptor& description,
                const PictureFormat& wanted, const std::string& label, Picture& picture) {
  const bool plain = (description.flags &
                      (AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM)) == 0;
  if (!plain) {
    throw Error("TypeError", label + ": a stream of " + description.name +
                                 " has no planes to give; decode it to pixels");
  }
  const auto format = static_cast<AVPixelFormat>(frame.format);
  for (int p = 0; p < planeCount(format); p++) {
    picture.data.push_back(readPlane(frame, p, picture.width, picture.height, wanted.allocate));
  }
}

void readPixels(const DecodedFrame& decoded, const PictureFormat& wanted, Picture& picture) {
  const ptrdiff_t width = picture.width;
  const ptrdiff_t height = picture.height;
  Pixels pixels;
  pixels.width = picture.width;
  pixels.height = picture.height;
  pixels.channels = picture.channels;
  pixels.bitDepth = picture.bitDepth;
  pixels.columnStride = wanted.planarLayout ? 1 : picture.channels;
  pixels.rowStride = width * pixels.columnStride;
  pixels.channelStride = wanted.planarLayout ? width * height : 1;
  picture.data.push_back(
      wanted.allocate(width * height * picture.channels * pixels.bytesPerSample()));
  pixels.data = picture.data.front().data();
  const AVFrame& frame = *decoded.frame;
  const FramePtr view = viewOf(pixels, static_cast<AVPixelFormat>(frame.format),
                               decoded.colour.fullRange, picture.width, picture.height);
  if (view) return copyRows(frame, *view);
  frameToPixels(frame, decoded.colour, pixels);
}

// Formats whose frames can be pictures as they are.
struct PlainFormat {
  AVPixelFormat format;
  int channels;
  int bitDepth;
};

constexpr PlainFormat kPlainFormats[] = {{AV_PIX_FMT_GRAY8, 1, 8},  {AV_PIX_FMT_GRAY16, 1, 16},
                                         {AV_PIX_FMT_RGB24, 3, 8},  {AV_PIX_FMT_RGBA, 4, 8},
                                         {AV_PIX_FMT_RGB48, 3, 16}, {AV_PIX_FMT_RGBA64, 4, 16}};

bool isPictureItself(const PlainFormat& plain, int width, int height, const PictureFormat& wanted) {
  return !wanted.planes && !wanted.into && (!wanted.planarLayout || plain.channels == 1) &&
         (wanted.channels == 0 || wanted.channels == plain.channels) &&
         (wanted.bitDepth == 0 || wanted.bitDepth == plain.bitDepth) &&
         (wanted.width == 0 || wanted.width == width) &&
         (wanted.height == 0 || wanted.height == height);
}

DecodedFrame frameOver(const Samples& samples, AVPixelFormat format, int width, int height) {
  DecodedFrame decoded;
  decoded.samples = samples;
  decoded.frame = newFrame();
  AVFrame& frame = *decoded.frame;
  frame.format = format;
  frame.width = width;
  frame.height = height;
  frame.data[0] = samples.data();
  frame.linesize[0] = planeRowBytes(format, width, 0);
  return decoded;
}

}  // namespace

DecodedFrame frameToFill(AVPixelFormat format, int width, int height, const PictureFormat* wanted) {
  const auto* const plain =
      std::find_if(std::begin(kPlainFormats), std::end(kPlainFormats),
                   [format](const PlainFormat& one) { return one.format == format; });
  if (wanted != nullptr && plain != std::end(kPlainFormats) &&
      isPictureItself(*plain, width, height, *wanted)) {
    checkSize(format, width, height);
    const auto rowBytes = static_cast<size_t>(planeRowBytes(format, width, 0));
    return frameOver(wanted->allocate(rowBytes * static_cast<size_t>(height)), format, width,
                     height);
  }
  DecodedFrame decoded;
  decoded.frame = makeFrame(format, width, height);
  return decoded;
}

Picture makePicture(const DecodedFrame& decoded, const PictureFormat& wanted,
                    const std::string& label) {
  const AVFrame& frame = *decoded.frame;
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const AVPixFmtDescriptor& description = *av_pix_fmt_desc_get(format);
  const int wantedWidth = wanted.into ? wanted.into->width : wanted.width;
  const int wantedHeight = wanted.into ? wanted.into->height : wanted.height;
  if (wantedWidth > frame.width || wantedHeight > frame.height) {
    throw Error("ERR_DECODE", label + ": the stream holds " + std::to_string(frame.width) + "x" +
                                  std::to_string(frame.height) + ", less than the " +
                                  std::to_string(wantedWidth) + "x" + std::to_string(wantedHeight) +
                                  " that it should");
  }
  Picture picture;
  picture.width = wantedWidth > 0 ? wantedWidth : frame.width;
  picture.height = wantedHeight > 0 ? wantedHeight : frame.height;
  picture.channels = wanted.channels > 0 ? wanted.channels : naturalChannels(frame, description);
  const int natural = decoded.depth > 0 ? decoded.depth : naturalDepth(description);
  picture.bitDepth = wanted.bitDepth > 0 ? wanted.bitDepth : natural;
  picture.pixelFormat = description.name;
  picture.colour = decoded.colour;
  picture.warnings = decoded.warnings;
  picture.icc = decoded.icc;
  picture.points = decoded.points;
  if (wanted.planes) {
    if (frame.chroma_location != AVCHROMA_LOC_UNSPECIFIED) {
      picture.chromaLocation = av_chroma_location_name(frame.chroma_location);
    }
    picture.bitDepth = naturalDepth(description);
    readPlanes(frame, description, wanted, label, picture);
  } else if (!canRead(format)) {
    throw Error("ERR_DECODE",
                label + ": the pixel format " + description.name + " cannot be turned into RGB");
  } else if (wanted.into) {
    frameToPixels(frame, decoded.colour, *wanted.into);
  } else if (decoded.samples) {
    picture.data.push_back(*decoded.samples);
  } else {
    readPixels(decoded, wanted, picture);
  }
  return picture;
}

}  // namespace nodecodecs
