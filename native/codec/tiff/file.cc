#ifdef NODECODECS_LIBTIFF
#include "codec/tiff/file.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>

#include "av.h"
#include "error.h"

namespace nodecodecs {
namespace {

constexpr size_t kMaxWarnings = 20;
constexpr tmsize_t kMaxAllocation = INT32_MAX;

TiffFile& self(thandle_t handle) {
  return *static_cast<TiffFile*>(handle);
}

tmsize_t readBytes(thandle_t handle, void* to, tmsize_t count) {
  return count < 0 ? -1 : static_cast<tmsize_t>(self(handle).read(to, static_cast<size_t>(count)));
}

tmsize_t writeNothing(thandle_t, void*, tmsize_t) {
  return -1;
}

toff_t seekTo(thandle_t handle, toff_t offset, int whence) {
  return self(handle).seek(offset, whence);
}

int closeNothing(thandle_t) {
  return 0;
}

toff_t sizeOf(thandle_t handle) {
  return self(handle).size();
}

std::string text(const char* module, const char* format, va_list arguments) {
  char line[512];
  vsnprintf(line, sizeof line, format, arguments);
  return module == nullptr || *module == '\0' ? line : std::string(module) + ": " + line;
}

// No exception may pass through libtiff.
template <typename Add>
void keep(TiffFile& file, Add add) {
  try {
    add();
  } catch (const std::bad_alloc&) {
    file.addError("out of memory");  // short enough to need none
  }
}

void keepError(TiffFile& file, const char* module, const char* format, va_list arguments) {
  keep(file, [&] { file.addError(text(module, format, arguments)); });
}

void keepWarning(TiffFile& file, const char* module, const char* format, va_list arguments) {
  keep(file, [&] { file.addWarning(module, text(nullptr, format, arguments)); });
}

#if TIFFLIB_VERSION >= 20221213

int onError(TIFF*, void* user, const char* module, const char* format, va_list arguments) {
  keepError(self(user), module, format, arguments);
  return 1;
}

int onWarning(TIFF*, void* user, const char* module, const char* format, va_list arguments) {
  keepWarning(self(user), module, format, arguments);
  return 1;
}

TIFF* open(TiffFile* file) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
      allocated(TIFFOpenOptionsAlloc()), TIFFOpenOptionsFree);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMaxAllocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), onError, file);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), onWarning, file);
  return TIFFClientOpenExt("TIFF", "rm", file, readBytes, writeNothing, seekTo, closeNothing,
                           sizeOf, nullptr, nullptr, options.get());
}

#else

// Before 4.5 libtiff's handlers are of the process: they look whether the handle is one of ours.
thread_local TiffFile* current = nullptr;

void onError(thandle_t handle, const char* module, const char* format, va_list arguments) {
  if (handle == current && current != nullptr) keepError(*current, module, format, arguments);
}

void onWarning(thandle_t handle, const char* module, const char* format, va_list arguments) {
  if (handle == current && current != nullptr) keepWarning(*current, module, format, arguments);
}

TIFF* open(TiffFile* file) {
  static std::once_flag once;
  std::call_once(once, [] {
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    TIFFSetErrorHandlerExt(onError);
    TIFFSetWarningHandlerExt(onWarning);
  });
  current = file;
  return TIFFClientOpen("TIFF", "rm", file, readBytes, writeNothing, seekTo, closeNothing, sizeOf,
                        nullptr, nullptr);
}

#endif

bool says(const std::string& message, const char* words) {
  return message.find(words) != std::string::npos;
}

// Tags of maps, cameras and others: TIFF 6.0 lets everybody have their own. The predictor of a
// compression for which libtiff has none is among them: layout.cc looks at it.
bool isOthersTag(const std::string& message) {
  return says(message, "Unknown field with tag ");
}

// A field whose type is not known is skipped, as TIFF 6.0 says, section 2.
bool isOthersType(const std::string& message) {
  return says(message, "is TIFF_SETGET_UNDEFINED and thus tag is not read");
}

// No pixel depends on: bytes between two segments, in libjpeg's words; LZW as it was before
// TIFF 6.0.
bool isOfNoPixel(const std::string& message) {
  return says(message, "extraneous bytes before marker") || says(message, "Old-style LZW codes");
}

}  // namespace

TiffFile::TiffFile(const uint8_t* data, size_t size, std::string label)
    : data_(data), size_(size), label_(std::move(label)) {
  tiff_ = open(this);
  if (tiff_ == nullptr) fail("not a TIFF file that libtiff can open");
}

TiffFile::~TiffFile() {
  if (tiff_ != nullptr) TIFFClose(tiff_);
}

size_t TiffFile::read(void* to, size_t count) {
  if (at_ >= size_) return 0;
  const size_t there = static_cast<size_t>(std::min<uint64_t>(count, size_ - at_));
  memcpy(to, data_ + at_, there);
  at_ += there;
  return there;
}

uint64_t TiffFile::seek(uint64_t offset, int whence) {
  if (whence == SEEK_CUR) offset += at_;
  if (whence == SEEK_END) offset += size_;
  at_ = offset;
  return at_;
}

uint64_t TiffFile::number(uint64_t at, int bytes) const {
  if (at > size_ || static_cast<uint64_t>(bytes) > size_ - at) return 0;
  const bool big = TIFFIsBigEndian(tiff_) != 0;
  uint64_t value = 0;
  for (int i = 0; i < bytes; i++) {
    value = value << 8 | data_[at + static_cast<uint64_t>(big ? i : bytes - 1 - i)];
  }
  return value;
}

uint16_t TiffFile::storedShort(uint16_t tag, uint16_t missing) const {
  const bool wide = number(2, 2) == TIFF_VERSION_BIG;
  const uint64_t start = TIFFCurrentDirOffset(tiff_);
  const uint64_t count = number(start, wide ? 8 : 2);
  const uint64_t entryBytes = wide ? 20 : 12;
  uint64_t entry = start + (wide ? 8 : 2);
  for (uint64_t i = 0; i < count && entry < size_; i++, entry += entryBytes) {
    if (number(entry, 2) != tag) continue;
    return static_cast<uint16_t>(number(entry + (wide ? 12 : 8), 2));
  }
  return missing;
}

void TiffFile::addError(std::string message) {
  if (isOthersType(message)) return;
  if (error_.empty()) error_ = std::move(message);
}

void TiffFile::addWarning(const char* module, std::string message) {
  if (isOthersTag(message)) return;
  if (strictWarnings_ && !isOfNoPixel(message)) return addError(std::move(message));
  if (warnings_.size() >= kMaxWarnings) return;
  const std::string from = module == nullptr ? "libtiff" : module;
  warnings_.push_back(from + ": " + message);
}

void TiffFile::throwIfDamaged() const {
  if (!error_.empty()) throw Error("ERR_DECODE", label_ + ": libtiff: " + error_);
}

void TiffFile::fail(const std::string& what) const {
  throw Error("ERR_DECODE", label_ + ": " + what + (error_.empty() ? "" : " - libtiff: " + error_));
}

void TiffFile::refuse(const std::string& what) const {
  throw Error("ERR_DECODE", label_ + ": " + what + " is not supported");
}

}  // namespace nodecodecs
#endif
