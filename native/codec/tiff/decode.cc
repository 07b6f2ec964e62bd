#ifdef NODECODECS_LIBTIFF
#include <algorithm>

#include "codec/tiff/file.h"
#include "codec/tiff/layout.h"
#include "codec/tiff/paint.h"
#include "codec/tiff/samples.h"
#include "codec/tiff/tiff.h"
#include "error.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

constexpr uint64_t kMaxBlockBytes = INT32_MAX;

// Bytes of one row of one block, as libtiff packs it.
size_t rowBytes(const TiffLayout& layout) {
  const uint64_t perPixel = static_cast<uint64_t>(layout.separate ? 1 : layout.samples) *
                            static_cast<uint64_t>(layout.bits);
  return static_cast<size_t>((static_cast<uint64_t>(layout.blockWidth) * perPixel + 7) / 8);
}

// Reads blocks (tiles or strips) of one plane, or of all samples together.
class BlockReader {
 public:
  BlockReader(TiffFile& file, const TiffLayout& layout) : file_(file), layout_(layout) {
    const int planes = layout.separate ? layout.samples : 1;
    const size_t samples = static_cast<size_t>(layout.blockWidth) * layout.samples;
    // By division: the product of hostile numbers would overflow.
    const uint64_t most = kMaxBlockBytes / layout.blockHeight / planes;
    if (rowBytes(layout) > most || samples > kMaxBlockBytes / sizeof(uint16_t)) {
      file.refuse("a tile or strip of " + std::to_string(layout.blockWidth) + "x" +
                  std::to_string(layout.blockHeight) + " pixels");
    }
    const size_t bytes = rowBytes(layout) * static_cast<size_t>(layout.blockHeight);
    for (int plane = 0; plane < planes; plane++) buffers_.emplace_back(bytes);
    line_.resize(samples);
  }

  void read(int x, int y) {
    const int rows =
        layout_.tiled ? layout_.blockHeight : std::min(layout_.blockHeight, layout_.height - y);
    const auto wanted = static_cast<tmsize_t>(rowBytes(layout_) * static_cast<size_t>(rows));
    for (size_t plane = 0; plane < buffers_.size(); plane++) {
      const tmsize_t got = readPlane(x, y, static_cast<uint16_t>(plane), wanted);
      file_.throwIfDamaged();
      if (got < wanted) file_.fail("a tile or strip is incomplete");
    }
  }

  // Row `row` of the block: blockWidth pixels, interleaved.
  const uint16_t* line(int row) {
    const size_t at = rowBytes(layout_) * static_cast<size_t>(row);
    const auto width = static_cast<size_t>(layout_.blockWidth);
    if (!layout_.separate) {
      unpackSamples(buffers_[0].data() + at, line_.size(), layout_, line_.data(), 1);
      return line_.data();
    }
    const size_t step = buffers_.size();
    for (size_t plane = 0; plane < step; plane++) {
      unpackSamples(buffers_[plane].data() + at, width, layout_, line_.data() + plane, step);
    }
    return line_.data();
  }

 private:
  tmsize_t readPlane(int x, int y, uint16_t plane, tmsize_t bytes) {
    TIFF* tiff = file_.handle();
    void* to = buffers_[plane].data();
    const auto column = static_cast<uint32_t>(x);
    const auto row = static_cast<uint32_t>(y);
    const uint32_t block = layout_.tiled ? TIFFComputeTile(tiff, column, row, 0, plane)
                                         : TIFFComputeStrip(tiff, row, plane);
    if (isTooShort(block, static_cast<uint64_t>(bytes))) return 0;
    return layout_.tiled ? TIFFReadEncodedTile(tiff, block, to, bytes)
                         : TIFFReadEncodedStrip(tiff, block, to, bytes);
  }

  // libtiff reads plain blocks by their offsets alone: what lies behind a short one is another's.
  bool isTooShort(uint32_t block, uint64_t bytes) const {
    if (layout_.compressed) return false;
    const uint64_t there = TIFFGetStrileByteCount(file_.handle(), block);
    return there > 0 && there < bytes;
  }

  TiffFile& file_;
  const TiffLayout& layout_;
  std::vector<std::vector<uint8_t>> buffers_;
  std::vector<uint16_t> line_;
};

FramePtr decodeBlocks(TiffFile& file, const TiffLayout& layout, const AbortFlag& abort) {
  const TiffPainter painter(layout);
  BlockReader reader(file, layout);
  FramePtr frame = makeFrame(painter.format(), layout.width, layout.height);
  for (int y = 0; y < layout.height; y += layout.blockHeight) {
    for (int x = 0; x < layout.width; x += layout.blockWidth) {
      abort.poll();
      reader.read(x, y);
      const int columns = std::min(layout.blockWidth, layout.width - x);
      const int rows = std::min(layout.blockHeight, layout.height - y);
      for (int row = 0; row < rows; row++) {
        painter.paint(reader.line(row), columns, *frame, x, y + row);
      }
      if (layout.width - x <= layout.blockWidth) break;
    }
    if (layout.height - y <= layout.blockHeight) break;
  }
  return frame;
}

// YCbCr (but JPEG's own), old-style JPEG and LogLuv, as libtiff itself turns them into RGB. It
// multiplies nothing: these have no alpha.
FramePtr decodeThroughLibtiff(TiffFile& file, const TiffLayout& layout) {
  char why[1024] = "";
  if (TIFFRGBAImageOK(file.handle(), why) == 0) {
    file.fail(std::string("libtiff does not turn its colours into RGB: ") + why);
  }
  std::vector<uint32_t> raster(static_cast<size_t>(layout.width) * layout.height);
  TIFFRGBAImage image;
  if (TIFFRGBAImageBegin(&image, file.handle(), 1, why) == 0) file.fail(why);
  image.req_orientation = image.orientation;  // no turning
  const int done = TIFFRGBAImageGet(&image, raster.data(), image.width, image.height);
  TIFFRGBAImageEnd(&image);
  file.throwIfDamaged();
  if (done == 0) file.fail("libtiff cannot turn it into RGB");
  FramePtr frame = makeFrame(AV_PIX_FMT_RGB24, layout.width, layout.height);
  const uint32_t* from = raster.data();
  for (int y = 0; y < layout.height; y++) {
    uint8_t* to = rowOf(*frame, 0, y);
    for (int x = 0; x < layout.width; x++, from++) {
      *to++ = static_cast<uint8_t>(TIFFGetR(*from));
      *to++ = static_cast<uint8_t>(TIFFGetG(*from));
      *to++ = static_cast<uint8_t>(TIFFGetB(*from));
    }
  }
  return frame;
}

}  // namespace

DecodedFrame decodeTiff(const DecodeRequest& request, const AVPacket& packet,
                        const AbortFlag& abort) {
  TiffFile file(packet.data, static_cast<size_t>(packet.size), request.label);
  const TiffLayout layout = readTiffLayout(file, request);
  file.throwIfDamaged();
  file.beginPixels(!layout.throughLibtiff);
  DecodedFrame decoded;
  decoded.frame = layout.throughLibtiff ? decodeThroughLibtiff(file, layout)
                                        : decodeBlocks(file, layout, abort);
  decoded.depth = layout.depth();
  decoded.warnings = file.warnings();
  return decoded;
}

std::string tiffVersion() {
  std::string text = TIFFGetVersion();  // "LIBTIFF, Version 4.5.0\nCopyright ..."
  const std::string before = "Version ";
  const size_t at = text.find(before);
  if (at == std::string::npos) return text;
  return text.substr(at + before.size(), text.find('\n') - at - before.size());
}

}  // namespace nodecodecs
#endif
