// What a zlib stream holds, up to the last byte that a picture needs.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "pixels/samples.h"

namespace nodecodecs::png {

struct Inflated {
  Samples bytes;  // and memory behind the wanted ones
  std::vector<std::string> warnings;
};

// The first `wanted` bytes of the zlib stream in data, which costs no more than these do: a stream
// that goes on is left where they end. That, a checksum that is wrong or missing, and damage behind
// them are warnings. Throws ERR_DECODE where fewer can be read.
Inflated inflate(const uint8_t* data, size_t size, size_t wanted, const std::string& label);

}  // namespace nodecodecs::png
