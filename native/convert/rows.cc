#include "convert/rows.h"

namespace nodecodecs::convert {

const RowKernels& rowKernels(Isa isa) {
  return NODECODECS_TABLE_OF(isa, rows);
}

}  // namespace nodecodecs::convert
