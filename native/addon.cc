// What JavaScript sees: functions over plain values, no classes. lib/backends/addon.ts has their
// types and says what each does.
#include <napi.h>

#include <cstdlib>
#include <mutex>

#include "args.h"
#include "describe.h"
#include "error.h"
#include "job.h"

namespace nodecodecs {
namespace {

constexpr napi_type_tag encodeTag = {0x6e6f6465636f6465, 0x63732e656e636f64};

// A picture on its way to the encoder: made and filled on the JavaScript thread, so that the
// caller's array is read before the call returns; encoded on any.
struct PendingEncode {
  EncodeRequest request;
  Colour colour;
  FramePtr frame;
};

class EncodeJob : public Job {
 public:
  explicit EncodeJob(PendingEncode pending) : pending_(std::move(pending)) {}

  void work(const AbortFlag& abort) override {
    const Stopwatch watch;
    packet_ = encode(pending_.request, *pending_.frame, abort);
    pending_.frame.reset();
    ms_ = watch.ms();
  }

  Napi::Value result(Napi::Env env) override {
    Napi::Object object = Napi::Object::New(env);
    object.Set("bytes", bytesOf(env, std::move(packet_)));
    object.Set("ms", ms_);
    return object;
  }

 private:
  PendingEncode pending_;
  PacketPtr packet_;
  double ms_ = 0;
};

class DecodeJob : public Job {
 public:
  DecodeJob(DecodeRequest request, PictureFormat format, PacketPtr packet)
      : request_(std::move(request)), format_(format), packet_(std::move(packet)) {}

  void work(const AbortFlag& abort) override {
    const Stopwatch watch;
    const DecodedFrame decoded = decode(request_, *packet_, abort);
    packet_.reset();
    abort.poll();
    picture_ = makePicture(decoded, format_, request_.label);
    ms_ = watch.ms();
  }

  Napi::Value result(Napi::Env env) override {
    Napi::Object object = objectOf(env, std::move(picture_));
    object.Set("ms", ms_);
    return object;
  }

 private:
  DecodeRequest request_;
  PictureFormat format_;
  PacketPtr packet_;
  Picture picture_;
  double ms_ = 0;
};

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

Napi::Object objectArgument(const Napi::CallbackInfo& info, size_t index) {
  if (!info[index].IsObject()) {
    throw Error("TypeError", "argument " + std::to_string(index + 1) + ": expected an object");
  }
  return info[index].As<Napi::Object>();
}

PendingEncode& pendingArgument(const Napi::CallbackInfo& info) {
  if (!info[0].IsExternal() ||
      !info[0].As<Napi::External<PendingEncode>>().CheckTypeTag(&encodeTag)) {
    throw Error("TypeError", "argument 1: expected what createEncode gave");
  }
  PendingEncode& pending = *info[0].As<Napi::External<PendingEncode>>().Data();
  if (!pending.frame) throw Error("TypeError", "this encode has run already");
  return pending;
}

Napi::Value createEncode(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Napi::Object object = objectArgument(info, 0);
    auto pending = std::make_unique<PendingEncode>();
    pending->request = encodeRequestFrom(object);
    pending->colour = colourFrom(object);
    const EncodeRequest& request = pending->request;
    pending->frame = makeFrame(request.format, request.width, request.height);
    auto external = Napi::External<PendingEncode>::New(
        info.Env(), pending.release(), [](Napi::Env, PendingEncode* p) { delete p; });
    external.TypeTag(&encodeTag);
    return external;
  });
}

Napi::Value writePixelRows(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    PendingEncode& pending = pendingArgument(info);
    const Pixels pixels = pixelsFrom(objectArgument(info, 1));
    const int begin = info[2].As<Napi::Number>();
    const int end = info[3].As<Napi::Number>();
    if (begin < 0 || begin % 2 != 0 || begin > end || end > pixels.height ||
        pixels.width > pending.frame->width || pixels.height > pending.frame->height) {
      throw Error("RangeError", "rows: outside of the picture");
    }
    pixelsToFrame(pixels, pending.colour, *pending.frame, begin, end);
    return info.Env().Undefined();
  });
}

Napi::Value writePlaneData(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    PendingEncode& pending = pendingArgument(info);
    const int width = info[2].As<Napi::Number>();
    const int height = info[3].As<Napi::Number>();
    if (width < 1 || height < 1 || width > pending.frame->width || height > pending.frame->height) {
      throw Error("RangeError", "planes: outside of the picture");
    }
    writePlanes(planesFrom(info[1].As<Napi::Array>()), width, height, *pending.frame);
    return info.Env().Undefined();
  });
}

Napi::Value encodeAsync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto job = std::make_unique<EncodeJob>(std::move(pendingArgument(info)));
    return JobWorker::queue(info.Env(), std::move(job), info[1]);
  });
}

Napi::Value encodeSync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    EncodeJob job(std::move(pendingArgument(info)));
    return JobWorker::runNow(info.Env(), job);
  });
}

std::unique_ptr<DecodeJob> decodeJob(const Napi::CallbackInfo& info) {
  if (!info[2].IsTypedArray()) throw Error("TypeError", "argument 3: expected a Uint8Array");
  const auto bytes = info[2].As<Napi::Uint8Array>();
  return std::make_unique<DecodeJob>(decodeRequestFrom(objectArgument(info, 0)),
                                     pictureFormatFrom(objectArgument(info, 1)),
                                     makePacket(bytes.Data(), bytes.ByteLength()));
}

Napi::Value decodeAsync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return JobWorker::queue(info.Env(), decodeJob(info), info[3]);
  });
}

Napi::Value decodeSync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return JobWorker::runNow(info.Env(), *decodeJob(info)); });
}

template <typename T>
Napi::Array arrayOf(Napi::Env env, const std::vector<T>& values) {
  Napi::Array array = Napi::Array::New(env, values.size());
  for (uint32_t i = 0; i < values.size(); i++) array.Set(i, values[i]);
  return array;
}

Napi::Object objectOf(Napi::Env env, const OptionDescription& option) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", option.name);
  object.Set("help", option.help);
  object.Set("type", option.type);
  object.Set("min", option.min);
  object.Set("max", option.max);
  object.Set("default", option.defaultValue);
  object.Set("values", arrayOf(env, option.values));
  return object;
}

Napi::Value describe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const std::string name = info[0].ToString().Utf8Value();
    const bool encoder = info[1].ToString().Utf8Value() == "encoder";
    const auto found = describeCodec(name, encoder);
    if (!found) return env.Undefined();
    Napi::Object object = Napi::Object::New(env);
    object.Set("name", found->name);
    object.Set("longName", found->longName);
    object.Set("codec", found->codec);
    object.Set("experimental", found->experimental);
    object.Set("pixelFormats", arrayOf(env, found->pixelFormats));
    Napi::Array options = Napi::Array::New(env, found->options.size());
    for (uint32_t i = 0; i < found->options.size(); i++) {
      options.Set(i, objectOf(env, found->options[i]));
    }
    object.Set("options", options);
    return object;
  });
}

Napi::Value listVersions(const Napi::CallbackInfo& info) {
  Napi::Object object = Napi::Object::New(info.Env());
  for (const auto& [name, version] : versions()) object.Set(name, version);
  return object;
}

// SVT-AV1 prints its settings to stderr unless this variable is set before its first use.
void silenceEncoders() {
  static std::once_flag once;
  std::call_once(once, [] { setenv("SVT_LOG", "1", 0); });
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  captureLogs();
  silenceEncoders();
  const std::pair<const char*, Napi::Value (*)(const Napi::CallbackInfo&)> functions[] = {
      {"createEncode", createEncode},  {"writePixels", writePixelRows},
      {"writePlanes", writePlaneData}, {"encode", encodeAsync},
      {"encodeSync", encodeSync},      {"decode", decodeAsync},
      {"decodeSync", decodeSync},      {"describe", describe},
      {"versions", listVersions},
  };
  for (const auto& [name, function] : functions) {
    exports.Set(name, Napi::Function::New(env, function, name));
  }
  return exports;
}

}  // namespace
}  // namespace nodecodecs

static Napi::Object InitAll(Napi::Env env, Napi::Object exports) {
  return nodecodecs::init(env, exports);
}
NODE_API_MODULE(nodecodecs, InitAll)
