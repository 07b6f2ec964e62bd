#include "simd/isa.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace nodecodecs {
namespace {

Isa processorsBest() {
#if NODECODECS_X86
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return Isa::baseline;
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return avx512 ? Isa::avx512 : Isa::avx2;
#else
  return Isa::baseline;
#endif
}

// What the environment allows: all, where it names none.
Isa allowed() {
  const char* given = std::getenv("NODECODECS_ISA");
  const std::string name = given == nullptr ? "" : given;
  for (const Isa isa : {Isa::baseline, Isa::avx2}) {
    if (name == nameOf(isa)) return isa;
  }
  return Isa::avx512;
}

}  // namespace

Isa bestIsa() {
  static const Isa isa = std::min(processorsBest(), allowed());
  return isa;
}

const char* nameOf(Isa isa) {
  return isa == Isa::avx512 ? "avx512" : isa == Isa::avx2 ? "avx2" : "baseline";
}

}  // namespace nodecodecs
