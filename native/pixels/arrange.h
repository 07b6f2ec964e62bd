// Samples in another form: a plane per channel or interleaved, codes of another depth, floats.
#pragma once
#include "pixels/pixels.h"

namespace nodecodecs {

// What every code becomes: `size` entries, of float or of the codes that `out` takes; none: itself.
struct CodeTable {
  const void* entries = nullptr;
  size_t size = 0;
};

// What `out` holds.
enum class Form { bytes, words, floats };

// Rows `from` to `to` of the picture, written to the same rows of `out`: interleaved, or (planar) a
// plane of the whole picture's size per channel. Without a table `form` is the picture's own. A
// code that the table does not reach becomes its last entry.
void arrange(const Pixels& pixels, const CodeTable& table, bool planar, int from, int to, Form form,
             void* out);

}  // namespace nodecodecs
