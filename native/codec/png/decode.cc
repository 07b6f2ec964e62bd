#ifdef NODECODECS_LIBDEFLATE
#include <cstring>

#include "codec/picture.h"
#include "codec/png/expand.h"
#include "codec/png/inflate.h"
#include "codec/png/passes.h"
#include "codec/png/png.h"
#include "codec/png/rows.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

using png::File;
using png::Pass;
using png::RowReader;

// A frame whose rows are the file's: each is the one above of the next.
void readWhere(AVFrame& frame, RowReader& rows, const AbortFlag& abort) {
  rows.begin(frame.width);
  const uint8_t* above = rows.zeros();
  for (int y = 0; y < frame.height; y++) {
    abort.poll();
    uint8_t* const out = rowOf(frame, 0, y);
    rows.next(above, out);
    above = out;
  }
}

template <int size>
void scatter(const uint8_t* from, int pixels, uint8_t* to, int step) {
  for (int x = 0; x < pixels; x++, from += size) {
    memcpy(to + static_cast<ptrdiff_t>(x) * step * size, from, size);
  }
}

// Pixels of so many bytes to every `step`th place.
void scatter(const uint8_t* from, int pixels, int size, uint8_t* to, int step) {
  if (size == 1) return scatter<1>(from, pixels, to, step);
  if (size == 2) return scatter<2>(from, pixels, to, step);
  if (size == 3) return scatter<3>(from, pixels, to, step);
  if (size == 4) return scatter<4>(from, pixels, to, step);
  if (size == 6) return scatter<6>(from, pixels, to, step);
  scatter<8>(from, pixels, to, step);
}

void readPass(const File& file, const Pass& pass, AVFrame& frame, RowReader& rows,
              const AbortFlag& abort) {
  const int size = planeRowBytes(static_cast<AVPixelFormat>(frame.format), 1, 0);
  std::vector<uint8_t> line(pass.across > 1 ? static_cast<size_t>(pass.width) * size : 0);
  rows.begin(pass.width);
  for (int y = 0; y < pass.height; y++) {
    abort.poll();
    const uint8_t* const row = rows.next();
    uint8_t* const out = rowOf(frame, 0, pass.top + y * pass.down);
    png::expandRow(file, row, pass.width, pass.across > 1 ? line.data() : out);
    if (pass.across == 1) continue;
    scatter(line.data(), pass.width, size, out + static_cast<ptrdiff_t>(pass.left) * size,
            pass.across);
  }
}

// Gray of limited range has to be converted; pixels of colours are always full.
const PictureFormat* placeOf(const DecodeRequest& request, AVPixelFormat format) {
  const bool gray = format == AV_PIX_FMT_GRAY8 || format == AV_PIX_FMT_GRAY16;
  return gray && !request.untagged.fullRange ? nullptr : request.wanted;
}

}  // namespace

bool hasPngDecoder() {
  return true;
}

DecodedFrame decodePng(const DecodeRequest& request, const AVPacket& packet,
                       const AbortFlag& abort) {
  const File file = png::readFile(packet.data, static_cast<size_t>(packet.size), request.label);
  if (file.height > request.maxPixels / file.width) throw tooManyPixels(request);
  const AVPixelFormat format = png::formatOf(file);
  DecodedFrame decoded = frameToFill(format, file.width, file.height, placeOf(request, format));
  const std::vector<Pass> passes = png::passesOf(file);
  const png::Inflated inflated =
      png::inflate(file.data, file.size, png::bytesOf(file, passes), request.label);
  RowReader rows(file, request.label, inflated.bytes.data());
  AVFrame& frame = *decoded.frame;
  // A row must reach as far as the filters read behind the one above it.
  const bool asItIs = png::isPlain(file) && file.rowBytes(file.width) >= png::kRowMargin;
  if (asItIs && !file.interlaced) {
    readWhere(frame, rows, abort);
  } else {
    for (const Pass& pass : passes) readPass(file, pass, frame, rows, abort);
  }
  for (const std::string& warning : inflated.warnings) {
    decoded.warnings.push_back(request.label + ": " + warning);
  }
  return decoded;
}

}  // namespace nodecodecs
#endif
