// The rows of the passes, one after the other, without their filters.
#pragma once
#include <string>
#include <vector>

#include "codec/png/file.h"
#include "codec/png/unfilter.h"

namespace nodecodecs::png {

class RowReader {
 public:
  // `raw`: all rows, with kRowMargin readable behind the last one.
  RowReader(const File& file, const std::string& label, const uint8_t* raw);

  // A pass of rows of so many pixels.
  void begin(int width);

  // The next row, until the one after it is read. Throws ERR_DECODE for a filter that there is not.
  const uint8_t* next();

  // The next row to `out`; `above` is the one before it, with kRowMargin readable behind it, or
  // zeros() where this is the first.
  void next(const uint8_t* above, uint8_t* out);
  const uint8_t* zeros() const { return row_.data(); }

 private:
  const File& file_;
  const std::string& label_;
  const uint8_t* raw_;
  const Unfilter* unfilter_;
  size_t bytes_ = 0;
  std::vector<uint8_t> row_;
  std::vector<uint8_t> above_;
};

}  // namespace nodecodecs::png
