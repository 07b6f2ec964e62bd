#include "codec/hevc_end.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}
#include <cstring>

namespace nodecodecs {
namespace {

// No coding tree block is smaller, and each begins at a multiple of its size (H.265 7.4.3.2.1).
constexpr int kBlockSide = 16;
// No picture has these eight samples there by chance, and none of more than 8 bits can.
constexpr uint64_t kMark = 0x9E3779B185EBCA87;
// What a slice that goes on with it runs through before it ends: of 480 truncated streams 64 bytes
// ended 16 %, 400 bytes 66 %, 4,000 bytes 98 % and 40,000 bytes no more.
constexpr int kTailBytes = 4096;
constexpr int kFirstNonSliceType = 32;  // nal_unit_type of the VPS; slices are below

// The NAL unit header of the last unit, or nullptr.
const uint8_t* lastUnit(const AVPacket& packet) {
  for (const uint8_t* p = packet.data + packet.size - 4; p >= packet.data; p--) {
    if (p[0] == 0 && p[1] == 0 && p[2] == 1) return p + 3;
  }
  return nullptr;
}

}  // namespace

template <typename Visit>
void BlockMarks::forEach(Visit visit) const {
  for (int y = 0; y < rows_; y += stepRows_) {
    uint8_t* row = data_ + y * stride_;
    for (int64_t x = 0; x + int64_t{sizeof kMark} <= rowBytes_; x += stepBytes_) visit(row + x);
  }
}

void BlockMarks::set(const AVFrame& frame) {
  const AVPixFmtDescriptor* description =
      av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  mark(frame, kBlockSide, kBlockSide * (description->comp[0].depth > 8 ? 2 : 1));
}

void BlockMarks::setRows(const AVFrame& frame) {
  mark(frame, 1, INT32_MAX);  // one at the row's beginning
}

void BlockMarks::mark(const AVFrame& frame, int stepRows, int stepBytes) {
  buffer_.reset(av_buffer_ref(frame.buf[0]));
  if (!buffer_) return;
  data_ = frame.data[0];
  stride_ = frame.linesize[0];
  rowBytes_ = av_image_get_linesize(static_cast<AVPixelFormat>(frame.format), frame.width, 0);
  rows_ = frame.height;
  stepRows_ = stepRows;
  stepBytes_ = stepBytes;
  forEach([](uint8_t* at) { memcpy(at, &kMark, sizeof kMark); });
}

bool BlockMarks::anyLeft() const {
  bool left = false;
  if (buffer_) forEach([&](uint8_t* at) { left |= memcmp(at, &kMark, sizeof kMark) == 0; });
  return left;
}

PacketPtr withEndOfSlice(const AVPacket& packet) {
  const uint8_t* unit = lastUnit(packet);
  if (unit == nullptr || (*unit >> 1 & 63) >= kFirstNonSliceType) return nullptr;
  if (packet.size > INT32_MAX - kTailBytes - AV_INPUT_BUFFER_PADDING_SIZE) return nullptr;
  PacketPtr longer = newPacket();
  if (av_new_packet(longer.get(), packet.size + kTailBytes) < 0) throw std::bad_alloc();
  memcpy(longer->data, packet.data, packet.size);
  memset(longer->data + packet.size, 0xff, kTailBytes);
  return longer;
}

}  // namespace nodecodecs
