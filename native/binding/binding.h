// What the bindings (the functions that JavaScript calls) share.
#pragma once
#include <napi.h>

#include <exception>
#include <string>

#include "binding/args.h"
#include "binding/results.h"
#include "binding/views.h"
#include "error.h"

namespace nodecodecs {

// Runs a body whose C++ errors become JavaScript ones.
template <typename Body>
Napi::Value guarded(Napi::Env env, Body body) {
  try {
    return body();
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::exception& error) {
    throw javascriptError(env, error);
  }
}

inline Napi::Object objectArgument(const Napi::Value& value, const char* name) {
  if (!value.IsObject()) throw Error("TypeError", std::string(name) + ": expected an object");
  return value.As<Napi::Object>();
}

// Each adds its functions to the addon's exports.
void bindDecode(Napi::Env env, Napi::Object exports);
void bindDescribe(Napi::Env env, Napi::Object exports);
void bindEncode(Napi::Env env, Napi::Object exports);
void bindMetrics(Napi::Env env, Napi::Object exports);
void bindPixels(Napi::Env env, Napi::Object exports);

}  // namespace nodecodecs
