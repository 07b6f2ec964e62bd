// The filters of PNG's rows (PNG 9.2), undone.
#pragma once
#include <cstddef>
#include <cstdint>

#include "simd/isa.h"

namespace nodecodecs::png {

inline constexpr int kFilters = 5;         // none, sub, up, average, Paeth
inline constexpr int kMostPixelBytes = 8;  // of 16-bit RGBA
inline constexpr size_t kRowMargin = 8;    // readable behind `in` and `prior`

// `bytes` of the row `in` to `out`, beside the row above it; a row above the first is all zeros.
// Exactly `bytes` are written; `bytes` is a multiple of the pixel's.
using Unfilter = void (*)(const uint8_t* in, const uint8_t* prior, uint8_t* out, size_t bytes);

struct UnfilterKernels {
  Unfilter of[kMostPixelBytes + 1][kFilters];  // [bytes of a pixel, at least 1][filter]
};

// `isa` must not exceed bestIsa().
const UnfilterKernels& unfilterKernels(Isa isa);

extern const UnfilterKernels unfilterBaseline;
#if NODECODECS_X86
extern const UnfilterKernels unfilterAvx2;
#endif

}  // namespace nodecodecs::png
