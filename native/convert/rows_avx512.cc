// The kernels for AVX-512.
#include "convert/rows.h"

#if NODECODECS_X86
#include "simd/avx512.h"

#include "convert/rows_impl.h"
#include "convert/rows_moves.h"

namespace nodecodecs::convert {

extern const RowKernels rowsAvx512 = makeRows("avx512");

}  // namespace nodecodecs::convert

#include "simd/end.h"
#endif
