// What this FFmpeg build has, as JavaScript sees it.
#include "codec/describe.h"
#include "binding/binding.h"
#include "binding/properties.h"

namespace nodecodecs {
namespace {

bool wantsEncoder(const Napi::CallbackInfo& info) {
  const std::string kind = textFrom(info[1], "kind");
  if (kind == "encoder" || kind == "decoder") return kind == "encoder";
  throw Error("RangeError", "kind: expected 'encoder' or 'decoder', got '" + kind + "'");
}

Napi::Value has(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    return Napi::Boolean::New(env, hasCodec(textFrom(info[0], "name"), wantsEncoder(info)));
  });
}

Napi::Value describe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const std::string name = textFrom(info[0], "name");
    const auto found = describeCodec(name, wantsEncoder(info));
    if (!found) return env.Undefined();
    Napi::Object object = Napi::Object::New(env);
    object.Set("name", found->name);
    object.Set("longName", found->longName);
    object.Set("codec", found->codec);
    object.Set("experimental", found->experimental);
    object.Set("pixelFormats", arrayOf(env, found->pixelFormats));
    return object;
  });
}

Napi::Value listVersions(const Napi::CallbackInfo& info) {
  Napi::Object object = Napi::Object::New(info.Env());
  for (const auto& [name, version] : versions()) object.Set(name, version);
  return object;
}

}  // namespace

void bindDescribe(Napi::Env env, Napi::Object exports) {
  exports.Set("has", Napi::Function::New(env, has));
  exports.Set("describe", Napi::Function::New(env, describe));
  exports.Set("versions", Napi::Function::New(env, listVersions));
}

}  // namespace nodecodecs
