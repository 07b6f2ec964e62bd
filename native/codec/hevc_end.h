// Finds HEVC pictures that end too early. A slice does not say how long it is, and FFmpeg's decoder
// takes one that ends before the picture does, or after its own data, for a whole picture.
#pragma once
#include <cstdint>

#include "av.h"

namespace nodecodecs {

// Marks every block of a picture before it is decoded; a mark that is still there afterwards was
// never written over.
class BlockMarks {
 public:
  void set(const AVFrame& frame);
  // Of packed samples: every row of 8 bytes or more (PNG, whose decoder passes over rows that its
  // data lack or whose filter it does not know).
  void setRows(const AVFrame& frame);
  bool anyLeft() const;

 private:
  void mark(const AVFrame& frame, int stepRows, int stepBytes);
  template <typename Visit>
  void forEach(Visit visit) const;

  BufferPtr buffer_;  // keeps the samples
  uint8_t* data_ = nullptr;
  ptrdiff_t stride_ = 0;
  int rowBytes_ = 0;
  int rows_ = 0;
  int stepRows_ = 0;
  int stepBytes_ = 0;
};

// The stream with an end for its last slice, should it have lost its own: bits of 1, which the
// arithmetic decoder soon reads as "end of slice" (H.265 9.3.4.3.5). A whole slice is decoded
// without a look at them. nullptr where the stream does not end in a slice.
PacketPtr withEndOfSlice(const AVPacket& packet);

}  // namespace nodecodecs
