// How a JPEG is to be coded, read from a request's options.
#pragma once
#include <array>
#include <cstdio>
#include <optional>

#include <jpeglib.h>

#include "codec/codec.h"

namespace nodecodecs::jpeg {

// Quantization steps at quality 50, in rows of the block.
using QuantTable = std::array<unsigned int, DCTSIZE2>;

struct Settings {
  int quality = 75;
  int horizontal = 2;  // luma sampling factors
  int vertical = 2;
  bool optimize = false;
  bool progressive = false;
  bool trellis = false;             // quantize by rate and distortion
  std::optional<QuantTable> table;  // for luma and chroma; absent: IJG's two
};

Settings readSettings(const EncodeRequest& request);

// Quantization tables, entropy coding and scans: what does not depend on the picture. Of components
// that are there already.
void applySettings(jpeg_compress_struct& info, const Settings& settings);

}  // namespace nodecodecs::jpeg
