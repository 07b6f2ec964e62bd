#include "codec/jpeg_requantize.h"

#include <cstring>

#include "codec/jpeg_error.h"
#include "codec/jpeg_trellis.h"
#include "error.h"

namespace nodecodecs::jpeg {
namespace {

static_assert(sizeof(JBLOCK) == sizeof(trellis::Coefficients));

// Luma has statistics of its own, as it has tables of its own in a file.
constexpr int kClasses = 2;

using ClassCounts = std::array<trellis::Counts, kClasses>;
using ClassCosts = std::array<trellis::Costs, kClasses>;

// Everything that must survive a longjmp lives here, outside of the function that setjmp guards.
struct Transcoder {
  JpegErrors errors;
  jpeg_decompress_struct from;
  jpeg_compress_struct to;
  Coded out;

  Transcoder() {
    memset(&from, 0, sizeof from);
    memset(&to, 0, sizeof to);
    from.err = to.err = errors.install();
  }
  ~Transcoder() {
    jpeg_destroy_compress(&to);
    jpeg_destroy_decompress(&from);
  }
  Transcoder(const Transcoder&) = delete;
  Transcoder& operator=(const Transcoder&) = delete;
};

// Visits the blocks of every component: visit(component's class, its table, block).
template <class Visit>
void forEachBlock(Transcoder& coder, jvirt_barray_ptr* arrays, bool write, Visit visit) {
  for (int c = 0; c < coder.to.num_components; c++) {
    const jpeg_component_info& component = coder.from.comp_info[c];
    const trellis::Table table(
        coder.to.quant_tbl_ptrs[coder.to.comp_info[c].quant_tbl_no]->quantval);
    for (JDIMENSION y = 0; y < component.height_in_blocks; y++) {
      JBLOCKROW row = *coder.from.mem->access_virt_barray(
          reinterpret_cast<j_common_ptr>(&coder.from), arrays[c], y, 1, write ? TRUE : FALSE);
      for (JDIMENSION x = 0; x < component.width_in_blocks; x++) {
        visit(c == 0 ? 0 : 1, table, row[x]);
      }
    }
  }
}

// What symbols cost if all coefficients go to the nearest step. To count again after the choice
// that follows is worth 0.05 % and a quarter of the time.
ClassCosts costsOf(Transcoder& coder, jvirt_barray_ptr* arrays) {
  ClassCounts counts;
  forEachBlock(coder, arrays, false, [&](int of, const trellis::Table& table, const JBLOCK& block) {
    trellis::Coefficients nearest;
    trellis::quantize(block, table, nearest);
    counts[of].add(nearest);
  });
  return {counts[0].costs(), counts[1].costs()};
}

void choose(Transcoder& coder, jvirt_barray_ptr* arrays) {
  const ClassCosts costs = costsOf(coder, arrays);
  forEachBlock(coder, arrays, true, [&](int of, const trellis::Table& table, JBLOCK& block) {
    trellis::Coefficients chosen;
    trellis::quantize(block, table, costs[of], chosen);
    memcpy(block, chosen, sizeof chosen);
  });
}

bool transcode(Transcoder& coder, const Coded& file, const Settings& settings) {
  if (setjmp(coder.errors.back) != 0) return coder.out.failed(coder.to);
  jpeg_create_decompress(&coder.from);
  jpeg_create_compress(&coder.to);
  jpeg_mem_src(&coder.from, file.bytes, file.size);
  jpeg_read_header(&coder.from, TRUE);
  jvirt_barray_ptr* arrays = jpeg_read_coefficients(&coder.from);
  jpeg_copy_critical_parameters(&coder.from, &coder.to);
  applySettings(coder.to, settings);
  choose(coder, arrays);
  jpeg_mem_dest(&coder.to, &coder.out.bytes, &coder.out.size);
  jpeg_write_coefficients(&coder.to, arrays);
  jpeg_finish_compress(&coder.to);
  jpeg_finish_decompress(&coder.from);
  return true;
}

}  // namespace

Settings unquantized(const Settings& settings) {
  Settings first = settings;
  first.quality = 100;  // steps of 1
  first.table.reset();
  first.optimize = first.progressive = first.trellis = false;
  return first;
}

void requantize(const std::string& label, const Settings& settings, Coded& file) {
  Transcoder coder;
  if (!transcode(coder, file, settings)) {
    throw Error("ERR_ENCODE", label + ": libjpeg-turbo: " + coder.errors.message);
  }
  file.swap(coder.out);
}

}  // namespace nodecodecs::jpeg
