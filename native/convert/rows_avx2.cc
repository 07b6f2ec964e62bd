// The kernels for AVX2. The pragma stays in force to the end of the file, where templates are
// instantiated.
#include "convert/rows.h"

#if NODECODECS_X86
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC target("avx2")
#endif

#include "convert/rows_impl.h"
#include "convert/rows_moves.h"

namespace nodecodecs::convert {

extern const RowKernels rowsAvx2 = makeRows("avx2");

}  // namespace nodecodecs::convert

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
