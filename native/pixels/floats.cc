#include "pixels/floats.h"

#include <algorithm>

namespace nodecodecs {
namespace {

const FloatKernels& kernels(Isa isa) {
#if NODECODECS_X86
  if (isa != Isa::baseline) return floatsAvx2;
#endif
  static_cast<void>(isa);
  return floatsBaseline;
}

template <class Run, class Out>
size_t quantiseAll(Run run, const float* samples, size_t count, int bitDepth, Out* out) {
  constexpr size_t kRun = 4096;  // so that what is wrong is found soon
  const double max = (1 << bitDepth) - 1;
  for (size_t i = 0; i < count; i += kRun) {
    if (run(samples + i, std::min(kRun, count - i), max, out + i)) continue;
    size_t at = i;
    while (run(samples + at, 1, max, out + at)) at++;
    return at;
  }
  return count;
}

}  // namespace

size_t quantise(const float* samples, size_t count, int bitDepth, void* out, Isa isa) {
  const FloatKernels& run = kernels(isa);
  return bitDepth > 8
             ? quantiseAll(run.wide, samples, count, bitDepth, static_cast<uint16_t*>(out))
             : quantiseAll(run.narrow, samples, count, bitDepth, static_cast<uint8_t*>(out));
}

}  // namespace nodecodecs
