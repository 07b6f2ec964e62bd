#ifdef NODECODECS_LIBTIFF
#include "codec/tiff/layout.h"

#include <algorithm>

#include "codec/tiff/colour.h"
#include "error.h"

namespace nodecodecs {
namespace {

constexpr int kMaxSamples = 64;
constexpr double kSmallBlockBytes = 64 << 20;
constexpr double kBytesPerPixel = 16;  // as lib/flow/memory.ts counts a picture of maxPixels
constexpr double kMostPictures = 4;    // a tile may be larger than what is left of the picture

void readSize(const TiffFile& file, const DecodeRequest& request, TiffLayout& layout) {
  const auto width = file.get<uint32_t>(TIFFTAG_IMAGEWIDTH, 0);
  const auto height = file.get<uint32_t>(TIFFTAG_IMAGELENGTH, 0);
  if (width == 0 || height == 0) file.fail("the page has no size");
  const uint64_t pixels = static_cast<uint64_t>(width) * height;
  if (width > INT32_MAX || height > INT32_MAX ||
      pixels > static_cast<uint64_t>(request.maxPixels)) {
    throw tooManyPixels(request);
  }
  layout.width = static_cast<int>(width);
  layout.height = static_cast<int>(height);
}

void readSamples(const TiffFile& file, TiffLayout& layout) {
  layout.samples = file.get<uint16_t>(TIFFTAG_SAMPLESPERPIXEL, 1);
  layout.bits = file.get<uint16_t>(TIFFTAG_BITSPERSAMPLE, 1);
  if (layout.samples < 1 || layout.samples > kMaxSamples) {
    file.refuse(std::to_string(layout.samples) + " samples per pixel");
  }
  const int format = file.get<uint16_t>(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  const std::string bits = std::to_string(layout.bits) + " bits";
  if (format == SAMPLEFORMAT_IEEEFP) {
    layout.kind = TiffSample::floatingPoint;
    const bool known =
        layout.bits == 16 || layout.bits == 24 || layout.bits == 32 || layout.bits == 64;
    if (!known) file.refuse("a floating point sample of " + bits);
    return;
  }
  if (format == SAMPLEFORMAT_INT) layout.kind = TiffSample::signedInteger;
  if (format == SAMPLEFORMAT_COMPLEXINT || format == SAMPLEFORMAT_COMPLEXIEEEFP) {
    file.refuse("a complex sample");
  }
  if (layout.bits < 1 || layout.bits > 32) file.refuse("a sample of " + bits);
}

// "OLD-STYLE JPEG (compression 6)".
std::string compressionName(int compression) {
  const TIFFCodec* codec = TIFFFindCODEC(static_cast<uint16_t>(compression));
  const std::string number = std::to_string(compression);
  return codec == nullptr ? "compression " + number
                          : std::string(codec->name) + " (compression " + number + ")";
}

// libtiff has predictors for some compressions; beside any other it ignores the tag.
bool hasOwnPredictor(int compression) {
  return compression == COMPRESSION_LZW || compression == COMPRESSION_ADOBE_DEFLATE ||
         compression == COMPRESSION_DEFLATE || compression == COMPRESSION_LZMA ||
         compression == COMPRESSION_ZSTD;
}

int predictorOf(const TiffFile& file, int compression) {
  if (hasOwnPredictor(compression)) {
    return file.get<uint16_t>(TIFFTAG_PREDICTOR, PREDICTOR_NONE);
  }
  const bool plain = compression == COMPRESSION_NONE || compression == COMPRESSION_PACKBITS;
  return plain ? file.storedShort(TIFFTAG_PREDICTOR, PREDICTOR_NONE) : PREDICTOR_NONE;
}

// TIFF 6.0 section 14 says it of any depth and compression; libtiff undoes it for LZW and its like,
// in 8, 16, 32 and 64 bits.
void readPredictor(const TiffFile& file, TiffLayout& layout, int compression) {
  const int predictor = predictorOf(file, compression);
  if (predictor == PREDICTOR_NONE || layout.throughLibtiff) return;
  const int bits = layout.bits;
  const bool whole = bits == 8 || bits == 16 || bits == 32 || bits == 64;
  const bool libtiffs = hasOwnPredictor(compression);
  if (libtiffs && (predictor != PREDICTOR_HORIZONTAL || whole)) return;
  if (predictor != PREDICTOR_HORIZONTAL || layout.kind == TiffSample::floatingPoint) {
    file.refuse("predictor " + std::to_string(predictor) + " with " + compressionName(compression));
  }
  if (libtiffs) TIFFSetField(file.handle(), TIFFTAG_PREDICTOR, PREDICTOR_NONE);
  layout.differenced = true;
}

void readBlocks(const TiffFile& file, TiffLayout& layout) {
  layout.tiled = TIFFIsTiled(file.handle()) != 0;
  uint32_t width = static_cast<uint32_t>(layout.width);
  uint32_t height = static_cast<uint32_t>(layout.height);
  if (layout.tiled) {
    width = file.get<uint32_t>(TIFFTAG_TILEWIDTH, 0);
    height = file.get<uint32_t>(TIFFTAG_TILELENGTH, 0);
  } else {
    height = std::min(height, file.get<uint32_t>(TIFFTAG_ROWSPERSTRIP, UINT32_MAX));
  }
  if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX) {
    file.fail("its tiles or strips have no size");
  }
  layout.blockWidth = static_cast<int>(width);
  layout.blockHeight = static_cast<int>(height);
}

// A block is in memory as a whole, whatever the picture has of it: a picture of one pixel may say
// that its tile has 2^30. In floating point: the products of hostile numbers would overflow.
void checkBlocks(const DecodeRequest& request, const TiffLayout& layout) {
  const double perPixel = layout.samples * static_cast<double>(layout.bits) / 8;
  const double block = perPixel * layout.blockWidth * layout.blockHeight;
  if (block <= kSmallBlockBytes) return;
  const auto size = [](int w, int h) { return std::to_string(w) + "x" + std::to_string(h); };
  const std::string what = request.label + ": a tile or strip of " +
                           size(layout.blockWidth, layout.blockHeight) + " pixels ";
  if (block > kMostPictures * perPixel * layout.width * layout.height) {
    throw Error("ERR_LIMIT", what + "in a picture of " + size(layout.width, layout.height));
  }
  if (block > kBytesPerPixel * static_cast<double>(request.maxPixels)) {
    throw Error("ERR_LIMIT", what + "takes more memory than that of maxPixels (" +
                                 std::to_string(request.maxPixels) + ")");
  }
}

}  // namespace

int TiffLayout::depth() const {
  if (throughLibtiff) return 8;
  // Entries have 16 bits because the format has no others: their colours have 8.
  return colour == TiffColour::palette ? 8 : std::max(8, unpackedBits());
}

TiffLayout readTiffLayout(const TiffFile& file, const DecodeRequest& request) {
  TiffLayout layout;
  readSize(file, request, layout);
  readSamples(file, layout);
  const int compression = file.get<uint16_t>(TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  if (TIFFIsCODECConfigured(static_cast<uint16_t>(compression)) == 0) {
    file.refuse(compressionName(compression));
  }
  layout.compressed = compression != COMPRESSION_NONE;
  layout.separate =
      layout.samples > 1 &&
      file.get<uint16_t>(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
  readTiffColour(file, layout, compression);
  readTiffAlpha(file, layout);
  readPredictor(file, layout, compression);
  readBlocks(file, layout);
  checkBlocks(request, layout);
  return layout;
}

}  // namespace nodecodecs
#endif
