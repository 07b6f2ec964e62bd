// A TIFF file in memory, opened by libtiff, and what libtiff says about it.
#pragma once
#include <tiffio.h>

#include <cstdint>
#include <string>
#include <vector>

namespace nodecodecs {

class TiffFile {
 public:
  // Throws ERR_DECODE. The bytes must outlive it.
  TiffFile(const uint8_t* data, size_t size, std::string label);
  ~TiffFile();
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;

  TIFF* handle() const { return tiff_; }
  // From here on a warning of a decoder means that pixels are missing.
  void beginPixels(bool warningsAreDamage) { strictWarnings_ = warningsAreDamage; }
  // Throws ERR_DECODE with libtiff's own words where it found damage so far.
  void throwIfDamaged() const;
  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void refuse(const std::string& what) const;
  const std::vector<std::string>& warnings() const { return warnings_; }

  template <typename T>
  T get(uint32_t tag, T missing) const {
    T value = missing;
    return TIFFGetFieldDefaulted(tiff_, tag, &value) == 1 ? value : missing;
  }

  // A SHORT tag of the directory as the file has it, where libtiff does not look at it.
  uint16_t storedShort(uint16_t tag, uint16_t missing) const;

  // libtiff's own callbacks
  size_t read(void* to, size_t count);
  uint64_t seek(uint64_t offset, int whence);
  uint64_t size() const { return size_; }
  void addError(std::string message);
  void addWarning(const char* module, std::string message);

 private:
  uint64_t number(uint64_t at, int bytes) const;

  const uint8_t* data_;
  uint64_t size_;
  uint64_t at_ = 0;
  std::string label_;
  TIFF* tiff_ = nullptr;
  bool strictWarnings_ = false;
  std::string error_;
  std::vector<std::string> warnings_;
};

}  // namespace nodecodecs
