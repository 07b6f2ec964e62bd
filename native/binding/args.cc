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

Napi::TypedArray typedArrayFrom(const Napi::Object& object) {
  const Napi::Value value = object.Get("data");
  if (!value.IsTypedArray()) throw Error("TypeError", "data: expected a typed array");
  return value.As<Napi::TypedArray>();
}

// Not by its ArrayBuffer: the samples may be in a SharedArrayBuffer.
uint8_t* firstByte(const Napi::TypedArray& array) {
  void* data = nullptr;
  const napi_status status =
      napi_get_typedarray_info(array.Env(), array, nullptr, nullptr, &data, nullptr, nullptr);
  if (status != napi_ok) throw Error("TypeError", "data: expected a typed array");
  return static_cast<uint8_t*>(data);
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
  const Napi::Value into = object.Get("into");
  if (into.IsObject()) output.into = pixelsFrom(into.As<Napi::Object>());
  return output;
}

Pixels pixelsFrom(const Napi::Object& object) {
  Pixels pixels;
  pixels.width = static_cast<int>(integer(object, "width"));
  pixels.height = static_cast<int>(integer(object, "height"));
  pixels.channels = static_cast<int>(integer(object, "channels"));
  pixels.bitDepth = static_cast<int>(integer(object, "bitDepth", 8));
  pixels.rowStride = integer(object, "rowStride");
  pixels.columnStride = integer(object, "columnStride");
  pixels.channelStride = integer(object, "channelStride");
  checkShape(pixels);
  const Napi::TypedArray array = typedArrayFrom(object);
  if (static_cast<int>(array.ElementSize()) != pixels.bytesPerSample()) {
    throw Error("TypeError", "data: " + std::to_string(pixels.bitDepth) + "-bit samples are a " +
                                 (pixels.bitDepth > 8 ? "Uint16Array" : "Uint8Array"));
  }
  const int64_t offset = integer(object, "offset");
  checkBounds(pixels, offset, static_cast<int64_t>(array.ElementLength()));
  pixels.data = firstByte(array) + offset * pixels.bytesPerSample();
  return pixels;
}

std::vector<Plane> planesFrom(const Napi::Array& array) {
  std::vector<Plane> planes;
  for (uint32_t i = 0; i < array.Length(); i++) {
    const Napi::Value value = array.Get(i);
    if (!value.IsObject()) throw Error("TypeError", "planes: expected {data, stride}");
    const auto object = value.As<Napi::Object>();
    const Napi::TypedArray data = typedArrayFrom(object);
    const auto stride = static_cast<ptrdiff_t>(integer(object, "stride"));
    planes.push_back({firstByte(data), data.ByteLength(), stride});
  }
  return planes;
}

}  // namespace nodecodecs
