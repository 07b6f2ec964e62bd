// The reduced pictures that an interlaced file is made of.
#pragma once
#include <vector>

#include "codec/png/file.h"

namespace nodecodecs::png {

// Every `across`th column from `left` on, of every `down`th row from `top` on.
struct Pass {
  int left = 0;
  int top = 0;
  int across = 1;
  int down = 1;
  int width = 0;
  int height = 0;
};

// Those of the file that are not empty, in their order; one where it is not interlaced.
std::vector<Pass> passesOf(const File& file);

// Bytes of all passes' rows, each with the number of its filter before it.
size_t bytesOf(const File& file, const std::vector<Pass>& passes);

}  // namespace nodecodecs::png
