#include "binding/args.h"

#include "error.h"

namespace nodecodecs {
namespace {

std::string text(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
}

int64_t integer(const Napi::Object& object, const char* key, int64_t missing = 0) {
  const Napi::Value value = object.Get(key);
  return value.IsNumber() ? value.As<Napi::Number>().Int64Value() : missing;
}

bool truth(const Napi::Object& object, const char* key, bool missing) {
  const Napi::Value value = object.Get(key);
  return value.IsBoolean() ? value.As<Napi::Boolean>().Value() : missing;
}

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

Options optionsFrom(const Napi::Object& request) {
  Options options;
  const Napi::Value value = request.Get("options");
  if (!value.IsObject()) return options;
  const auto object = value.As<Napi::Object>();
  const Napi::Array names = object.GetPropertyNames();
  for (uint32_t i = 0; i < names.Length(); i++) {
    const std::string name = names.Get(i).ToString().Utf8Value();
    options.emplace_back(name, object.Get(name).ToString().Utf8Value());
  }
  return options;
}

// Not by its ArrayBuffer: the samples may be in a SharedArrayBuffer. Not by Napi::TypedArray, which
// asks for the length when it is made.
Memory memoryOf(const Napi::Value& array, const char* name) {
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

Colour colourFrom(const Napi::Object& object) {
  Colour colour;
  const std::string matrix = text(object, "matrix");
  if (matrix == "bt709") colour.matrix = Matrix::bt709;
  if (matrix == "bt2020") colour.matrix = Matrix::bt2020;
  if (matrix == "ycgco") colour.matrix = Matrix::ycgco;
  if (matrix == "fcc") colour.matrix = Matrix::fcc;
  if (matrix == "smpte240m") colour.matrix = Matrix::smpte240m;
  colour.fullRange = text(object, "range") != "limited";
  return colour;
}

EncodeRequest encodeRequestFrom(const Napi::Object& object) {
  EncodeRequest request;
  request.label = text(object, "label");
  request.engine = text(object, "engine");
  request.encoder = text(object, "encoder");
  request.format = pixelFormatByName(text(object, "pixelFormat"));
  request.width = static_cast<int>(integer(object, "width"));
  request.height = static_cast<int>(integer(object, "height"));
  request.options = optionsFrom(object);
  request.bitstreamFilter = text(object, "bitstreamFilter");
  request.keep = truth(object, "keep", false);
  const Napi::Value icc = object.Get("icc");
  if (!icc.IsUndefined()) {
    const Memory bytes = bytesArgument(icc, "icc");
    request.icc.assign(bytes.data, bytes.data + bytes.size);
  }
  const Napi::Value codedAs = object.Get("codedAs");
  if (codedAs.IsObject()) {
    request.sampleDepth = static_cast<int>(integer(codedAs.As<Napi::Object>(), "depth"));
    request.addend = static_cast<int>(integer(codedAs.As<Napi::Object>(), "addend"));
  }
  return request;
}

namespace {

void numbersFrom(const Napi::Object& object, const char* key, double (&numbers)[3]) {
  const Napi::Value value = object.Get(key);
  if (!value.IsArray()) return;
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < 3; i++) {
    const Napi::Value number = list.Get(i);
    if (number.IsNumber()) numbers[i] = number.As<Napi::Number>().DoubleValue();
  }
}

CodedSamples codedSamplesFrom(const Napi::Object& object) {
  CodedSamples coded;
  const int64_t depth = integer(object, "depth");
  coded.depth = depth >= 1 && depth <= 16 ? static_cast<int>(depth) : 0;
  const int64_t max = integer(object, "max");
  coded.max = max >= 1 && max <= UINT16_MAX ? static_cast<int>(max) : 0;
  const int64_t scaledFrom = integer(object, "scaledFrom");
  coded.scaledFrom = scaledFrom > 8 && scaledFrom < 16 ? static_cast<int>(scaledFrom) : 0;
  coded.lowBytes = truth(object, "lowBytes", false);
  coded.lowWords = truth(object, "lowWords", false);
  coded.model = text(object, "model");
  numbersFrom(object, "labRange", coded.labRange);
  numbersFrom(object, "labOffset", coded.labOffset);
  coded.premultiplied = truth(object, "premultiplied", false);
  return coded;
}

ForcedColour forcedFrom(const Napi::Object& object) {
  ForcedColour forced;
  const std::string matrix = text(object, "matrix");
  const Colour colour = colourFrom(object);
  forced.identity = matrix == "identity";
  if (!matrix.empty() && !forced.identity) forced.matrix = colour.matrix;
  forced.fullRange = colour.fullRange;
  return forced;
}

}  // namespace

DecodeRequest decodeRequestFrom(const Napi::Object& object) {
  DecodeRequest request;
  request.label = text(object, "label");
  request.engine = text(object, "engine");
  request.decoder = text(object, "decoder");
  request.options = optionsFrom(object);
  const std::string format = text(object, "codedPixelFormat");
  if (!format.empty()) request.codedFormat = pixelFormatByName(format);
  request.maxPixels = integer(object, "maxPixels", INT64_MAX);
  const Napi::Value untagged = object.Get("untagged");
  if (untagged.IsObject()) request.untagged = colourFrom(untagged.As<Napi::Object>());
  const Napi::Value forced = object.Get("forced");
  if (forced.IsObject()) request.forced = forcedFrom(forced.As<Napi::Object>());
  request.profile = truth(object, "profile", false);
  const Napi::Value coded = object.Get("coded");
  if (coded.IsObject()) request.coded = codedSamplesFrom(coded.As<Napi::Object>());
  return request;
}

PictureFormat pictureFormatFrom(const Napi::Object& object) {
  PictureFormat output;
  output.planes = truth(object, "planes", false);
  output.planarLayout = truth(object, "planarLayout", false);
  output.channels = static_cast<int>(integer(object, "channels"));
  output.bitDepth = static_cast<int>(integer(object, "bitDepth"));
  output.width = static_cast<int>(integer(object, "width"));
  output.height = static_cast<int>(integer(object, "height"));
  return output;
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
  const Memory memory = memoryOf(data_, "data");
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
    const Memory memory = memoryOf(data, "planes: data");
    planes.push_back({memory.data, memory.size, stride});
  }
  return planes;
}

Memory memoryArgument(const Napi::Value& value, const char* name) {
  return memoryOf(value, name);
}

Memory bytesArgument(const Napi::Value& value, const char* name) {
  const Memory memory = memoryOf(value, name);
  if (memory.type == napi_uint8_array) return memory;
  throw Error("TypeError", std::string(name) + ": expected a Uint8Array");
}

int integerFrom(const Napi::Object& object, const char* key) {
  return static_cast<int>(integer(object, key));
}

}  // namespace nodecodecs
