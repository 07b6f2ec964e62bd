#include "convert/rows.h"

namespace nodecodecs::convert {

Isa bestIsa() {
#if NODECODECS_X86
  if (!__builtin_cpu_supports("avx2")) return Isa::baseline;
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return avx512 ? Isa::avx512 : Isa::avx2;
#else
  return Isa::baseline;
#endif
}

const RowKernels& rowKernels(Isa isa) {
#if NODECODECS_X86
  if (isa == Isa::avx512) return rowsAvx512;
  if (isa == Isa::avx2) return rowsAvx2;
#endif
  static_cast<void>(isa);
  return rowsBaseline;
}

}  // namespace nodecodecs::convert
