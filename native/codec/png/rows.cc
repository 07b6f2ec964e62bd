#include "codec/png/rows.h"

namespace nodecodecs::png {

RowReader::RowReader(const File& file, const std::string& label, const uint8_t* raw)
    : file_(file),
      label_(label),
      raw_(raw),
      unfilter_(unfilterKernels(bestIsa()).of[(file.bitsPerPixel() + 7) / 8]) {}

void RowReader::begin(int width) {
  bytes_ = file_.rowBytes(width);
  row_.assign(bytes_ + kRowMargin, 0);
  above_ = row_;
}

const uint8_t* RowReader::next() {
  row_.swap(above_);
  next(above_.data(), row_.data());
  return row_.data();
}

void RowReader::next(const uint8_t* above, uint8_t* out) {
  const int filter = raw_[0];
  if (filter >= kFilters) {
    throw damaged(label_, "a row has the filter " + std::to_string(filter) + ", of 0 to 4");
  }
  unfilter_[filter](raw_ + 1, above, out, bytes_);
  raw_ += 1 + bytes_;
}

}  // namespace nodecodecs::png
