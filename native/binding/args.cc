#include "binding/args.h"

#include <algorithm>
#include <iterator>

#include "binding/properties.h"
#include "binding/views.h"

namespace nodecodecs {
namespace {

constexpr std::pair<const char*, Matrix> kMatrices[] = {{"bt601", Matrix::bt601},
                                                        {"bt709", Matrix::bt709},
                                                        {"bt2020", Matrix::bt2020},
                                                        {"ycgco", Matrix::ycgco},
                                                        {"fcc", Matrix::fcc},
                                                        {"smpte240m", Matrix::smpte240m},
                                                        {"primaries4", Matrix::primaries4},
                                                        {"primaries5", Matrix::primaries5},
                                                        {"primaries6", Matrix::primaries6},
                                                        {"primaries8", Matrix::primaries8},
                                                        {"primaries10", Matrix::primaries10},
                                                        {"primaries11", Matrix::primaries11},
                                                        {"primaries12", Matrix::primaries12},
                                                        {"primaries22", Matrix::primaries22}};

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

void numbersFrom(const Napi::Object& object, const char* key, double (&numbers)[3]) {
  const Napi::Value value = object.Get(key);
  if (!value.IsArray()) return;
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < 3; i++) {
    const Napi::Value number = list.Get(i);
    if (number.IsNumber()) numbers[i] = number.As<Napi::Number>().DoubleValue();
  }
}

// Integers of 0 to 65535 under a key; none where there is no array.
template <class Number>
std::vector<Number> listFrom(const Napi::Object& object, const char* key) {
  std::vector<Number> numbers;
  const Napi::Value value = object.Get(key);
  if (!value.IsArray()) return numbers;
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); i++) {
    const Napi::Value number = list.Get(i);
    const double known = number.IsNumber() ? number.As<Napi::Number>().DoubleValue() : 0;
    numbers.push_back(static_cast<Number>(std::clamp(known, 0.0, 65535.0)));
  }
  return numbers;
}

void paletteFrom(const Napi::Object& object, CodedSamples& coded) {
  const Napi::Value value = object.Get("palette");
  if (!value.IsObject()) return;
  const auto palette = value.As<Napi::Object>();
  coded.palette = listFrom<uint16_t>(palette, "colours");
  coded.paletteChannels = static_cast<int>(std::clamp<int64_t>(integer(palette, "channels"), 0, 4));
  coded.paletteDepth = integer(palette, "depth") > 8 ? 16 : 8;
}

CodedSamples codedSamplesFrom(const Napi::Object& object) {
  CodedSamples coded;
  const int64_t depth = integer(object, "depth");
  coded.depth = depth >= 1 && depth <= 16 ? static_cast<int>(depth) : 0;
  const int64_t max = integer(object, "max");
  coded.depths = listFrom<int>(object, "depths");
  for (int& one : coded.depths) one = std::clamp(one, 1, 16);
  coded.max = max >= 1 && max <= UINT16_MAX ? static_cast<int>(max) : 0;
  const int64_t scaledFrom = integer(object, "scaledFrom");
  coded.scaledFrom = scaledFrom > 8 && scaledFrom < 16 ? static_cast<int>(scaledFrom) : 0;
  coded.lowBytes = truth(object, "lowBytes");
  coded.lowWords = truth(object, "lowWords");
  coded.model = text(object, "model");
  numbersFrom(object, "labRange", coded.labRange);
  numbersFrom(object, "labOffset", coded.labOffset);
  numbersFrom(object, "labWhite", coded.labWhite);
  coded.premultiplied = truth(object, "premultiplied");
  coded.order = listFrom<int>(object, "order");
  paletteFrom(object, coded);
  double before[3] = {};
  numbersFrom(object, "before", before);
  coded.columnsBefore = static_cast<int>(std::clamp(before[0], 0.0, 255.0));
  coded.rowsBefore = static_cast<int>(std::clamp(before[1], 0.0, 255.0));
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

const char* nameOf(Matrix matrix) {
  const auto* found = std::find_if(std::begin(kMatrices), std::end(kMatrices),
                                   [=](const auto& entry) { return entry.second == matrix; });
  return found->first;
}

Colour colourFrom(const Napi::Object& object) {
  Colour colour;
  const std::string wanted = text(object, "matrix");
  for (const auto& [name, matrix] : kMatrices) {
    if (wanted == name) colour.matrix = matrix;
  }
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
  request.keep = truth(object, "keep");
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
  request.profile = truth(object, "profile");
  const Napi::Value coded = object.Get("coded");
  if (coded.IsObject()) request.coded = codedSamplesFrom(coded.As<Napi::Object>());
  return request;
}

PictureFormat pictureFormatFrom(const Napi::Object& object) {
  PictureFormat output;
  output.planes = truth(object, "planes");
  output.planarLayout = truth(object, "planarLayout");
  output.channels = static_cast<int>(integer(object, "channels"));
  output.bitDepth = static_cast<int>(integer(object, "bitDepth"));
  output.width = static_cast<int>(integer(object, "width"));
  output.height = static_cast<int>(integer(object, "height"));
  return output;
}

}  // namespace nodecodecs
