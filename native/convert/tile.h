// Pieces of one row of the caller's picture, as one row of samples per channel.
#pragma once
#include <array>

#include "convert/rows.h"
#include "pixels/pixels.h"

namespace nodecodecs::convert {

// Pixels per piece, a multiple of every chroma step: what a conversion touches at once stays within
// a first-level cache of 32 KiB.
constexpr int kTile = 1024;

// Room for four rows of uint8_t or uint16_t samples, with one more sample at either end.
struct TileRows {
  alignas(64) uint8_t bytes[4][(kTile + 32) * 2];
};

using Rows = std::array<const void*, 4>;
using Targets = std::array<void*, 4>;

Targets targetsOf(TileRows& rows);

// Rows are uint8_t for 8-bit pictures and uint16_t for others; n <= kTile; x < width for all but
// load().
class PictureTiles {
 public:
  PictureTiles(const Pixels& picture, const RowKernels& kernels);

  // The n pixels from column x of row y, the last column repeated beyond the picture: in place
  // where the channels are contiguous, else in `buffers`.
  Rows load(int y, int x, int n, const Targets& buffers) const;

  // Where rows for store() are best put: in place where contiguous, else `buffers`.
  Targets targets(int y, int x, const Targets& buffers) const;

  // Puts `rows` (as many as the picture has channels, n samples each) where they are not yet.
  void store(int y, int x, int n, const Rows& rows) const;

 private:
  uint8_t* at(int y, int x, int channel) const;
  void fetch(int y, int x, int n, const Targets& to) const;

  const Pixels& picture_;
  const RowKernels& kernels_;
  const bool wide_;
  const int size_;          // bytes per sample
  const bool contiguous_;   // columns are neighbours in memory
  const bool interleaved_;  // channels are, and columns follow each other
};

}  // namespace nodecodecs::convert
