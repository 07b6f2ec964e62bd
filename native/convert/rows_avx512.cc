// The kernels for AVX512. The pragma stays in force to the end of the file, where templates are
// instantiated.
#include "convert/rows.h"

#if NODECODECS_X86
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512dq"))), \
                             apply_to = function)
#else
#pragma GCC target("avx2,avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512")
#endif

#include "convert/rows_impl.h"
#include "convert/rows_moves.h"

namespace nodecodecs::convert {

extern const RowKernels rowsAvx512 = makeRows("avx512");

}  // namespace nodecodecs::convert

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
