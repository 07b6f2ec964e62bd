extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "codec/jpeg.h"
#include "codec/jpeg_error.h"
#include "codec/jpeg_requantize.h"
#include "codec/jpeg_settings.h"
#include "error.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

constexpr int kMaxRowsPerCall = 2 * DCTSIZE;

// Everything that must survive a longjmp lives here, outside of the function that setjmp guards.
struct Compressor {
  jpeg_compress_struct info;
  JpegErrors errors;
  jpeg::Coded coded;
  std::vector<uint8_t> padding;  // rows of raw planes, widened to whole blocks

  Compressor() {
    memset(&info, 0, sizeof info);
    info.err = errors.install();
  }
  ~Compressor() { jpeg_destroy_compress(&info); }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
};

bool isPlanar(const AVFrame& frame) {
  return frame.format != AV_PIX_FMT_GRAY8 && frame.format != AV_PIX_FMT_RGB24;
}

void checkFormat(const EncodeRequest& request, const AVFrame& frame) {
  for (const AVPixelFormat format : {AV_PIX_FMT_RGB24, AV_PIX_FMT_GRAY8, AV_PIX_FMT_YUV444P,
                                     AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV420P}) {
    if (format == frame.format) return;
  }
  throw Error("TypeError", request.label + ": pixelFormat: libjpeg-turbo does not take " +
                               av_get_pix_fmt_name(static_cast<AVPixelFormat>(frame.format)));
}

void configure(jpeg_compress_struct& info, const AVFrame& frame, const jpeg::Settings& settings) {
  info.image_width = frame.width;
  info.image_height = frame.height;
  const bool gray = frame.format == AV_PIX_FMT_GRAY8;
  const bool rgb = frame.format == AV_PIX_FMT_RGB24;
  info.input_components = gray ? 1 : 3;
  info.in_color_space = gray ? JCS_GRAYSCALE : rgb ? JCS_RGB : JCS_YCbCr;
  jpeg_set_defaults(&info);
  jpeg::applySettings(info, settings);
  if (!gray) {
    info.comp_info[0].h_samp_factor = settings.horizontal;
    info.comp_info[0].v_samp_factor = settings.vertical;
  }
  info.raw_data_in = isPlanar(frame);
}

void writeScanlines(jpeg_compress_struct& info, const AVFrame& frame) {
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = rowOf(frame, 0, static_cast<int>(info.next_scanline));
    jpeg_write_scanlines(&info, &row, 1);
  }
}

// Raw planes must come in whole blocks: the last column and row are repeated, as libjpeg does.
void writeRawPlanes(Compressor& compressor, const AVFrame& frame) {
  jpeg_compress_struct& info = compressor.info;
  const int step = info.max_v_samp_factor * DCTSIZE;
  JSAMPROW rows[3][kMaxRowsPerCall];
  JSAMPARRAY planes[3] = {rows[0], rows[1], rows[2]};
  const auto format = static_cast<AVPixelFormat>(frame.format);
  while (info.next_scanline < info.image_height) {
    uint8_t* out = compressor.padding.data();
    for (int c = 0; c < 3; c++) {
      const jpeg_component_info& component = info.comp_info[c];
      const int used = av_image_get_linesize(format, frame.width, c);
      const int wide = component.width_in_blocks * DCTSIZE;
      const int lastRow = planeRows(format, frame.height, c) - 1;
      const int first = info.next_scanline * component.v_samp_factor / info.max_v_samp_factor;
      for (int y = 0; y < component.v_samp_factor * DCTSIZE; y++, out += wide) {
        memcpy(out, rowOf(frame, c, std::min(first + y, lastRow)), used);
        memset(out + used, out[used - 1], wide - used);
        rows[c][y] = out;
      }
    }
    jpeg_write_raw_data(&info, planes, step);
  }
}

bool compress(Compressor& compressor, const AVFrame& frame, const jpeg::Settings& settings) {
  jpeg_compress_struct& info = compressor.info;
  if (setjmp(compressor.errors.back) != 0) return compressor.coded.failed(info);
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &compressor.coded.bytes, &compressor.coded.size);
  configure(info, frame, settings);
  jpeg_start_compress(&info, TRUE);
  if (info.raw_data_in) {
    writeRawPlanes(compressor, frame);
  } else {
    writeScanlines(info, frame);
  }
  jpeg_finish_compress(&info);
  return true;
}

void freeByMalloc(void*, uint8_t* data) {
  free(data);
}

}  // namespace

PacketPtr encodeJpeg(const EncodeRequest& request, const AVFrame& frame) {
  checkFormat(request, frame);
  const jpeg::Settings settings = jpeg::readSettings(request);
  Compressor compressor;
  if (isPlanar(frame)) {
    // Three full-size components of 16 rows are the most that one call of libjpeg takes.
    const size_t widest =
        (static_cast<size_t>(frame.width) / kMaxRowsPerCall + 2) * kMaxRowsPerCall;
    compressor.padding.resize(widest * kMaxRowsPerCall * 3);
  }
  const jpeg::Settings first = settings.trellis ? jpeg::unquantized(settings) : settings;
  if (!compress(compressor, frame, first)) {
    throw Error("ERR_ENCODE", request.label + ": libjpeg-turbo: " + compressor.errors.message);
  }
  if (settings.trellis) jpeg::requantize(request.label, settings, compressor.coded);
  if (compressor.coded.size > INT32_MAX) {
    throw Error("ERR_LIMIT", request.label + ": the stream has more than 2^31 - 1 bytes");
  }
  PacketPtr packet = newPacket();
  // libjpeg's buffer becomes the packet's: it is freed with the packet.
  packet->buf = allocated(
      av_buffer_create(compressor.coded.bytes, compressor.coded.size, freeByMalloc, nullptr, 0));
  packet->data = compressor.coded.bytes;
  packet->size = static_cast<int>(compressor.coded.size);
  compressor.coded.bytes = nullptr;
  return packet;
}

#define TEXT_OF(x) #x
#define VERSION_TEXT(x) TEXT_OF(x)
const char* jpegVersion() {
  return VERSION_TEXT(LIBJPEG_TURBO_VERSION);
}

}  // namespace nodecodecs
