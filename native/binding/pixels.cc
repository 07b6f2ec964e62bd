// What becomes of samples before a codec sees them and after, as JavaScript sees it.
#include "binding/binding.h"
#include "binding/properties.h"
#include "pixels/arrange.h"
#include "pixels/flatten.h"
#include "pixels/floats.h"
#include "pixels/range.h"

namespace nodecodecs {
namespace {

// Where codes go: of the type that holds them and long enough.
void* codesArgument(const Napi::Value& value, int bitDepth, size_t count) {
  const Memory memory = memoryArgument(value, "out");
  const bool wide = bitDepth > 8;
  if (memory.type != (wide ? napi_uint16_array : napi_uint8_array)) {
    throw Error("TypeError", "out: expected a typed array of the depth's codes");
  }
  if (memory.size / (wide ? 2 : 1) >= count) return memory.data;
  throw Error("RangeError", "out: too short");
}

// Rows of a picture: the first, and the first that is none of them.
std::pair<int, int> rowsArgument(const Napi::Value& from, const Napi::Value& to,
                                 const PixelsArgument& view) {
  const int64_t last = integerFrom(to, "to", {0, view.height()});
  const int64_t first = integerFrom(from, "from", {0, last});
  return {static_cast<int>(first), static_cast<int>(last)};
}

void colourArgument(const Napi::Value& value, int bitDepth, int (&colour)[3]) {
  if (!value.IsArray()) throw Error("TypeError", "colour: expected an array of three codes");
  const auto list = value.As<Napi::Array>();
  for (uint32_t i = 0; i < 3; i++) {
    const int64_t most = (1 << bitDepth) - 1;
    colour[i] = static_cast<int>(integerFrom(list.Get(i), "colour", {0, most}));
  }
}

// quantise(floats, bitDepth, out): the index of a sample that is no code, or their number.
Napi::Value quantiseFloats(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const int bitDepth = static_cast<int>(integerFrom(info[1], "bitDepth", {8, 16}));
    const Memory floats = memoryArgument(info[0], "floats");
    if (floats.type != napi_float32_array) {
      throw Error("TypeError", "floats: expected a Float32Array");
    }
    const size_t count = floats.size / sizeof(float);
    const auto* samples = reinterpret_cast<const float*>(floats.data);
    void* out = codesArgument(info[2], bitDepth, count);
    const size_t done = quantise(samples, count, bitDepth, out, bestIsa());
    return Napi::Number::New(info.Env(), static_cast<double>(done));
  });
}

Form formOf(const Memory& memory, const char* name) {
  if (memory.type == napi_float32_array) return Form::floats;
  if (memory.type == napi_uint16_array) return Form::words;
  if (memory.type == napi_uint8_array) return Form::bytes;
  throw Error("TypeError",
              std::string(name) + ": expected a Uint8Array, Uint16Array or Float32Array");
}

size_t bytesPerEntry(Form form) {
  return form == Form::floats ? sizeof(float) : form == Form::words ? 2 : 1;
}

// Of the form that it fills: undefined where codes stay what they are.
CodeTable tableArgument(const Napi::Value& value, Form form, const Pixels& pixels) {
  if (value.IsUndefined()) {
    const Form own = pixels.bitDepth > 8 ? Form::words : Form::bytes;
    if (form != own) throw Error("TypeError", "table: expected one between two forms");
    return {};
  }
  const Memory memory = memoryArgument(value, "table");
  const size_t size = memory.size / bytesPerEntry(form);
  if (formOf(memory, "table") != form || size == 0) {
    throw Error("TypeError", "table: expected samples of the form of out");
  }
  return {memory.data, size};
}

// arrange(view, table, planar, from, to, out): rows of samples in another form.
Napi::Value arrangePixels(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const PixelsArgument view(objectArgument(info[0], "view"));
    if (!info[2].IsBoolean()) throw Error("TypeError", "planar: expected a boolean");
    const bool planar = info[2].As<Napi::Boolean>();
    const auto [from, to] = rowsArgument(info[3], info[4], view);
    const Pixels pixels = view.look();
    const Memory out = memoryArgument(info[5], "out");
    const Form form = formOf(out, "out");
    const CodeTable table = tableArgument(info[1], form, pixels);
    const size_t count = static_cast<size_t>(pixels.channels) * pixels.width * pixels.height;
    if (out.size / bytesPerEntry(form) < count) throw Error("RangeError", "out: too short");
    arrange(pixels, table, planar, from, to, form, out.data);
    return info.Env().Undefined();
  });
}

// flatten(view, [red, green, blue], from, to, out): rows of RGBA as rows of RGB.
Napi::Value flattenPixels(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const PixelsArgument view(objectArgument(info[0], "view"));
    int below[3];
    colourArgument(info[1], view.bitDepth(), below);
    const auto [from, to] = rowsArgument(info[2], info[3], view);
    const Pixels pixels = view.look();
    if (pixels.channels != 4) throw Error("RangeError", "channels: expected 4");
    checkRange(pixels, from, to);
    const size_t count = size_t{3} * pixels.width * pixels.height;
    flatten(pixels, below, from, to, codesArgument(info[4], pixels.bitDepth, count));
    return info.Env().Undefined();
  });
}

}  // namespace

void bindPixels(Napi::Env env, Napi::Object exports) {
  exports.Set("quantise", Napi::Function::New(env, quantiseFloats));
  exports.Set("arrange", Napi::Function::New(env, arrangePixels));
  exports.Set("flatten", Napi::Function::New(env, flattenPixels));
}

}  // namespace nodecodecs
