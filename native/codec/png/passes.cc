#include "codec/png/passes.h"

namespace nodecodecs::png {

std::vector<Pass> passesOf(const File& file) {
  // Adam7, PNG 8.2.
  static constexpr Pass kAdam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                    {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  if (!file.interlaced) return {{0, 0, 1, 1, file.width, file.height}};
  std::vector<Pass> passes;
  for (Pass pass : kAdam7) {
    pass.width = (file.width - pass.left + pass.across - 1) / pass.across;
    pass.height = (file.height - pass.top + pass.down - 1) / pass.down;
    if (pass.width > 0 && pass.height > 0) passes.push_back(pass);
  }
  return passes;
}

size_t bytesOf(const File& file, const std::vector<Pass>& passes) {
  size_t bytes = 0;
  for (const Pass& pass : passes) {
    bytes += static_cast<size_t>(pass.height) * (1 + file.rowBytes(pass.width));
  }
  return bytes;
}

}  // namespace nodecodecs::png
