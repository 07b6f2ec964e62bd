#include "pixels/arrange.h"

#include <algorithm>

namespace nodecodecs {
namespace {

// Where a row of one channel comes from and goes to.
struct Steps {
  ptrdiff_t in, out;
};

template <class In, class Out>
void lookUp(const In* in, Out* out, const Steps& step, int n, const CodeTable& table) {
  const Out* entries = static_cast<const Out*>(table.entries);
  const size_t last = table.size - 1;
  for (int x = 0; x < n; x++) out[x * step.out] = entries[std::min<size_t>(in[x * step.in], last)];
}

template <class In, class Out>
void arrangeRows(const Pixels& p, const CodeTable& table, bool planar, int from, int to, Out* out) {
  const ptrdiff_t channels = planar ? 1 : p.channels;
  const ptrdiff_t plane = planar ? static_cast<ptrdiff_t>(p.width) * p.height : 1;
  for (ptrdiff_t y = from; y < to; y++) {
    for (int c = 0; c < p.channels; c++) {
      const In* row = static_cast<const In*>(p.data) + y * p.rowStride + c * p.channelStride;
      Out* target = out + y * p.width * channels + c * plane;
      const Steps step = {p.columnStride, channels};
      if (table.entries != nullptr) {
        lookUp(row, target, step, p.width, table);
      } else {
        for (int x = 0; x < p.width; x++) target[x * step.out] = static_cast<Out>(row[x * step.in]);
      }
    }
  }
}

}  // namespace

void arrange(const Pixels& pixels, const CodeTable& table, bool planar, int from, int to, Form form,
             void* out) {
  withSampleType(pixels.bitDepth, [&](auto sample) {
    using In = decltype(sample);
    if (form == Form::floats) {
      arrangeRows<In>(pixels, table, planar, from, to, static_cast<float*>(out));
    } else if (form == Form::words) {
      arrangeRows<In>(pixels, table, planar, from, to, static_cast<uint16_t*>(out));
    } else {
      arrangeRows<In>(pixels, table, planar, from, to, static_cast<uint8_t*>(out));
    }
  });
}

}  // namespace nodecodecs
