#include "pixels/frame.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}
#include <climits>
#include <cstring>

#include "error.h"

namespace nodecodecs {
namespace {

// Bytes from one sample group of a plane to the next: 1 for yuv420p, 2 for nv12's chroma.
int planeStep(AVPixelFormat format, int plane) {
  const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(format);
  for (int i = 0; i < description->nb_components; i++) {
    if (description->comp[i].plane == plane) return description->comp[i].step;
  }
  return 1;
}

void repeatLastColumn(uint8_t* row, int used, int total, int step) {
  for (int x = used; x + step <= total; x += step) memcpy(row + x, row + used - step, step);
}

}  // namespace

AVPixelFormat pixelFormatByName(const std::string& name) {
  const AVPixelFormat format = av_get_pix_fmt(name.c_str());
  if (format == AV_PIX_FMT_NONE) {
    throw Error("TypeError", "pixelFormat '" + name + "' is not known to this FFmpeg");
  }
  return format;
}

int planeCount(AVPixelFormat format) {
  return av_pix_fmt_count_planes(format);
}

int planeRowBytes(AVPixelFormat format, int width, int plane) {
  return av_image_get_linesize(format, width, plane);
}

int planeRows(AVPixelFormat format, int height, int plane) {
  const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(format);
  const bool chroma = (plane == 1 || plane == 2) && !(description->flags & AV_PIX_FMT_FLAG_RGB);
  return chroma ? AV_CEIL_RSHIFT(height, description->log2_chroma_h) : height;
}

void checkSize(AVPixelFormat format, int width, int height) {
  if (av_image_check_size2(width, height, INT64_MAX, format, 0, nullptr) < 0) {
    throw Error("ERR_LIMIT", "a picture of " + std::to_string(width) + "x" +
                                 std::to_string(height) + " is more than libav can hold");
  }
}

FramePtr makeFrame(AVPixelFormat format, int width, int height) {
  checkSize(format, width, height);
  FramePtr frame = newFrame();
  frame->format = format;
  frame->width = width;
  frame->height = height;
  check(av_frame_get_buffer(frame.get(), 0), "ERR_LIMIT", "av_frame_get_buffer");
  return frame;
}

FramePtr viewOf(const Pixels& pixels, AVPixelFormat format, bool fullRange, int width, int height) {
  const bool gray = format == AV_PIX_FMT_GRAY8 && fullRange;
  const int channels = format == AV_PIX_FMT_RGB24 ? 3 : gray ? 1 : 0;
  const bool same = pixels.channels == channels && pixels.bitDepth == 8 &&
                    pixels.columnStride == channels && (channels == 1 || pixels.channelStride == 1);
  const bool linesizeHolds = pixels.rowStride >= INT_MIN && pixels.rowStride <= INT_MAX;
  if (!same || !linesizeHolds || pixels.width != width || pixels.height != height) return nullptr;
  FramePtr frame = newFrame();
  frame->format = format;
  frame->width = width;
  frame->height = height;
  frame->data[0] = static_cast<uint8_t*>(pixels.data);
  frame->linesize[0] = static_cast<int>(pixels.rowStride);
  return frame;
}

void copyRows(const AVFrame& from, AVFrame& to) {
  const int bytes = planeRowBytes(static_cast<AVPixelFormat>(to.format), to.width, 0);
  for (int y = 0; y < to.height; y++) memcpy(rowOf(to, 0, y), rowOf(from, 0, y), bytes);
}

namespace {

// Words lie on even bytes: loops over them may rely on it.
void checkSamples(const std::vector<Plane>& planes, AVPixelFormat format) {
  const AVPixFmtDescriptor& description = *av_pix_fmt_desc_get(format);
  if ((description.flags & AV_PIX_FMT_FLAG_PAL) != 0) {
    throw Error("TypeError", std::string("pixelFormat: ") + description.name + " has a palette");
  }
  const bool wide = description.comp[0].depth > 8;
  for (size_t i = 0; i < planes.size(); i++) {
    const size_t bytes = planes[i].sampleBytes;
    if (bytes == (wide ? 2 : 1) && planes[i].stride % static_cast<ptrdiff_t>(bytes) == 0) continue;
    throw Error("TypeError", "planes[" + std::to_string(i) + "]: expected " +
                                 (wide ? "a Uint16Array and an even stride" : "a Uint8Array") +
                                 " for " + description.name);
  }
}

}  // namespace

void writePlanes(const std::vector<Plane>& planes, int width, int height, AVFrame& frame) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const int count = planeCount(format);
  if (static_cast<int>(planes.size()) != count) {
    throw Error("RangeError", std::string("planes: ") + av_get_pix_fmt_name(format) + " has " +
                                  std::to_string(count) + " planes, not " +
                                  std::to_string(planes.size()));
  }
  checkSamples(planes, format);
  for (int p = 0; p < count; p++) {
    const int rowBytes = planeRowBytes(format, width, p);
    const int rows = planeRows(format, height, p);
    const Plane& plane = planes[p];
    // By division: the product of hostile numbers would overflow.
    const size_t first = static_cast<size_t>(rowBytes);
    const bool tooShort = plane.size < first || (rows > 1 && static_cast<size_t>(plane.stride) >
                                                                 (plane.size - first) / (rows - 1));
    if (plane.stride < rowBytes || tooShort) {
      throw Error("RangeError", "planes[" + std::to_string(p) + "] is too short for " +
                                    std::to_string(rows) + " rows of " + std::to_string(rowBytes) +
                                    " bytes");
    }
    const int codedRowBytes = planeRowBytes(format, frame.width, p);
    const int codedRows = planeRows(format, frame.height, p);
    const int step = planeStep(format, p);
    for (int y = 0; y < codedRows; y++) {
      uint8_t* row = rowOf(frame, p, y);
      if (y < rows) {
        memcpy(row, plane.data + y * plane.stride, rowBytes);
        repeatLastColumn(row, rowBytes, codedRowBytes, step);
      } else {
        memcpy(row, row - frame.linesize[p], codedRowBytes);
      }
    }
  }
}

void addToSamples(AVFrame& frame, int addend) {
  const AVPixFmtDescriptor& format = *av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  const bool yuv = (format.flags & AV_PIX_FMT_FLAG_RGB) == 0 && format.nb_components >= 3;
  for (int c = 0; c < format.nb_components; c++) {
    const AVComponentDescriptor& component = format.comp[c];
    if (component.depth <= 8 || (yuv && (c == 1 || c == 2))) continue;
    for (int y = 0; y < frame.height; y++) {
      uint8_t* row = rowOf(frame, component.plane, y) + component.offset;
      for (int x = 0; x < frame.width; x++) {
        auto* sample =
            reinterpret_cast<uint16_t*>(row + static_cast<ptrdiff_t>(x) * component.step);
        *sample = static_cast<uint16_t>(*sample + addend);
      }
    }
  }
}

Samples readPlane(const AVFrame& frame, int plane, int width, int height,
                  const SampleAllocator& allocate) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const int rowBytes = planeRowBytes(format, width, plane);
  const int rows = planeRows(format, height, plane);
  Samples bytes = allocate(static_cast<size_t>(rowBytes) * rows);
  for (int y = 0; y < rows; y++) {
    memcpy(bytes.data() + static_cast<size_t>(y) * rowBytes, rowOf(frame, plane, y), rowBytes);
  }
  return bytes;
}

}  // namespace nodecodecs
