// The loops behind FloatKernels. Included by one .cc file per instruction set, after its target
// pragma; everything here has internal linkage. No #pragma once, and no standard function inside.

namespace nodecodecs {
namespace {

// GCC believes __restrict of parameters only.
template <class Out>
bool quantiseRun(const float* __restrict samples, size_t count, double max, Out* __restrict out) {
  const double end = max + 1;
  int wrong = 0;
  for (size_t i = 0; i < count; i++) {
    const double code = samples[i] * max + 0.5;
    const int fits = (code >= 0) & (code < end);  // false of NaN
    wrong |= fits ^ 1;
    const double safe = fits ? code : 0;
    out[i] = static_cast<Out>(static_cast<int>(safe));
  }
  return wrong == 0;
}

constexpr FloatKernels makeFloats() {
  return {quantiseRun<uint8_t>, quantiseRun<uint16_t>};
}

}  // namespace
}  // namespace nodecodecs
