// unique_ptr aliases for the libav objects: whoever holds one frees it.
#pragma once
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavutil/dict.h>
#include <libavutil/frame.h>
}
#include <memory>
#include <new>
#include <string>

#if LIBAVCODEC_VERSION_MAJOR < 59
#error "nodecodecs needs FFmpeg 5.1 or newer (libavcodec >= 59)"
#endif

namespace nodecodecs {

struct AvDeleter {
  void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
  void operator()(AVFrame* p) const { av_frame_free(&p); }
  void operator()(AVPacket* p) const { av_packet_free(&p); }
  void operator()(AVBSFContext* p) const { av_bsf_free(&p); }
  void operator()(AVBufferRef* p) const { av_buffer_unref(&p); }
};

using CodecContextPtr = std::unique_ptr<AVCodecContext, AvDeleter>;
using FramePtr = std::unique_ptr<AVFrame, AvDeleter>;
using PacketPtr = std::unique_ptr<AVPacket, AvDeleter>;
using BsfPtr = std::unique_ptr<AVBSFContext, AvDeleter>;
using BufferPtr = std::unique_ptr<AVBufferRef, AvDeleter>;

// What one of libav's functions that allocate gave; throws std::bad_alloc where that is nothing.
template <typename T>
T* allocated(T* made) {
  if (made == nullptr) throw std::bad_alloc();
  return made;
}

inline FramePtr newFrame() {
  return FramePtr(allocated(av_frame_alloc()));
}
inline PacketPtr newPacket() {
  return PacketPtr(allocated(av_packet_alloc()));
}

// The first byte of a row of a frame's plane.
inline uint8_t* rowOf(const AVFrame& frame, int plane, int y) {
  return frame.data[plane] + y * static_cast<ptrdiff_t>(frame.linesize[plane]);
}

// An AVDictionary that frees itself; libav wants the address of the pointer.
class Dictionary {
 public:
  Dictionary() = default;
  ~Dictionary() { av_dict_free(&dict_); }
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;
  void set(const std::string& key, const std::string& value) {
    if (av_dict_set(&dict_, key.c_str(), value.c_str(), 0) < 0) throw std::bad_alloc();
  }
  AVDictionary** address() { return &dict_; }

 private:
  AVDictionary* dict_ = nullptr;
};

}  // namespace nodecodecs
