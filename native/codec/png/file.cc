#include "codec/png/file.h"

#include <cstring>

namespace nodecodecs::png {
namespace {

constexpr uint8_t kSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr size_t kFraming = 12;  // length, type, CRC
constexpr size_t kHeaderBytes = 13;
constexpr Colour kBlack = {0, 0, 0, 255};  // what indices beyond the palette are

uint32_t big32(const uint8_t* at) {
  return static_cast<uint32_t>(at[0]) << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

// The depths of each colour type, PNG 11.2.1, as a set of bits.
bool isAllowed(int type, int depth) {
  constexpr int kOneByteOrTwo = 8 | 16;
  constexpr int kDepths[] = {1 | 2 | 4 | 8 | 16, 0, kOneByteOrTwo, 1 | 2 | 4 | 8,
                             kOneByteOrTwo,      0, kOneByteOrTwo};
  const bool isOne = depth > 0 && (depth & (depth - 1)) == 0;
  return type <= kRgba && isOne && (kDepths[type] & depth) != 0;
}

class Reader {
 public:
  Reader(const std::string& label, File& file) : label_(label), file_(file) {
    file.palette.fill(kBlack);
  }

  void read(const char* type, uint8_t* body, size_t size) {
    const auto is = [type](const char* name) { return memcmp(type, name, 4) == 0; };
    if (file_.width == 0 && !is("IHDR")) fail("the file does not begin with IHDR");
    if (is("IHDR")) readHeader(body, size);
    if (is("PLTE")) readPalette(body, size);
    if (is("tRNS")) readTransparency(body, size);
    if (is("IDAT")) readData(body, size);
  }

  void finish() const {
    if (file_.width == 0) fail("the file has no IHDR");
    if (file_.size == 0) fail("the file has no picture data");
    if (file_.type == kPalette && !hasPalette_) fail("the file has no palette");
  }

  [[noreturn]] void fail(const std::string& what) const { throw damaged(label_, what); }

 private:
  void readHeader(const uint8_t* body, size_t size) {
    if (file_.width != 0 || size != kHeaderBytes) fail("IHDR is no one chunk of 13 bytes");
    const uint32_t width = big32(body);
    const uint32_t height = big32(body + 4);
    if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX) {
      fail("the file says that the picture is " + std::to_string(width) + "x" +
           std::to_string(height));
    }
    if (!isAllowed(body[9], body[8])) {
      fail("there is no colour type " + std::to_string(body[9]) + " of " + std::to_string(body[8]) +
           " bits");
    }
    if (body[10] != 0 || body[11] != 0 || body[12] > 1) {
      fail("IHDR names an unknown compression, filter or interlace method");
    }
    file_.width = static_cast<int>(width);
    file_.height = static_cast<int>(height);
    file_.depth = body[8];
    file_.type = body[9];
    file_.interlaced = body[12] == 1;
  }

  void readPalette(const uint8_t* body, size_t size) {
    mustBeBeforeData("PLTE");
    if (size == 0 || size % 3 != 0 || size > 3 * file_.palette.size()) {
      fail("PLTE has " + std::to_string(size) + " bytes");
    }
    for (size_t i = 0; i < size / 3; i++) memcpy(file_.palette[i].data(), body + 3 * i, 3);
    hasPalette_ = true;
  }

  void readTransparency(const uint8_t* body, size_t size) {
    mustBeBeforeData("tRNS");
    const bool ofPalette = file_.type == kPalette && hasPalette_ && size <= file_.palette.size();
    const size_t wanted = file_.type == kGray ? 2 : file_.type == kRgb ? 6 : 0;
    if (!ofPalette && (wanted == 0 || size != wanted)) {
      fail("tRNS of " + std::to_string(size) + " bytes in colour type " +
           std::to_string(file_.type));
    }
    if (ofPalette) {
      for (size_t i = 0; i < size; i++) file_.palette[i][3] = body[i];
      return;
    }
    file_.key.emplace();
    const int most = (1 << file_.depth) - 1;
    for (size_t i = 0; i < size / 2; i++) {
      (*file_.key)[i] = static_cast<uint16_t>((body[2 * i] << 8 | body[2 * i + 1]) & most);
    }
  }

  void readData(uint8_t* body, size_t size) {
    if (data_ == nullptr) file_.data = data_ = body;
    uint8_t* const end = data_ + file_.size;
    if (end != body) memmove(end, body, size);
    file_.size += size;
  }

  void mustBeBeforeData(const char* name) const {
    if (data_ != nullptr) fail(std::string(name) + " stands behind IDAT");
  }

  const std::string& label_;
  File& file_;
  uint8_t* data_ = nullptr;
  bool hasPalette_ = false;
};

}  // namespace

int File::channels() const {
  return type == kRgb ? 3 : type == kGrayAlpha ? 2 : type == kRgba ? 4 : 1;
}

size_t File::rowBytes(int pixels) const {
  return (static_cast<size_t>(pixels) * static_cast<size_t>(bitsPerPixel()) + 7) / 8;
}

Error damaged(const std::string& label, const std::string& what) {
  return {"ERR_DECODE", label + ": " + what};
}

File readFile(uint8_t* bytes, size_t size, const std::string& label) {
  File file;
  Reader reader(label, file);
  if (size < sizeof kSignature || memcmp(bytes, kSignature, sizeof kSignature) != 0) {
    reader.fail("the file does not begin with PNG's signature");
  }
  for (size_t at = sizeof kSignature; size - at >= kFraming;) {
    const size_t length = big32(bytes + at);
    if (length > size - at - kFraming) reader.fail("a chunk passes the end of the file");
    char type[4];
    memcpy(type, bytes + at + 4, sizeof type);
    reader.read(type, bytes + at + 8, length);
    if (memcmp(type, "IEND", 4) == 0) break;
    at += kFraming + length;
  }
  reader.finish();
  return file;
}

}  // namespace nodecodecs::png
