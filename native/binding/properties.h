// A JavaScript object's properties, each read once: one that is undefined is missing, one of
// another type is a TypeError and one out of its range a RangeError, both with its name.
#pragma once
#include <napi.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nodecodecs {

struct Range {
  int64_t least;
  int64_t most;
};

constexpr Range kAnyInteger = {INT64_MIN, INT64_MAX};

// Empty where it is missing.
std::string text(const Napi::Object& object, const char* key);
bool truth(const Napi::Object& object, const char* key);
double number(const Napi::Object& object, const char* key, double missing);
int64_t integer(const Napi::Object& object, const char* key, int64_t missing, Range range);
std::optional<Napi::Object> objectAt(const Napi::Object& object, const char* key);

// A list's numbers, none where it is missing. Throws RangeError for more than `most`.
std::vector<double> numbers(const Napi::Object& object, const char* key, uint32_t most);

// The same of one value, such as a function's argument.
double numberFrom(const Napi::Value& value, const char* name);
int64_t integerFrom(const Napi::Value& value, const char* name, Range range);
std::string textFrom(const Napi::Value& value, const char* name);

}  // namespace nodecodecs
