#include "convert/rows.h"

namespace nodecodecs::convert {

const RowKernels& rowKernels(Isa isa) {
#if NODECODECS_X86
  if (isa == Isa::avx512) return rowsAvx512;
  if (isa == Isa::avx2) return rowsAvx2;
#endif
  static_cast<void>(isa);
  return rowsBaseline;
}

}  // namespace nodecodecs::convert
