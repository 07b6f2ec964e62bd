#include "convert/chroma.h"

#include <algorithm>

namespace nodecodecs::convert {
namespace {

// Where a chroma sample sits among the luma samples that share it (ITU-T H.273 8.7).
enum class Siting { first, centre, last };

Siting acrossOf(AVChromaLocation location) {
  switch (location) {
    case AVCHROMA_LOC_LEFT:
    case AVCHROMA_LOC_TOPLEFT:
    case AVCHROMA_LOC_BOTTOMLEFT:
      return Siting::first;
    default:
      return Siting::centre;
  }
}

Siting downOf(AVChromaLocation location) {
  switch (location) {
    case AVCHROMA_LOC_TOPLEFT:
    case AVCHROMA_LOC_TOP:
      return Siting::first;
    case AVCHROMA_LOC_BOTTOMLEFT:
    case AVCHROMA_LOC_BOTTOM:
      return Siting::last;
    default:
      return Siting::centre;
  }
}

// Weights are multiples of 1/2 of the step between two luma samples: halves, quarters or eighths.
int bitsOf(int log2) {
  return log2 == 0 ? 0 : log2 + 1;
}

std::array<Taps, 4> tapsOf(int log2, Siting siting) {
  std::array<Taps, 4> taps;
  const int step = 1 << log2;
  const int one = 1 << bitsOf(log2);
  for (int phase = 0; log2 > 0 && phase < step; phase++) {
    // Twice the distance from the chroma sample, so that centres stay whole.
    int distance = 2 * phase;
    if (siting == Siting::centre) distance -= step - 1;
    if (siting == Siting::last) distance -= 2 * (step - 1);
    taps[phase].previous = distance < 0 ? -distance : 0;
    taps[phase].next = distance > 0 ? distance : 0;
    taps[phase].current = one - taps[phase].previous - taps[phase].next;
  }
  return taps;
}

}  // namespace

ChromaUpsampler::ChromaUpsampler(const AVFrame& frame, const FrameLayout& layout,
                                 const FramePlanes& planes, const RowKernels& kernels)
    : layout_(layout),
      planes_(planes),
      kernels_(kernels),
      width_(AV_CEIL_RSHIFT(frame.width, layout.log2Width)),
      height_(AV_CEIL_RSHIFT(frame.height, layout.log2Height)),
      bits_(bitsOf(layout.log2Width) + bitsOf(layout.log2Height)),
      across_(tapsOf(layout.log2Width, acrossOf(frame.chroma_location))),
      down_(tapsOf(layout.log2Height, downOf(frame.chroma_location))) {}

void ChromaUpsampler::row(int c, int y, int x, int n, int32_t* out) const {
  const int log2 = layout_.log2Width;
  const int samples = AV_CEIL_RSHIFT(n, log2);
  const int first = x >> log2;
  const int from = std::max(first - 1, 0);
  const int to = std::min(first + samples + 1, width_);
  const int middle = y >> layout_.log2Height;
  const Taps& taps = down_[y & ((1 << layout_.log2Height) - 1)];
  const int other = std::clamp(middle + (taps.next > 0 ? 1 : -1), 0, height_ - 1);

  TileRows buffers;
  alignas(64) int32_t blended[kTile + 32];
  // blended[i + 16] is sample first + i: aligned, with one neighbour at either end.
  int32_t* middleOfBlended = blended + 16;
  const void* near = planes_.read(c, middle, from, to - from, buffers.bytes[0]);
  const bool single = taps.next + taps.previous == 0;
  const void* far = single ? near : planes_.read(c, other, from, to - from, buffers.bytes[1]);
  kernels_.blend[layout_.wide](near, taps.current, far, taps.next + taps.previous,
                               middleOfBlended + (from - first), to - from);
  if (from == first) middleOfBlended[-1] = middleOfBlended[0];
  if (to == first + samples) middleOfBlended[samples] = middleOfBlended[samples - 1];
  kernels_.upsample(middleOfBlended, out, samples, log2, across_.data());
}

}  // namespace nodecodecs::convert
