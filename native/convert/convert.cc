#include "convert/convert.h"

#include "convert/internal.h"
#include "convert/layout.h"

namespace nodecodecs {
namespace {

const convert::RowKernels& bestKernels() {
  static const convert::RowKernels& kernels = convert::rowKernels(bestIsa());
  return kernels;
}

}  // namespace

bool canWrite(AVPixelFormat format) {
  const convert::FrameLayout layout = convert::layoutOf(format);
  return layout.kind != convert::FrameLayout::Kind::none && layout.aligned;
}

bool canRead(AVPixelFormat format) {
  return convert::layoutOf(format).kind != convert::FrameLayout::Kind::none;
}

void pixelsToFrame(const Pixels& picture, const Colour& colour, AVFrame& frame, int rowBegin,
                   int rowEnd) {
  convert::pixelsToFrame(bestKernels(), picture, colour, frame, rowBegin, rowEnd);
}

void frameToPixels(const AVFrame& frame, const Colour& colour, const Pixels& picture) {
  convert::frameToPixels(bestKernels(), frame, colour, picture);
}

}  // namespace nodecodecs
