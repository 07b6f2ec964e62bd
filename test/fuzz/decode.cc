// Any bytes through every decoder: a picture of the promised shape, or an error of ours.
#include <cstring>

#include "codec/codec.h"
#include "codec/dav1d.h"
#include "codec/picture.h"
#include "invariant.h"

namespace {

using namespace nodecodecs;

constexpr const char* decoders[] = {
#include "decoders.def"
};
constexpr int64_t maxPixels = 1 << 18;
constexpr int channelChoices[] = {0, 1, 3, 4};
constexpr int depthChoices[] = {0, 8, 10, 16};

PictureFormat formatFrom(uint8_t choice) {
  PictureFormat format;
  format.planes = (choice & 1) != 0;
  format.planarLayout = (choice & 2) != 0;
  format.channels = channelChoices[choice >> 2 & 3];
  format.bitDepth = depthChoices[choice >> 4 & 3];
  if ((choice & 64) != 0) format.width = format.height = 7;
  return format;
}

void check(const Picture& picture, const PictureFormat& wanted) {
  fuzz::require(picture.width > 0 && picture.height > 0, "the picture is empty");
  const int64_t pixels = static_cast<int64_t>(picture.width) * picture.height;
  fuzz::require(pixels <= maxPixels, "more than maxPixels");
  fuzz::require(wanted.width == 0 || picture.width == wanted.width, "not cropped");
  if (wanted.planes) {
    fuzz::require(!picture.data.empty(), "no planes");
    return;
  }
  fuzz::require(picture.data.size() == 1, "pixels are one array");
  fuzz::require(wanted.channels == 0 || picture.channels == wanted.channels, "other channels");
  fuzz::require(wanted.bitDepth == 0 || picture.bitDepth == wanted.bitDepth, "another depth");
  const int64_t bytes = pixels * picture.channels * (picture.bitDepth > 8 ? 2 : 1);
  fuzz::require(static_cast<int64_t>(picture.data[0].size()) == bytes, "another size");
}

// FFmpeg's wrapper of libjxl waits forever for the rest of a signature; lib/bitstream/jxl.ts lets
// nothing else than these two through.
bool waitsForever(const std::string& decoder, const uint8_t* data, size_t size) {
  static const uint8_t container[] = {0, 0, 0, 12, 'J', 'X', 'L', ' ', 13, 10, 0x87, 10};
  if (decoder != "libjxl") return false;
  const bool bare = size >= 2 && data[0] == 0xff && data[1] == 0x0a;
  return !bare && (size < sizeof container || memcmp(data, container, sizeof container) != 0);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  captureLogs();
  guardDav1d();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  DecodeRequest request;
  request.label = "fuzz";
  request.decoder = decoders[data[0] % std::size(decoders)];
  request.engine = request.decoder == "libjpeg-turbo" ? "jpeg" : "libav";
  request.maxPixels = maxPixels;
  if (waitsForever(request.decoder, data + 2, size - 2)) return 0;
  const PictureFormat format = formatFrom(data[1]);
  if (request.engine == "jpeg" && format.planes) request.options = {{"planes", "1"}};
  try {
    const PacketPtr packet = makePacket(data + 2, size - 2);
    const DecodedFrame decoded = decode(request, *packet, AbortFlag());
    check(makePicture(decoded, format, request.label), format);
  } catch (const Error& error) {
    fuzz::requireKnown(error);
  }
  return 0;
}
