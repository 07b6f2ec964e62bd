// The kernels for what every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
#include "convert/rows.h"

#include "convert/rows_impl.h"
#include "convert/rows_moves.h"

namespace nodecodecs::convert {

extern const RowKernels rowsBaseline = makeRows("baseline");

}  // namespace nodecodecs::convert
