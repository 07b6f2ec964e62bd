#include "binding/views.h"

#include "binding/properties.h"
#include "error.h"

namespace nodecodecs {
namespace {

// Of the arrays that anything here takes; 0 of others, among them those that a later Node adds.
size_t elementSize(napi_typedarray_type type) {
  switch (type) {
    case napi_uint8_array:
    case napi_uint8_clamped_array:
      return 1;
    case napi_uint16_array:
      return 2;
    case napi_float32_array:
      return 4;
    default:
      return 0;
  }
}

bool isBytes(const Memory& memory) {
  return memory.type == napi_uint8_array || memory.type == napi_uint8_clamped_array;
}

void outside(int64_t samples) {
  throw Error("RangeError", "data: the picture's shape and strides reach outside of its " +
                                std::to_string(samples) + " samples");
}

// The lowest and highest sample index that a strided view touches.
void checkBounds(const Pixels& p, int64_t offset, int64_t samples) {
  if (offset < 0 || offset >= samples) outside(samples);
  int64_t low = offset;
  int64_t high = offset;
  const std::pair<int64_t, int64_t> axes[] = {
      {p.height, p.rowStride}, {p.width, p.columnStride}, {p.channels, p.channelStride}};
  for (const auto& [count, stride] : axes) {
    // By division: the product of hostile numbers would overflow, as would INT64_MIN's abs().
    const int64_t most = count > 1 ? samples / (count - 1) : 0;
    if (count > 1 && (stride > most || stride < -most)) outside(samples);
    const int64_t reach = count > 1 ? (count - 1) * stride : 0;
    (reach < 0 ? low : high) += reach;
  }
  if (low < 0 || high >= samples) outside(samples);
}

// Strides of 0 make a large picture of little memory: it has at most what an array could hold, and
// rows whose samples an int counts.
void checkShape(const Pixels& p) {
  constexpr int64_t kMostSamples = int64_t{1} << 33;
  const int64_t row = int64_t{p.width} * p.channels;
  if (p.channels == 2) throw Error("RangeError", "channels: expected 1, 3 or 4, got 2");
  if (row <= INT32_MAX && p.height <= kMostSamples / row) return;
  throw Error("RangeError", "picture: " + std::to_string(p.width) + "x" + std::to_string(p.height) +
                                ", " + std::to_string(p.channels) +
                                " channels are more than an array holds");
}

int needed(const Napi::Object& object, const char* key, int most) {
  return static_cast<int>(integerFrom(object.Get(key), key, {1, most}));
}

}  // namespace

// Not by its ArrayBuffer: the samples may be in a SharedArrayBuffer. Not by Napi::TypedArray, which
// asks for the length when it is made.
Memory memoryArgument(const Napi::Value& array, const char* name) {
  Memory memory;
  size_t length = 0;
  void* data = nullptr;
  const napi_status status =
      napi_get_typedarray_info(array.Env(), array, &memory.type, &length, &data, nullptr, nullptr);
  const size_t size = status == napi_ok ? elementSize(memory.type) : 0;
  if (size == 0) {
    throw Error("TypeError",
                std::string(name) + ": expected a Uint8Array, Uint16Array or Float32Array");
  }
  memory.data = static_cast<uint8_t*>(data);
  memory.size = length * size;
  return memory;
}

Memory bytesArgument(const Napi::Value& value, const char* name) {
  const Memory memory = memoryArgument(value, name);
  if (memory.type == napi_uint8_array) return memory;
  throw Error("TypeError", std::string(name) + ": expected a Uint8Array");
}

PixelsArgument::PixelsArgument(const Napi::Object& object) {
  shape_.width = needed(object, "width", INT32_MAX);
  shape_.height = needed(object, "height", INT32_MAX);
  shape_.channels = needed(object, "channels", 4);
  shape_.bitDepth = static_cast<int>(integer(object, "bitDepth", 8, {8, 16}));
  shape_.rowStride = integer(object, "rowStride", 0, kAnyInteger);
  shape_.columnStride = integer(object, "columnStride", 0, kAnyInteger);
  shape_.channelStride = integer(object, "channelStride", 0, kAnyInteger);
  offset_ = integer(object, "offset", 0, kAnyInteger);
  data_ = object.Get("data");
  checkShape(shape_);
}

Pixels PixelsArgument::look() const {
  const Memory memory = memoryArgument(data_, "data");
  Pixels pixels = shape_;
  const bool wide = pixels.bitDepth > 8;
  if (wide ? memory.type != napi_uint16_array : !isBytes(memory)) {
    throw Error("TypeError", "data: " + std::to_string(pixels.bitDepth) + "-bit samples are a " +
                                 (wide ? "Uint16Array" : "Uint8Array"));
  }
  checkBounds(pixels, offset_, static_cast<int64_t>(memory.size / pixels.bytesPerSample()));
  pixels.data = memory.data + offset_ * pixels.bytesPerSample();
  return pixels;
}

PlanesArgument::PlanesArgument(const Napi::Array& array, const char* name) : name_(name) {
  const uint32_t count = array.Length();
  if (count > AV_NUM_DATA_POINTERS) throw Error("RangeError", name_ + ": too many");
  for (uint32_t i = 0; i < count; i++) {
    const Napi::Value value = array.Get(i);
    if (!value.IsObject()) throw Error("TypeError", name_ + ": expected {data, stride}");
    const auto object = value.As<Napi::Object>();
    const auto stride = static_cast<ptrdiff_t>(integer(object, "stride", 0, kAnyInteger));
    planes_.emplace_back(object.Get("data"), stride);
  }
}

std::vector<Plane> PlanesArgument::look() const {
  std::vector<Plane> planes;
  for (const auto& [data, stride] : planes_) {
    const Memory memory = memoryArgument(data, (name_ + ": data").c_str());
    planes.push_back({memory.data, memory.size, stride, elementSize(memory.type)});
  }
  return planes;
}

std::vector<Napi::Value> PlanesArgument::data() const {
  std::vector<Napi::Value> all;
  for (const auto& plane : planes_) all.push_back(plane.first);
  return all;
}

}  // namespace nodecodecs
