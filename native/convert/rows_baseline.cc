// The kernels for what every processor of the architecture has.
#include "convert/rows.h"

#include "simd/baseline.h"

#include "convert/rows_impl.h"
#include "convert/rows_moves.h"

namespace nodecodecs::convert {

extern const RowKernels rowsBaseline = makeRows("baseline");

}  // namespace nodecodecs::convert
