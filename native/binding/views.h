// The memory behind JavaScript's typed arrays. What memory safety rests on is checked here: the
// addon can be called without lib/.
#pragma once
#include <napi.h>

#include <string>
#include <utility>
#include <vector>

#include "pixels/frame.h"
#include "pixels/pixels.h"

namespace nodecodecs {

// The memory of a typed array as it is now. Script that runs later (a getter, valueOf) may free it.
struct Memory {
  uint8_t* data = nullptr;
  size_t size = 0;  // in bytes
  napi_typedarray_type type = napi_uint8_array;
};

// A view of {data, offset, width, height, channels, bitDepth, rowStride, columnStride,
// channelStride} (strides in samples). Read once when it is made; look() is for when all arguments
// of the call have been read, so that no script runs between it and the use of the samples.
class PixelsArgument {
 public:
  explicit PixelsArgument(const Napi::Object& object);
  // Throws RangeError where a sample lies outside of `data`, TypeError for samples of another type.
  Pixels look() const;
  Napi::Value data() const { return data_; }
  int height() const { return shape_.height; }
  int bitDepth() const { return shape_.bitDepth; }

 private:
  Pixels shape_;
  int64_t offset_;
  Napi::Value data_;
};

// [{data, stride}] with stride in bytes; the same in two steps.
class PlanesArgument {
 public:
  PlanesArgument(const Napi::Array& array, const char* name);
  std::vector<Plane> look() const;
  std::vector<Napi::Value> data() const;

 private:
  std::string name_;
  std::vector<std::pair<Napi::Value, ptrdiff_t>> planes_;
};

// To be asked for last, as look(). Throw TypeError, naming the argument.
Memory memoryArgument(const Napi::Value& value, const char* name);
Memory bytesArgument(const Napi::Value& value, const char* name);

}  // namespace nodecodecs
