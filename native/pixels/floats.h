// Float samples of 0 to 1 as codes.
#pragma once
#include <cstddef>
#include <cstdint>

#include "simd/isa.h"

namespace nodecodecs {

// floor(sample * (2^bitDepth - 1) + 0.5), exactly: 24 bits by 16 are within a double's 53. Returns
// the index of a sample that is no number or rounds to no code, `count` where there is none; `out`
// then holds all, as uint8_t of a bitDepth of 8 and uint16_t of 9 to 16.
size_t quantise(const float* samples, size_t count, int bitDepth, void* out, Isa isa);

// Whether all samples of a run are codes.
struct FloatKernels {
  bool (*narrow)(const float* samples, size_t count, double max, uint8_t* out);
  bool (*wide)(const float* samples, size_t count, double max, uint16_t* out);
};

extern const FloatKernels floatsBaseline;
#if NODECODECS_X86
extern const FloatKernels floatsAvx2;
#endif

}  // namespace nodecodecs
