// Encode and decode, as JavaScript sees them.
#include "binding.h"
#include "codec.h"
#include "fingerprint.h"
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

  Napi::Value result(Napi::Env env, Handing handing) override {
    Napi::Object object = Napi::Object::New(env);
    object.Set("bytes", bytesOf(env, std::move(packet_), handing));
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
  // `destination` is the typed array that format.into points into, if any: held while the job runs.
  DecodeJob(DecodeRequest request, PictureFormat format, PacketPtr packet,
            Napi::ObjectReference destination)
      : request_(std::move(request)),
        format_(format),
        packet_(std::move(packet)),
        destination_(std::move(destination)) {}

  void work(const AbortFlag& abort) override {
    const Stopwatch watch;
    const DecodedFrame decoded = decode(request_, *packet_, abort);
    packet_.reset();
    abort.poll();
    picture_ = makePicture(decoded, format_, request_.label);
    ms_ = watch.ms();
  }

  Napi::Value result(Napi::Env env, Handing handing) override {
    Napi::Object object = objectOf(env, std::move(picture_), handing);
    object.Set("ms", ms_);
    return object;
  }

 private:
  DecodeRequest request_;
  PictureFormat format_;
  PacketPtr packet_;
  Napi::ObjectReference destination_;
  Picture picture_;
  double ms_ = 0;
};

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

// Of pixels (an object) or planes (an array), as text: 64 bits are more than a number holds.
Napi::Value fingerprintOf(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    uint64_t hash = 0;
    if (info[0].IsArray()) {
      for (const Plane& plane : planesFrom(info[0].As<Napi::Array>())) {
        hash = hash * 31 + fingerprint(plane.data, plane.size);
      }
    } else {
      hash = fingerprint(pixelsFrom(objectArgument(info, 0)));
    }
    return Napi::String::New(info.Env(), std::to_string(hash));
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
  const Napi::Object output = objectArgument(info, 1);
  PictureFormat format = pictureFormatFrom(output);
  Napi::ObjectReference destination;
  if (format.into) {
    const Napi::Value into = output.Get("into");
    destination = Napi::Persistent(into.As<Napi::Object>().Get("data").As<Napi::Object>());
  }
  return std::make_unique<DecodeJob>(decodeRequestFrom(objectArgument(info, 0)), format,
                                     makePacket(bytes.Data(), bytes.ByteLength()),
                                     std::move(destination));
}

Napi::Value decodeAsync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return JobWorker::queue(info.Env(), decodeJob(info), info[3]);
  });
}

Napi::Value decodeSync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return JobWorker::runNow(info.Env(), *decodeJob(info)); });
}

}  // namespace

void bindCodec(Napi::Env env, Napi::Object exports) {
  exports.Set("createEncode", Napi::Function::New(env, createEncode));
  exports.Set("writePixels", Napi::Function::New(env, writePixelRows));
  exports.Set("writePlanes", Napi::Function::New(env, writePlaneData));
  exports.Set("fingerprint", Napi::Function::New(env, fingerprintOf));
  exports.Set("encode", Napi::Function::New(env, encodeAsync));
  exports.Set("encodeSync", Napi::Function::New(env, encodeSync));
  exports.Set("decode", Napi::Function::New(env, decodeAsync));
  exports.Set("decodeSync", Napi::Function::New(env, decodeSync));
}

}  // namespace nodecodecs
