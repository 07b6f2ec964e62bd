// How the samples of a TIFF file's first page lie and what they mean, checked before any is read.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "codec/codec.h"
#include "codec/tiff/file.h"
#include "convert/lab.h"

namespace nodecodecs {

enum class TiffSample { unsignedInteger, signedInteger, floatingPoint };
enum class TiffColour { gray, rgb, palette, cmyk, lab, iccLab };

struct TiffLayout {
  int width = 0;
  int height = 0;
  int samples = 1;  // per pixel
  int bits = 1;     // per sample
  TiffSample kind = TiffSample::unsignedInteger;
  TiffColour colour = TiffColour::gray;
  bool inverted = false;  // 0 is white
  bool separate = false;  // a plane per sample
  bool tiled = false;
  bool compressed = false;
  bool differenced =
      false;  // each sample is the difference from its left neighbour: not undone yet
  bool throughLibtiff = false;  // only libtiff's own conversion to 8-bit RGBA reads it
  int blockWidth = 0;           // of a tile or strip
  int blockHeight = 0;
  int alpha = -1;  // which sample
  bool premultiplied = false;
  LabWhite white;                 // of L*a*b*
  std::vector<uint16_t> palette;  // red, green, blue: 3 x 2^bits entries of 16 bits

  int colours() const {
    return colour == TiffColour::gray || colour == TiffColour::palette ? 1
           : colour == TiffColour::cmyk                                ? 4
                                                                       : 3;
  }
  bool grayFrame() const { return colour == TiffColour::gray; }
  // Bits of a sample after unpackSamples, and of what is given.
  int unpackedBits() const { return bits > 16 || kind == TiffSample::floatingPoint ? 16 : bits; }
  int depth() const;
};

// Throws ERR_DECODE with the name of what is not supported, ERR_LIMIT for more than maxPixels.
TiffLayout readTiffLayout(const TiffFile& file, const DecodeRequest& request);

}  // namespace nodecodecs
