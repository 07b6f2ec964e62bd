// Whether a picture that waits is still the one that was given.
#pragma once
#include <cstdint>

#include "pixels.h"

namespace nodecodecs {

// A 64-bit hash of the samples' memory: of all of it up to 256 KiB, else of 64 blocks of 4 KiB
// spread evenly over it. Not meant against an adversary.
uint64_t fingerprint(const Pixels& pixels);
uint64_t fingerprint(const uint8_t* data, size_t size);

}  // namespace nodecodecs
