#ifdef NODECODECS_LIBDEFLATE
#include "codec/png/inflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <new>

#include "codec/png/file.h"

namespace nodecodecs::png {
namespace {

// libdeflate stops before what does not fit into its memory as a whole: a stored block of 65,535
// bytes, or a copy of 258. With so many behind the wanted ones those are there whenever it stops.
constexpr size_t kSlack = 65535;
constexpr size_t kHeader = 2;
constexpr size_t kChecksum = 4;

// RFC 1950: deflate in a window of at most 32 KiB, and no dictionary.
bool isHeader(const uint8_t* data) {
  const bool deflated = (data[0] & 0x0f) == 8 && data[0] >> 4 <= 7 && (data[1] & 0x20) == 0;
  return deflated && (data[0] << 8 | data[1]) % 31 == 0;
}

uint32_t checksumAt(const uint8_t* at) {
  return static_cast<uint32_t>(at[0]) << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

// How many of the wanted bytes zlib makes: of a damaged stream libdeflate does not say.
size_t inflatedByZlib(const uint8_t* data, size_t size, uint8_t* out, size_t wanted) {
  z_stream stream = {};
  if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
  size_t made = 0;
  int result = Z_OK;
  stream.next_in = const_cast<Bytef*>(data);  // zlib's, from before const
  stream.avail_in = static_cast<uInt>(size);  // a packet's size is an int
  while (result == Z_OK && made < wanted) {
    const auto room = static_cast<uInt>(std::min<size_t>(wanted - made, 1 << 30));
    stream.next_out = out + made;
    stream.avail_out = room;
    result = ::inflate(&stream, Z_NO_FLUSH);
    made += room - stream.avail_out;
  }
  return made;
}

// What is amiss behind the picture, where the stream ends with it; `rest` begins behind deflate's.
void checkEnd(const uint8_t* rest, size_t size, const uint8_t* bytes, size_t wanted,
              std::vector<std::string>& warnings) {
  if (size < kChecksum) {
    warnings.emplace_back("the compressed data lack their checksum");
  } else if (libdeflate_adler32(1, bytes, wanted) != checksumAt(rest)) {
    warnings.emplace_back("the compressed data have a wrong checksum");
  }
  if (size > kChecksum) warnings.emplace_back("bytes behind the compressed data");
}

}  // namespace

Inflated inflate(const uint8_t* data, size_t size, size_t wanted, const std::string& label) {
  if (size < kHeader || !isHeader(data))
    throw damaged(label, "the picture is not in zlib's format");
  const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> inflater(
      libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  if (inflater == nullptr) throw std::bad_alloc();
  Inflated inflated = {heapSamples(wanted + kSlack), {}};
  uint8_t* const out = inflated.bytes.data();
  size_t used = 0;
  size_t made = 0;
  const libdeflate_result result = libdeflate_deflate_decompress_ex(
      inflater.get(), data + kHeader, size - kHeader, out, inflated.bytes.size(), &used, &made);
  if (result == LIBDEFLATE_BAD_DATA) {
    made = inflatedByZlib(data, size, out, wanted);
    if (made == wanted) inflated.warnings.emplace_back("the compressed data do not end");
  } else if (result == LIBDEFLATE_INSUFFICIENT_SPACE || made > wanted) {
    made = std::max(made, wanted);
    inflated.warnings.emplace_back("compressed data behind the picture");
  } else if (made == wanted) {
    checkEnd(data + kHeader + used, size - kHeader - used, out, wanted, inflated.warnings);
  }
  if (made < wanted) {
    throw damaged(label, "the picture is incomplete: its data end, or are damaged, early");
  }
  return inflated;
}

}  // namespace nodecodecs::png
#endif
