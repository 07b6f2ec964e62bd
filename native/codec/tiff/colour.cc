#ifdef NODECODECS_LIBTIFF
#include "codec/tiff/colour.h"

namespace nodecodecs {
namespace {

void readPalette(const TiffFile& file, TiffLayout& layout) {
  uint16_t* channels[3] = {};
  if (layout.bits > 16 || layout.kind == TiffSample::floatingPoint) {
    file.refuse("a palette of " + std::to_string(layout.bits) + " bits");
  }
  if (TIFFGetField(file.handle(), TIFFTAG_COLORMAP, &channels[0], &channels[1], &channels[2]) !=
      1) {
    file.fail("the palette is missing");
  }
  const size_t entries = size_t{1} << layout.bits;
  for (const uint16_t* channel : channels) {
    layout.palette.insert(layout.palette.end(), channel, channel + entries);
  }
}

// D50 unless the file says another (libtiff's default, and that of Adobe's notes).
void readWhite(const TiffFile& file, TiffLayout& layout) {
  const float* white = nullptr;
  if (TIFFGetField(file.handle(), TIFFTAG_WHITEPOINT, &white) != 1) return;
  const double x = white[0];
  const double y = white[1];
  // Not x <= 0: neither may be NaN.
  if (!(x > 0.01 && y > 0.01 && x + y < 1)) file.fail("its white point is no colour");
  layout.white = LabWhite(x, y);
}

}  // namespace

void readTiffColour(const TiffFile& file, TiffLayout& layout, int compression) {
  uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  if (TIFFGetField(file.handle(), TIFFTAG_PHOTOMETRIC, &photometric) != 1) {
    // As libtiff's own tools guess, warned of by libtiff itself.
    photometric = layout.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  }
  switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
      layout.inverted = true;
      break;
    case PHOTOMETRIC_MINISBLACK:
      break;
    case PHOTOMETRIC_RGB:
      layout.colour = TiffColour::rgb;
      break;
    case PHOTOMETRIC_PALETTE:
      layout.colour = TiffColour::palette;
      readPalette(file, layout);
      break;
    case PHOTOMETRIC_SEPARATED:
      if (file.get<uint16_t>(TIFFTAG_INKSET, INKSET_CMYK) != INKSET_CMYK) {
        file.refuse("a set of inks other than CMYK");
      }
      layout.colour = TiffColour::cmyk;
      break;
    case PHOTOMETRIC_YCBCR:
      if (compression == COMPRESSION_JPEG && !layout.separate) {
        TIFFSetField(file.handle(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        layout.colour = TiffColour::rgb;
        break;
      }
      layout.throughLibtiff = true;
      break;
    case PHOTOMETRIC_LOGL:
    case PHOTOMETRIC_LOGLUV:
      layout.throughLibtiff = true;
      break;
    case PHOTOMETRIC_CIELAB:
      layout.colour = TiffColour::lab;
      break;
    case PHOTOMETRIC_ICCLAB:
      layout.colour = TiffColour::iccLab;
      break;
    default:
      file.refuse("photometric interpretation " + std::to_string(photometric));
  }
  if (compression == COMPRESSION_OJPEG) layout.throughLibtiff = true;
  const bool lab = layout.colour == TiffColour::lab || layout.colour == TiffColour::iccLab;
  if (lab &&
      (layout.kind == TiffSample::floatingPoint || (layout.bits != 8 && layout.bits != 16))) {
    file.refuse("CIE L*a*b* of " + std::to_string(layout.bits) + " bits");
  }
  if (lab) readWhite(file, layout);
  if (layout.samples < layout.colours()) {
    file.fail(std::to_string(layout.samples) + " samples per pixel are too few for its colours");
  }
}

void readTiffAlpha(const TiffFile& file, TiffLayout& layout) {
  uint16_t count = 0;
  uint16_t* kinds = nullptr;
  const bool tagged =
      TIFFGetField(file.handle(), TIFFTAG_EXTRASAMPLES, &count, &kinds) == 1 && count > 0;
  if (!tagged) {
    if (layout.colour == TiffColour::rgb && layout.samples == 4) layout.alpha = 3;
    return;
  }
  const int first = layout.samples - count;
  for (int i = 0; i < count; i++) {
    if (kinds[i] == EXTRASAMPLE_UNSPECIFIED || first + i < layout.colours()) continue;
    layout.alpha = first + i;
    layout.premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
    return;
  }
}

}  // namespace nodecodecs
#endif
