#include "binding/args.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "binding/properties.h"
#include "binding/views.h"
#include "error.h"

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

constexpr double kMostPixels = 9007199254740992;  // 2^53
constexpr uint32_t kMostNumbers = 65536;          // a palette has 256 rows of 4

int side(const Napi::Object& object, const char* key) {
  return static_cast<int>(integer(object, key, 0, {0, INT32_MAX}));
}

// A value as libav's options take them.
std::string optionFrom(const Napi::Value& value, const std::string& name) {
  const bool plain = value.IsString() || value.IsNumber() || value.IsBoolean();
  if (plain) return value.ToString().Utf8Value();
  throw Error("TypeError", "options." + name + ": expected a string, a number or a boolean");
}

Options optionsFrom(const Napi::Object& request) {
  Options options;
  const std::optional<Napi::Object> object = objectAt(request, "options");
  if (!object) return options;
  const Napi::Array names = object->GetPropertyNames();
  for (uint32_t i = 0; i < names.Length(); i++) {
    const std::string name = names.Get(i).ToString().Utf8Value();
    options.emplace_back(name, optionFrom(object->Get(name), name));
  }
  return options;
}

// One of a list's names, or `missing`.
std::string nameAt(const Napi::Object& object, const char* key, const char* missing,
                   const std::vector<const char*>& known) {
  const Napi::Value value = object.Get(key);
  std::string given = value.IsUndefined() ? missing : textFrom(value, key);
  std::string names;
  for (const char* name : known) {
    if (given == name) return given;
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  throw Error("RangeError",
              std::string(key) + ": expected one of " + names + ", got '" + given + "'");
}

// What a file says may be anything: it is taken to the next number that means something.
template <class Number>
Number within(double value, double least, double most) {
  return static_cast<Number>(value > least ? std::min(value, most) : least);  // NaN: the least
}

template <class Number>
std::vector<Number> codesFrom(const Napi::Object& object, const char* key) {
  std::vector<Number> codes;
  for (const double value : numbers(object, key, kMostNumbers)) {
    codes.push_back(within<Number>(value, 0, UINT16_MAX));
  }
  return codes;
}

void threeFrom(const Napi::Object& object, const char* key, double (&values)[3]) {
  const std::vector<double> given = numbers(object, key, 3);
  for (size_t i = 0; i < given.size(); i++) {
    if (std::isfinite(given[i])) values[i] = given[i];
  }
}

// 0 where it is missing or none of those.
int codeWithin(const Napi::Object& object, const char* key, int least, int most) {
  const double value = number(object, key, 0);
  return value >= least && value <= most ? static_cast<int>(value) : 0;
}

void paletteFrom(const Napi::Object& object, CodedSamples& coded) {
  const std::optional<Napi::Object> palette = objectAt(object, "palette");
  if (!palette) return;
  coded.palette = codesFrom<uint16_t>(*palette, "colours");
  coded.paletteChannels = codeWithin(*palette, "channels", 1, 4);
  coded.paletteDepth = codeWithin(*palette, "depth", 9, INT32_MAX) > 0 ? 16 : 8;
}

CodedSamples codedSamplesFrom(const Napi::Object& object) {
  CodedSamples coded;
  coded.depth = codeWithin(object, "depth", 1, 16);
  coded.max = codeWithin(object, "max", 1, UINT16_MAX);
  coded.scaledFrom = codeWithin(object, "scaledFrom", 9, 15);
  coded.depths = codesFrom<int>(object, "depths");
  for (int& one : coded.depths) one = std::clamp(one, 1, std::max(coded.depth, 1));
  coded.lowBytes = truth(object, "lowBytes");
  coded.lowWords = truth(object, "lowWords");
  coded.model = nameAt(object, "model", "", {"", "cmyk", "ycck", "cmy", "ycc", "lab"});
  threeFrom(object, "labRange", coded.labRange);
  threeFrom(object, "labOffset", coded.labOffset);
  threeFrom(object, "labWhite", coded.labWhite);
  coded.premultiplied = truth(object, "premultiplied");
  coded.order = codesFrom<int>(object, "order");
  paletteFrom(object, coded);
  double before[3] = {};
  threeFrom(object, "before", before);
  coded.columnsBefore = within<int>(before[0], 0, UINT8_MAX);
  coded.rowsBefore = within<int>(before[1], 0, UINT8_MAX);
  return coded;
}

Matrix matrixOf(const std::string& wanted) {
  std::string names;
  for (const auto& [name, matrix] : kMatrices) {
    if (wanted == name) return matrix;
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  throw Error("RangeError", "matrix: expected one of " + names + ", got '" + wanted + "'");
}

bool fullRangeFrom(const Napi::Object& object) {
  return nameAt(object, "range", "full", {"full", "limited"}) == "full";
}

ForcedColour forcedFrom(const Napi::Object& object) {
  ForcedColour forced;
  const std::string matrix = text(object, "matrix");
  forced.identity = matrix == "identity";
  if (!matrix.empty() && !forced.identity) forced.matrix = matrixOf(matrix);
  forced.fullRange = fullRangeFrom(object);
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
  const std::string matrix = text(object, "matrix");
  if (!matrix.empty()) colour.matrix = matrixOf(matrix);
  colour.fullRange = fullRangeFrom(object);
  return colour;
}

EncodeRequest encodeRequestFrom(const Napi::Object& object) {
  EncodeRequest request;
  request.label = text(object, "label");
  request.engine = text(object, "engine");
  request.encoder = text(object, "encoder");
  request.format = pixelFormatByName(text(object, "pixelFormat"));
  request.width = side(object, "width");
  request.height = side(object, "height");
  request.options = optionsFrom(object);
  request.bitstreamFilter = text(object, "bitstreamFilter");
  request.keep = truth(object, "keep");
  if (const auto codedAs = objectAt(object, "codedAs")) {
    request.sampleDepth = static_cast<int>(integer(*codedAs, "depth", 0, {0, 16}));
    request.addend = static_cast<int>(integer(*codedAs, "addend", 0, {-UINT16_MAX, UINT16_MAX}));
  }
  const Napi::Value icc = object.Get("icc");
  if (!icc.IsUndefined()) {
    const Memory bytes = bytesArgument(icc, "icc");
    request.icc.assign(bytes.data, bytes.data + bytes.size);
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
  request.maxPixels = within<int64_t>(number(object, "maxPixels", kMostPixels), 0, kMostPixels);
  if (const auto untagged = objectAt(object, "untagged")) request.untagged = colourFrom(*untagged);
  if (const auto forced = objectAt(object, "forced")) request.forced = forcedFrom(*forced);
  request.profile = truth(object, "profile");
  if (const auto coded = objectAt(object, "coded")) request.coded = codedSamplesFrom(*coded);
  return request;
}

PictureFormat pictureFormatFrom(const Napi::Object& object) {
  PictureFormat output;
  output.planes = truth(object, "planes");
  output.planarLayout = truth(object, "planarLayout");
  output.channels = static_cast<int>(integer(object, "channels", 0, {0, 4}));
  output.bitDepth = static_cast<int>(integer(object, "bitDepth", 0, {0, 16}));
  output.width = side(object, "width");
  output.height = side(object, "height");
  if (output.channels == 2) throw Error("RangeError", "channels: expected 1, 3 or 4, got 2");
  if (output.bitDepth > 0 && output.bitDepth < 8) {
    throw Error("RangeError", "bitDepth: expected 8 to 16, got " + std::to_string(output.bitDepth));
  }
  return output;
}

}  // namespace nodecodecs
