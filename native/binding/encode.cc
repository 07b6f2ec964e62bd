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

// A picture whose samples have been found and not yet read.
struct FoundPicture {
  bool isPlanes = false;
  std::vector<Plane> planes;
  Pixels pixels;
  int width = 0;
  int height = 0;
};

// A picture on its way to the encoder. A caller's is read on the JavaScript thread, into `frame`;
// of memory that nobody else has (`held` keeps it) it is read by the thread that encodes.
struct PendingEncode {
  EncodeRequest request;
  Colour colour;
  FramePtr frame;
  FoundPicture found;
  std::vector<Napi::ObjectReference> held;
  double readMs = 0;  // what reading the caller's samples took
};

void checkFits(const FoundPicture& picture, const EncodeRequest& request) {
  const auto [width, height] = std::pair(picture.width, picture.height);
  if (width >= 1 && height >= 1 && width <= request.width && height <= request.height) return;
  throw Error("RangeError", "picture: outside of the frame");
}

FramePtr frameOfPlanes(const FoundPicture& picture, const EncodeRequest& request) {
  FramePtr frame = makeFrame(request.format, request.width, request.height);
  writePlanes(picture.planes, picture.width, picture.height, *frame);
  checkRange(picture.planes, request.format, picture.width, picture.height);
  return frame;
}

// `inPlace`: the samples stay where they are until the encode is done.
FramePtr frameOf(const FoundPicture& picture, const Colour& colour, const EncodeRequest& request,
                 bool inPlace) {
  checkFits(picture, request);
  if (picture.isPlanes) return frameOfPlanes(picture, request);
  Pixels pixels = picture.pixels;
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

class EncodeJob : public Job {
 public:
  explicit EncodeJob(PendingEncode pending) : pending_(std::move(pending)) {}

  void work(const AbortFlag& abort) override {
    const Stopwatch watch;
    const auto& [request, colour, frame, found, held, readMs] = pending_;
    if (!frame) pending_.frame = frameOf(found, colour, request, true);
    abort.poll();
    packet_ = encode(request, *frame, abort);
    pending_.frame.reset();
    ms_ = readMs + watch.ms();
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

// With all arguments read; its samples are found last, after the last script has run.
FoundPicture foundPicture(const Napi::Object& picture, std::vector<Napi::ObjectReference>* held) {
  FoundPicture found;
  const Napi::Value planes = picture.Get("planes");
  if (!planes.IsUndefined() && !planes.IsArray()) {
    throw Error("TypeError", "planes: expected an array of {data, stride}");
  }
  const auto hold = [held](const Napi::Value& data) {
    if (held != nullptr) held->push_back(Napi::Persistent(data.As<Napi::Object>()));
  };
  if (!planes.IsArray()) {
    const PixelsArgument argument(picture);
    found.pixels = argument.look();
    found.width = found.pixels.width;
    found.height = found.pixels.height;
    hold(argument.data());
    return found;
  }
  found.isPlanes = true;
  found.width = static_cast<int>(integerFrom(picture.Get("width"), "width", {1, INT32_MAX}));
  found.height = static_cast<int>(integerFrom(picture.Get("height"), "height", {1, INT32_MAX}));
  const PlanesArgument argument(planes.As<Napi::Array>(), "planes");
  found.planes = argument.look();
  for (const Napi::Value& data : argument.data()) hold(data);
  return found;
}

// `owned`: nobody changes or frees the picture's memory before the encode is done.
PendingEncode pendingFrom(const Napi::CallbackInfo& info, bool owned) {
  const Napi::Object object = objectArgument(info[0], "request");
  PendingEncode pending;
  pending.request = encodeRequestFrom(object);
  pending.colour = colourFrom(object);
  pending.found = foundPicture(objectArgument(info[1], "picture"), owned ? &pending.held : nullptr);
  return pending;
}

PendingEncode readFrom(const Napi::CallbackInfo& info) {
  const Stopwatch watch;
  PendingEncode pending = pendingFrom(info, false);
  pending.frame = frameOf(pending.found, pending.colour, pending.request, false);
  pending.readMs = watch.ms();
  return pending;
}

PendingEncode& pendingArgument(const Napi::CallbackInfo& info) {
  if (!info[0].IsExternal() ||
      !info[0].As<Napi::External<PendingEncode>>().CheckTypeTag(&kEncodeTag)) {
    throw Error("TypeError", "pending: expected what createEncode gave");
  }
  PendingEncode& pending = *info[0].As<Napi::External<PendingEncode>>().Data();
  if (!pending.frame) throw Error("TypeError", "this encode has run already");
  return pending;
}

Napi::Value createEncode(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto pending = std::make_unique<PendingEncode>(readFrom(info));
    auto external = Napi::External<PendingEncode>::New(
        info.Env(), pending.get(), [](Napi::Env, PendingEncode* p) { delete p; });
    static_cast<void>(pending.release());  // the finalizer owns it
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

// encodeOwned(request, picture, abort): reads the picture on the thread, too.
Napi::Value encodeOwned(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    auto job = std::make_unique<EncodeJob>(pendingFrom(info, true));
    return JobWorker::queue(info.Env(), std::move(job), info[2]);
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
      for (const Plane& plane : PlanesArgument(info[0].As<Napi::Array>(), "samples").look()) {
        hash = hash * 31 + fingerprint(plane.data, plane.size);
      }
    } else {
      hash = fingerprint(PixelsArgument(objectArgument(info[0], "samples")).look());
    }
    return Napi::String::New(info.Env(), std::to_string(hash));
  });
}

}  // namespace

void bindEncode(Napi::Env env, Napi::Object exports) {
  exports.Set("createEncode", Napi::Function::New(env, createEncode));
  exports.Set("encode", Napi::Function::New(env, encodeAsync));
  exports.Set("encodeOwned", Napi::Function::New(env, encodeOwned));
  exports.Set("encodeSync", Napi::Function::New(env, encodeSync));
  exports.Set("fingerprint", Napi::Function::New(env, fingerprintOf));
}

}  // namespace nodecodecs
