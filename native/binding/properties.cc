#include "binding/properties.h"

#include <cmath>

#include "error.h"

namespace nodecodecs {
namespace {

[[noreturn]] void refuseType(const char* name, const char* expected) {
  throw Error("TypeError", std::string(name) + ": expected " + expected);
}

}  // namespace

double numberFrom(const Napi::Value& value, const char* name) {
  if (!value.IsNumber()) refuseType(name, "a number");
  return value.As<Napi::Number>().DoubleValue();
}

int64_t integerFrom(const Napi::Value& value, const char* name, Range range) {
  const double found = numberFrom(value, name);
  const auto least = static_cast<double>(range.least);
  const auto most = static_cast<double>(range.most);
  if (found >= least && found <= most && found == std::floor(found)) {
    return value.As<Napi::Number>().Int64Value();  // of 2^63 the most that it holds
  }
  throw Error("RangeError", std::string(name) + ": expected an integer of " +
                                std::to_string(range.least) + " to " + std::to_string(range.most) +
                                ", got " + value.ToString().Utf8Value());
}

std::string textFrom(const Napi::Value& value, const char* name) {
  if (!value.IsString()) refuseType(name, "a string");
  return value.As<Napi::String>().Utf8Value();
}

std::string text(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  return value.IsUndefined() ? std::string() : textFrom(value, key);
}

bool truth(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  if (value.IsUndefined()) return false;
  if (!value.IsBoolean()) refuseType(key, "a boolean");
  return value.As<Napi::Boolean>().Value();
}

double number(const Napi::Object& object, const char* key, double missing) {
  const Napi::Value value = object.Get(key);
  return value.IsUndefined() ? missing : numberFrom(value, key);
}

int64_t integer(const Napi::Object& object, const char* key, int64_t missing, Range range) {
  const Napi::Value value = object.Get(key);
  return value.IsUndefined() ? missing : integerFrom(value, key, range);
}

std::optional<Napi::Object> objectAt(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  if (value.IsUndefined()) return std::nullopt;
  if (!value.IsObject()) refuseType(key, "an object");
  return value.As<Napi::Object>();
}

std::vector<double> numbers(const Napi::Object& object, const char* key, uint32_t most) {
  std::vector<double> found;
  const Napi::Value value = object.Get(key);
  if (value.IsUndefined()) return found;
  if (!value.IsArray()) refuseType(key, "an array of numbers");
  const auto list = value.As<Napi::Array>();
  const uint32_t count = list.Length();
  if (count > most) throw Error("RangeError", std::string(key) + ": too many");
  for (uint32_t i = 0; i < count; i++) found.push_back(numberFrom(list.Get(i), key));
  return found;
}

}  // namespace nodecodecs
