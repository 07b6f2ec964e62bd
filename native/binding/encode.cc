// Encode, as JavaScript sees it.
#include "binding/binding.h"
#include "binding/job.h"
#include "binding/properties.h"
#include "codec/codec.h"
#include "pixels/fingerprint.h"
#include "pixels/range.h"

namespace nodecodecs {
namespace {

constexpr napi_type_tag kEncodeTag = {0x6e6f6465636f6465, 0x63732e656e636f64};

// A picture on its way to the encoder: made and filled on the JavaScript thread, so that the
// caller's array is read before the call returns; encoded on any.
struct PendingEncode {
  EncodeRequest request;
  FramePtr frame;
  double readMs = 0;  // what reading the caller's samples took
};

class EncodeJob : public Job {
 public:
  explicit EncodeJob(PendingEncode pending) : pending_(std::move(pending)) {}

  void work(const AbortFlag& abort) override {
    const Stopwatch watch;
    packet_ = encode(pending_.request, *pending_.frame, abort);
    pending_.frame.reset();
    ms_ = pending_.readMs + watch.ms();
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

void checkFits(int width, int height, const EncodeRequest& request) {
  if (width >= 1 && height >= 1 && width <= request.width && height <= request.height) return;
  throw Error("RangeError", "picture: outside of the frame");
}

FramePtr frameOfPlanes(const Napi::Object& picture, const PlanesArgument& planes,
                       const EncodeRequest& request) {
  const int width = static_cast<int>(integer(picture, "width"));
  const int height = static_cast<int>(integer(picture, "height"));
  checkFits(width, height, request);
  FramePtr frame = makeFrame(request.format, request.width, request.height);
  const std::vector<Plane> looked = planes.look();
  writePlanes(looked, width, height, *frame);
  checkRange(looked, request.format, width, height);
  return frame;
}

// `inPlace`: the caller's samples stay where they are until the encode is done.
FramePtr frameOf(const Napi::Object& picture, const Colour& colour, const EncodeRequest& request,
                 bool inPlace) {
  const Napi::Value planes = picture.Get("planes");
  if (planes.IsArray()) {
    return frameOfPlanes(picture, PlanesArgument(planes.As<Napi::Array>()), request);
  }
  Pixels pixels = PixelsArgument(picture).look();
  checkFits(pixels.width, pixels.height, request);
  checkRange(pixels);
  if (request.sampleDepth > 8 && pixels.bitDepth > 8) pixels.bitDepth = request.sampleDepth;
  FramePtr view = viewOf(pixels, request.format, colour.fullRange, request.width, request.height);
  if (view && inPlace && takesAnyRows(request)) return view;
  FramePtr frame = makeFrame(request.format, request.width, request.height);
  if (view) {
    copyRows(*view, *frame);
  } else {
    pixelsToFrame(pixels, colour, *frame, 0, pixels.height);
    if (request.addend != 0) addToSamples(*frame, request.addend);
  }
  return frame;
}

PendingEncode pendingFrom(const Napi::CallbackInfo& info, bool inPlace) {
  const Stopwatch watch;
  const Napi::Object object = objectArgument(info, 0);
  PendingEncode pending;
  pending.request = encodeRequestFrom(object);
  const Colour colour = colourFrom(object);
  pending.frame = frameOf(objectArgument(info, 1), colour, pending.request, inPlace);
  pending.readMs = watch.ms();
  return pending;
}

PendingEncode& pendingArgument(const Napi::CallbackInfo& info) {
  if (!info[0].IsExternal() ||
      !info[0].As<Napi::External<PendingEncode>>().CheckTypeTag(&kEncodeTag)) {
    throw Error("TypeError", "argument 1: expected what createEncode gave");
  }
  PendingEncode& pending = *info[0].As<Napi::External<PendingEncode>>().Data();
  if (!pending.frame) throw Error("TypeError", "this encode has run already");
  return pending;
}

Napi::Value createEncode(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto pending = std::make_unique<PendingEncode>(pendingFrom(info, false));
    auto external = Napi::External<PendingEncode>::New(
        info.Env(), pending.get(), [](Napi::Env, PendingEncode* p) { delete p; });
    pending.release();  // the finalizer owns it
    external.TypeTag(&kEncodeTag);
    return external;
  });
}

Napi::Value encodeAsync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    PendingEncode& pending = pendingArgument(info);
    auto job = std::make_unique<EncodeJob>(std::move(pending));
    return JobWorker::queue(info.Env(), std::move(job), info[1]);
  });
}

Napi::Value encodeSync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    EncodeJob job(pendingFrom(info, true));
    return JobWorker::runNow(info.Env(), job);
  });
}

// Of pixels (an object) or planes (an array), as text: 64 bits are more than a number holds.
Napi::Value fingerprintOf(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    uint64_t hash = 0;
    if (info[0].IsArray()) {
      for (const Plane& plane : PlanesArgument(info[0].As<Napi::Array>()).look()) {
        hash = hash * 31 + fingerprint(plane.data, plane.size);
      }
    } else {
      hash = fingerprint(PixelsArgument(objectArgument(info, 0)).look());
    }
    return Napi::String::New(info.Env(), std::to_string(hash));
  });
}

}  // namespace

void bindEncode(Napi::Env env, Napi::Object exports) {
  exports.Set("createEncode", Napi::Function::New(env, createEncode));
  exports.Set("encode", Napi::Function::New(env, encodeAsync));
  exports.Set("encodeSync", Napi::Function::New(env, encodeSync));
  exports.Set("fingerprint", Napi::Function::New(env, fingerprintOf));
}

}  // namespace nodecodecs
