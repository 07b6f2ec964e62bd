// Conversion between the caller's pixels and the planes of an AVFrame: RGB <-> YUV, depth, range,
// matrix, chroma resampling, padding and cropping, in one pass.
#pragma once
extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixfmt.h>
}
#include "pixels/pixels.h"

namespace nodecodecs {

// The last ones follow from the ColourPrimaries of their number (ITU-T H.273 8.3,
// MatrixCoefficients 12).
enum class Matrix {
  bt601,
  bt709,
  bt2020,
  ycgco,
  fcc,
  smpte240m,
  primaries4,
  primaries5,
  primaries6,
  primaries8,
  primaries10,
  primaries11,
  primaries12,
  primaries22
};

// How YUV formats are to be read. RGB formats ignore the matrix; only planar ones (GBR) can be of
// limited range, and only where they are read.
struct Colour {
  Matrix matrix = Matrix::bt601;
  bool fullRange = true;
};

// Whether pixelsToFrame can write, and frameToPixels read, this format.
bool canWrite(AVPixelFormat format);
bool canRead(AVPixelFormat format);

// Writes picture rows [rowBegin, rowEnd) into `frame`, whose format, width, height and buffers are
// set. The frame may be larger than the picture: the last column and row are repeated outward (the
// rows below the picture are written by the call whose rowEnd is the picture's height). rowBegin
// must be even. Samples are rescaled by (2^to - 1) / (2^from - 1), rounded to nearest.
// 2x1 and 2x2 chroma is the mean of its samples (centre siting).
void pixelsToFrame(const Pixels& picture, const Colour& colour, AVFrame& frame, int rowBegin,
                   int rowEnd);

// Reads the top left picture.width x picture.height samples of `frame` into `picture`, whose
// channels and bitDepth say what is wanted. Subsampled chroma is interpolated linearly with the
// siting of frame.chroma_location (unspecified: centre). Missing alpha is opaque.
void frameToPixels(const AVFrame& frame, const Colour& colour, const Pixels& picture);

}  // namespace nodecodecs
