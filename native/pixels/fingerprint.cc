#include "pixels/fingerprint.h"

#include <cstring>

namespace nodecodecs {
namespace {

constexpr uint64_t kPrime = 0x9E3779B185EBCA87;  // of xxHash64: odd, with its bits well spread

}  // namespace

// Eight independent lanes, so that the multiplications overlap.
uint64_t fingerprint(const uint8_t* data, size_t size) {
  uint64_t lanes[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  size_t i = 0;
  for (; i + sizeof lanes <= size; i += sizeof lanes) {
    for (int lane = 0; lane < 8; lane++) {
      uint64_t word;
      memcpy(&word, data + i + lane * sizeof word, sizeof word);
      lanes[lane] = (lanes[lane] ^ word) * kPrime;
      lanes[lane] ^= lanes[lane] >> 29;
    }
  }
  uint64_t hash = size;
  for (; i < size; i++) hash = (hash ^ data[i]) * kPrime;
  for (const uint64_t lane : lanes) hash = (hash ^ lane) * kPrime;
  return hash ^ (hash >> 32);
}

uint64_t fingerprint(const Pixels& p) {
  const ptrdiff_t reaches[] = {(p.height - 1) * p.rowStride, (p.width - 1) * p.columnStride,
                               (p.channels - 1) * p.channelStride};
  ptrdiff_t low = 0;
  ptrdiff_t high = 1;
  for (const ptrdiff_t reach : reaches) (reach < 0 ? low : high) += reach;
  const auto* first = static_cast<const uint8_t*>(p.data) + low * p.bytesPerSample();
  return fingerprint(first, (high - low) * p.bytesPerSample());
}

}  // namespace nodecodecs
