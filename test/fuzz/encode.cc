// Any picture, shape, strides, pixel format and options through quick encoders and back: what comes
// back has the picture's shape, and is the picture where nothing may be lost.
extern "C" {
#include <libavutil/pixdesc.h>
}
#include <cstring>

#include "codec/codec.h"
#include "codec/picture.h"
#include "invariant.h"
#include "pixels/frame.h"
#include "view.h"

namespace {

using namespace nodecodecs;

struct Coder {
  const char* encoder;
  const char* decoder;
  const char* formats[10];
};

constexpr Coder coders[] = {
    {"png", "png", {"rgb24", "rgba", "gray", "ya8", "rgb48be", "rgba64be", "gray16be", "ya16be"}},
    {"qoi", "qoi", {"rgb24", "rgba"}},
    {"bmp", "bmp", {"bgr24", "bgra", "gray"}},
    {"tiff", "tiff", {"rgb24", "rgba", "gray", "rgb48le", "rgba64le", "gray16le"}},
    {"mjpeg", "mjpeg", {"yuv444p", "yuv422p", "yuv420p"}},
    {"libjpeg-turbo", "libjpeg-turbo", {"rgb24", "yuv444p", "yuv422p", "yuv420p", "gray"}},
    {"libwebp", "webp", {"bgra", "yuv420p", "yuva420p"}},
    {"libx264", "h264", {"yuv444p", "yuv422p", "yuv420p", "gray", "yuv444p10le", "gray10le"}},
    {"jpeg2000", "jpeg2000", {"yuv444p", "yuv420p", "rgb24", "gray", "rgb48le", "gray16le"}},
};
// Words that options are made of: names that encoders have and that none has, good values and bad.
constexpr const char* names[] = {
    "threads",        "g",     "bf", "qp", "quality", "pred", "color_range", "colorspace", "preset",
    "no-such-option", "flags", ""};
constexpr const char* values[] = {"1",     "0",  "-1",      "999999999999",
                                  "pc",    "tv", "bt709",   "ultrafast",
                                  "mixed", "",   "a=b:c=d", "nonsense"};

const char* pickFormat(FuzzedDataProvider& fuzzed, const Coder& coder) {
  int count = 0;
  while (count < 10 && coder.formats[count] != nullptr) count++;
  return coder.formats[fuzzed.ConsumeIntegralInRange(0, count - 1)];
}

Options pickOptions(FuzzedDataProvider& fuzzed, const Coder& coder) {
  Options options;
  if (strcmp(coder.encoder, "libx264") == 0) options = {{"preset", "ultrafast"}, {"g", "1"}};
  if (strncmp(coder.encoder, "mjpeg", 5) == 0) options = {{"color_range", "pc"}};
  const int extra = fuzzed.ConsumeIntegralInRange(0, 2);
  for (int i = 0; i < extra; i++) {
    options.emplace_back(fuzzed.PickValueInArray(names), fuzzed.PickValueInArray(values));
  }
  return options;
}

bool isExact(const char* encoder, const AVPixFmtDescriptor& format, const Pixels& pixels) {
  const bool lossless = strcmp(encoder, "png") == 0 || strcmp(encoder, "qoi") == 0 ||
                        strcmp(encoder, "bmp") == 0 || strcmp(encoder, "tiff") == 0;
  const bool rgb = (format.flags & AV_PIX_FMT_FLAG_RGB) != 0;
  const bool alpha = (format.flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
  return lossless && format.comp[0].depth == pixels.bitDepth && rgb == (pixels.channels > 1) &&
         (alpha || pixels.channels < 4);
}

void checkEqual(const Pixels& given, const Picture& restored) {
  Pixels back = given;
  back.data = const_cast<uint8_t*>(restored.data[0].data());
  back.columnStride = given.channels;
  back.rowStride = static_cast<ptrdiff_t>(given.width) * given.channels;
  back.channelStride = 1;
  for (int y = 0; y < given.height; y++) {
    for (int x = 0; x < given.width; x++) {
      for (int c = 0; c < given.channels; c++) {
        fuzz::require(fuzz::sampleAt(given, x, y, c) == fuzz::sampleAt(back, x, y, c),
                      "a sample was lost");
      }
    }
  }
}

void roundTrip(FuzzedDataProvider& fuzzed) {
  const Coder& coder = coders[fuzzed.ConsumeIntegralInRange<size_t>(0, std::size(coders) - 1)];
  const std::string format = pickFormat(fuzzed, coder);
  EncodeRequest request;
  request.label = "fuzz";
  request.encoder = coder.encoder;
  request.engine = request.encoder == "libjpeg-turbo" ? "jpeg" : "libav";
  request.format = pixelFormatByName(format);
  request.options = request.engine == "jpeg" ? Options() : pickOptions(fuzzed, coder);
  const Colour colour = {fuzzed.PickValueInArray({Matrix::bt601, Matrix::bt709, Matrix::bt2020}),
                         fuzzed.ConsumeBool()};
  const int padRight = fuzzed.ConsumeIntegralInRange(0, 17);
  const int padBelow = fuzzed.ConsumeIntegralInRange(0, 17);
  const fuzz::View view = fuzz::pickView(fuzzed, fuzz::pickShape(fuzzed, 70));
  const Pixels& pixels = view.pixels;
  request.width = pixels.width + padRight;
  request.height = pixels.height + padBelow;
  const FramePtr frame = makeFrame(request.format, request.width, request.height);
  const int half = pixels.height / 2 & ~1;
  pixelsToFrame(pixels, colour, *frame, 0, half);
  pixelsToFrame(pixels, colour, *frame, half, pixels.height);
  const PacketPtr packet = encode(request, *frame, AbortFlag());

  DecodeRequest back;
  back.label = request.label;
  back.engine = request.engine;
  back.decoder = coder.decoder;
  back.untagged = colour;
  PictureFormat wanted;
  wanted.width = pixels.width;
  wanted.height = pixels.height;
  wanted.channels = pixels.channels;
  wanted.bitDepth = pixels.bitDepth;
  const DecodedFrame decoded = decode(back, *packet, AbortFlag());
  const Picture restored = makePicture(decoded, wanted, back.label);
  fuzz::require(restored.width == pixels.width && restored.height == pixels.height, "other size");
  const AVPixFmtDescriptor& description = *av_pix_fmt_desc_get(request.format);
  // Samples above the depth's greatest are clipped.
  const bool inRange = pixels.bitDepth == 8 || pixels.bitDepth == 16;
  const bool full = colour.fullRange || pixels.channels > 1;  // limited range loses levels of gray
  if (inRange && full && isExact(coder.encoder, description, pixels)) checkEqual(pixels, restored);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  captureLogs();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider fuzzed(data, size);
  try {
    roundTrip(fuzzed);
  } catch (const Error& error) {
    fuzz::requireKnown(error);
  }
  return 0;
}
