// A JavaScript object's properties; of another type they are as good as missing.
#pragma once
#include <napi.h>

#include <cstdint>
#include <string>

namespace nodecodecs {

inline std::string text(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
}

inline int64_t integer(const Napi::Object& object, const char* key, int64_t missing = 0) {
  const Napi::Value value = object.Get(key);
  return value.IsNumber() ? value.As<Napi::Number>().Int64Value() : missing;
}

inline bool truth(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  return value.IsBoolean() && value.As<Napi::Boolean>().Value();
}

}  // namespace nodecodecs
