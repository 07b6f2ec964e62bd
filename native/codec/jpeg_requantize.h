// A JPEG coded anew with other quantization tables, by rate and distortion.
#pragma once
#include <cstdlib>
#include <string>
#include <utility>

#include "codec/jpeg_settings.h"

namespace nodecodecs::jpeg {

// What libjpeg allocates for a file in memory.
struct Coded {
  unsigned char* bytes = nullptr;
  unsigned long size = 0;

  Coded() = default;
  ~Coded() { free(bytes); }
  Coded(const Coded&) = delete;
  Coded& operator=(const Coded&) = delete;
  // Where libjpeg's buffer grew to is told at a file's end alone: after a failure it is asked for,
  // which makes `bytes` what is to be freed again. Returns false, for the failure.
  bool failed(jpeg_compress_struct& info) {
    if (bytes != nullptr) info.dest->term_destination(&info);
    return false;
  }
  void swap(Coded& other) {
    std::swap(bytes, other.bytes);
    std::swap(size, other.size);
  }
};

// Settings whose file keeps each coefficient of the transform, rounded to an integer: what
// requantize starts from. libjpeg shows coefficients of files alone.
Settings unquantized(const Settings& settings);

// Replaces a file made with those settings. Throws ERR_ENCODE.
void requantize(const std::string& label, const Settings& settings, Coded& file);

}  // namespace nodecodecs::jpeg
