// Rows of components in an AVFrame: read and written in place where the format allows it.
#pragma once
#include "av.h"
#include "convert/layout.h"
#include "convert/tile.h"

namespace nodecodecs::convert {

class FramePlanes {
 public:
  FramePlanes(const AVFrame& frame, const FrameLayout& layout, const RowKernels& kernels)
      : frame_(frame), layout_(layout), kernels_(kernels) {}

  // n samples of component c from (x, y), in the component's own resolution, uint16_t where
  // layout.wide: in place or in `buffer`.
  const void* read(int c, int y, int x, int n, void* buffer) const;

  // The same for all components of full resolution (chroma only where it is not subsampled).
  Rows readPixels(int y, int x, int n, const Targets& buffers) const;

  // Where to put n samples of component c for write(): in place or in `buffer`.
  void* target(int c, int y, int x, void* buffer) const;
  void write(int c, int y, int x, int n, const void* row) const;

  Targets pixelTargets(int y, int x, const Targets& buffers) const;
  // Components of full resolution; padding bytes are set.
  void writePixels(int y, int x, int n, const Rows& rows) const;

 private:
  bool fullResolution(int c) const;
  void readPalette(int y, int x, int n, const Targets& to) const;
  void readBits(int c, int y, int x, int n, uint16_t* to) const;

  const AVFrame& frame_;
  const FrameLayout& layout_;
  const RowKernels& kernels_;
};

}  // namespace nodecodecs::convert
