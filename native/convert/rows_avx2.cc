// The kernels for AVX2.
#include "convert/rows.h"

#if NODECODECS_X86
#include "simd/avx2.h"

#include "convert/rows_impl.h"
#include "convert/rows_moves.h"

namespace nodecodecs::convert {

extern const RowKernels rowsAvx2 = makeRows("avx2");

}  // namespace nodecodecs::convert

#include "simd/end.h"
#endif
