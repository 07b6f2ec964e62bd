// SSIMULACRA 2.1. What it is, and which of the two arithmetics to quote:
// docs/data/metric_definitions.md.
#pragma once
#include "pixels/pixels.h"

namespace nodecodecs::ssimulacra2 {

constexpr int kMinSide = 8;

// tool: float32 in libjxl's order with fused multiply-add, its number on a processor that has it.
// exact: in double and without recursion, the same on every machine.
enum class Arithmetic { tool, exact };

// 100 for no difference, unbounded below. For pictures of one layout, sides of at least kMinSide;
// of RGBA the lower score of two backgrounds. The same for any number of threads.
double score(const Pixels& original, const Pixels& distorted, Arithmetic arithmetic, int threads);

}  // namespace nodecodecs::ssimulacra2
