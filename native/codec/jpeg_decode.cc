#include <cstring>

#include "codec/jpeg.h"
#include "codec/jpeg_error.h"
#include "codec/picture.h"
#include "error.h"
#include "pixels/frame.h"

namespace nodecodecs {
namespace {

// Each scan of a progressive picture walks all of it, however few bytes it has. Encoders write
// about ten; libtiff's limit.
constexpr int kMostScans = 100;

// What libjpeg's progress hook asks, once a row of blocks of each scan.
struct Progress {
  jpeg_progress_mgr manager;  // first: libjpeg's pointer to it is a pointer to this struct
  const AbortFlag* abort = nullptr;
  bool tooManyScans = false;

  void install(jpeg_decompress_struct& info, const AbortFlag& flag) {
    manager.progress_monitor = check;
    abort = &flag;
    info.progress = &manager;
  }

  static void check(j_common_ptr common) {
    auto* self = reinterpret_cast<Progress*>(common->progress);
    self->tooManyScans = reinterpret_cast<j_decompress_ptr>(common)->input_scan_number > kMostScans;
    if (!self->tooManyScans && !self->abort->isRaised()) return;
    longjmp(reinterpret_cast<JpegErrors*>(common->err)->back, 1);
  }
};

// What must survive a longjmp; see jpeg_error.h.
struct Decompressor {
  jpeg_decompress_struct info;
  JpegErrors errors;
  Progress progress;

  Decompressor() {
    memset(&info, 0, sizeof info);
    info.err = errors.install();
  }
  ~Decompressor() { jpeg_destroy_decompress(&info); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
};

bool readHeader(Decompressor& decompressor, const AVPacket& packet) {
  jpeg_decompress_struct& info = decompressor.info;
  if (setjmp(decompressor.errors.back) != 0) return false;
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, packet.data, packet.size);
  jpeg_read_header(&info, TRUE);
  return true;
}

bool readScanlines(Decompressor& decompressor, AVFrame& frame) {
  jpeg_decompress_struct& info = decompressor.info;
  if (setjmp(decompressor.errors.back) != 0) return false;
  jpeg_start_decompress(&info);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = rowOf(frame, 0, static_cast<int>(info.output_scanline));
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  return true;
}

// The frame has whole blocks around the picture, so that libjpeg may write all of each.
bool readRawPlanes(Decompressor& decompressor, AVFrame& frame) {
  jpeg_decompress_struct& info = decompressor.info;
  if (setjmp(decompressor.errors.back) != 0) return false;
  info.raw_data_out = TRUE;
  jpeg_start_decompress(&info);
  JSAMPROW rows[3][MAX_SAMP_FACTOR * DCTSIZE];
  JSAMPARRAY planes[3] = {rows[0], rows[1], rows[2]};
  while (info.output_scanline < info.output_height) {
    for (int c = 0; c < info.num_components; c++) {
      const int perCall = info.comp_info[c].v_samp_factor * DCTSIZE;
      const int first =
          info.output_scanline * info.comp_info[c].v_samp_factor / info.max_v_samp_factor;
      for (int y = 0; y < perCall; y++) rows[c][y] = rowOf(frame, c, first + y);
    }
    jpeg_read_raw_data(&info, planes, info.max_v_samp_factor * DCTSIZE);
  }
  jpeg_finish_decompress(&info);
  return true;
}

AVPixelFormat planarFormat(const jpeg_decompress_struct& info, const std::string& label) {
  if (info.num_components == 1) return AV_PIX_FMT_GRAY8;
  const jpeg_component_info* c = info.comp_info;
  const bool plain = info.num_components == 3 && info.jpeg_color_space == JCS_YCbCr &&
                     c[1].h_samp_factor == 1 && c[1].v_samp_factor == 1 &&
                     c[2].h_samp_factor == 1 && c[2].v_samp_factor == 1;
  const int sampling = c[0].h_samp_factor * 10 + c[0].v_samp_factor;
  if (plain && sampling == 11) return AV_PIX_FMT_YUV444P;
  if (plain && sampling == 21) return AV_PIX_FMT_YUV422P;
  if (plain && sampling == 22) return AV_PIX_FMT_YUV420P;
  if (plain && sampling == 12) return AV_PIX_FMT_YUV440P;
  throw Error("ERR_DECODE", label + ": these sampling factors have no planar pixel format");
}

// Adobe's CMYK files hold inverted samples, so that the product with K is the colour itself.
FramePtr rgbFromCmyk(const AVFrame& cmyk) {
  FramePtr rgb = makeFrame(AV_PIX_FMT_RGB24, cmyk.width, cmyk.height);
  for (int y = 0; y < cmyk.height; y++) {
    const uint8_t* in = rowOf(cmyk, 0, y);
    uint8_t* out = rowOf(*rgb, 0, y);
    for (int x = 0; x < cmyk.width; x++, in += 4, out += 3) {
      for (int c = 0; c < 3; c++) out[c] = static_cast<uint8_t>((in[c] * in[3] + 127) / 255);
    }
  }
  return rgb;
}

bool wantsPlanes(const DecodeRequest& request) {
  bool planes = false;
  for (const auto& [key, value] : request.options) {
    if (key != "planes") {
      throw Error("TypeError", request.label + ": libjpeg-turbo has no option '" + key + "'");
    }
    planes = value == "1";
  }
  return planes;
}

constexpr int roundUp(int value, int to) {
  return (value + to - 1) / to * to;
}

DecodedFrame decodePixels(Decompressor& decompressor, const PictureFormat* wanted, bool& done) {
  jpeg_decompress_struct& info = decompressor.info;
  const bool gray = info.num_components == 1;
  const bool cmyk = info.num_components == 4;
  info.out_color_space = gray ? JCS_GRAYSCALE : cmyk ? JCS_CMYK : JCS_RGB;
  const AVPixelFormat format = gray ? AV_PIX_FMT_GRAY8 : cmyk ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
  // Samples of CMYK are no picture yet.
  DecodedFrame decoded = frameToFill(format, static_cast<int>(info.image_width),
                                     static_cast<int>(info.image_height), cmyk ? nullptr : wanted);
  done = readScanlines(decompressor, *decoded.frame);
  if (cmyk && done) decoded.frame = rgbFromCmyk(*decoded.frame);
  return decoded;
}

DecodedFrame decodePlanes(Decompressor& decompressor, const std::string& label, bool& done) {
  const jpeg_decompress_struct& info = decompressor.info;
  const int width = static_cast<int>(info.image_width);
  const int height = static_cast<int>(info.image_height);
  DecodedFrame decoded;
  decoded.frame = makeFrame(planarFormat(info, label), roundUp(width, 2 * DCTSIZE),
                            roundUp(height, 2 * DCTSIZE));
  done = readRawPlanes(decompressor, *decoded.frame);
  decoded.frame->width = width;
  decoded.frame->height = height;
  return decoded;
}

}  // namespace

DecodedFrame decodeJpeg(const DecodeRequest& request, const AVPacket& packet,
                        const AbortFlag& abort) {
  const bool planes = wantsPlanes(request);
  Decompressor decompressor;
  auto fail = [&] {
    abort.poll();
    if (decompressor.progress.tooManyScans) {
      throw Error("ERR_LIMIT", request.label + ": the picture has more than " +
                                   std::to_string(kMostScans) + " scans");
    }
    throw Error("ERR_DECODE", request.label + ": libjpeg-turbo: " + decompressor.errors.message);
  };
  if (!readHeader(decompressor, packet)) fail();
  decompressor.progress.install(decompressor.info, abort);
  const jpeg_decompress_struct& info = decompressor.info;
  if (static_cast<int64_t>(info.image_width) * info.image_height > request.maxPixels) {
    throw tooManyPixels(request);
  }
  bool done = false;
  DecodedFrame decoded = planes ? decodePlanes(decompressor, request.label, done)
                                : decodePixels(decompressor, request.wanted, done);
  if (!done || decompressor.errors.manager.num_warnings > 0) fail();
  const std::string passedOver = decompressor.errors.passedOver;
  if (!passedOver.empty()) decoded.warnings.push_back(request.label + ": " + passedOver);
  return decoded;
}

}  // namespace nodecodecs
