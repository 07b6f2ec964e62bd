#include "binding/views.h"

#include "binding/properties.h"
#include "error.h"

namespace nodecodecs {
namespace {

size_t elementSize(napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array:
    case napi_uint8_array:
    case napi_uint8_clamped_array:
      return 1;
    case napi_int16_array:
    case napi_uint16_array:
      return 2;
    case napi_int32_array:
    case napi_uint32_array:
    case napi_float32_array:
      return 4;
    default:
      return 8;
  }
}

void outside(int64_t samples) {
  throw Error("RangeError", "data: the picture's shape and strides reach outside of its " +
                                std::to_string(samples) + " samples");
}

// The lowest and highest sample index that a strided view touches.
void checkBounds(const Pixels& p, int64_t offset, int64_t samples) {
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
  if (offset < 0 || offset >= samples || low < 0 || high >= samples) outside(samples);
}

void checkShape(const Pixels& p) {
  const bool channels = p.channels == 1 || p.channels == 3 || p.channels == 4;
  if (p.width < 1 || p.height < 1 || !channels || p.bitDepth < 8 || p.bitDepth > 16) {
    throw Error("RangeError", "picture: " + std::to_string(p.width) + "x" +
                                  std::to_string(p.height) + ", " + std::to_string(p.channels) +
                                  " channels of " + std::to_string(p.bitDepth) +
                                  " bits cannot be coded");
  }
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
  if (status != napi_ok) throw Error("TypeError", std::string(name) + ": expected a typed array");
  memory.data = static_cast<uint8_t*>(data);
  memory.size = length * elementSize(memory.type);
  return memory;
}

Memory bytesArgument(const Napi::Value& value, const char* name) {
  const Memory memory = memoryArgument(value, name);
  if (memory.type == napi_uint8_array) return memory;
  throw Error("TypeError", std::string(name) + ": expected a Uint8Array");
}

PixelsArgument::PixelsArgument(const Napi::Object& object) {
  shape_.width = static_cast<int>(integer(object, "width"));
  shape_.height = static_cast<int>(integer(object, "height"));
  shape_.channels = static_cast<int>(integer(object, "channels"));
  shape_.bitDepth = static_cast<int>(integer(object, "bitDepth", 8));
  shape_.rowStride = integer(object, "rowStride");
  shape_.columnStride = integer(object, "columnStride");
  shape_.channelStride = integer(object, "channelStride");
  offset_ = integer(object, "offset");
  data_ = object.Get("data");
  checkShape(shape_);
}

Pixels PixelsArgument::look() const {
  const Memory memory = memoryArgument(data_, "data");
  Pixels pixels = shape_;
  const bool wide = pixels.bitDepth > 8;
  const bool bytes = memory.type == napi_uint8_array || memory.type == napi_uint8_clamped_array;
  if (wide ? memory.type != napi_uint16_array : !bytes) {
    throw Error("TypeError", "data: " + std::to_string(pixels.bitDepth) + "-bit samples are a " +
                                 (wide ? "Uint16Array" : "Uint8Array"));
  }
  checkBounds(pixels, offset_, static_cast<int64_t>(memory.size / pixels.bytesPerSample()));
  pixels.data = memory.data + offset_ * pixels.bytesPerSample();
  return pixels;
}

PlanesArgument::PlanesArgument(const Napi::Array& array) {
  const uint32_t count = array.Length();
  if (count > AV_NUM_DATA_POINTERS) throw Error("RangeError", "planes: too many");
  for (uint32_t i = 0; i < count; i++) {
    const Napi::Value value = array.Get(i);
    if (!value.IsObject()) throw Error("TypeError", "planes: expected {data, stride}");
    const auto object = value.As<Napi::Object>();
    const auto stride = static_cast<ptrdiff_t>(integer(object, "stride"));
    planes_.emplace_back(object.Get("data"), stride);
  }
}

std::vector<Plane> PlanesArgument::look() const {
  std::vector<Plane> planes;
  for (const auto& [data, stride] : planes_) {
    const Memory memory = memoryArgument(data, "planes: data");
    planes.push_back({memory.data, memory.size, stride});
  }
  return planes;
}

std::vector<Napi::Value> PlanesArgument::data() const {
  std::vector<Napi::Value> all;
  for (const auto& plane : planes_) all.push_back(plane.first);
  return all;
}

}  // namespace nodecodecs
