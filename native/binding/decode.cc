// Decode, as JavaScript sees it.
#include "binding/binding.h"
#include "binding/job.h"
#include "binding/properties.h"
#include "codec/codec.h"

namespace nodecodecs {
namespace {

class DecodeJob : public Job {
 public:
  // `destination` is the typed array that format.into points into, if any: held while the job runs.
  // Node-API cannot keep its ArrayBuffer from being detached meanwhile: lib/ gives memory of its
  // own here, which nobody else has before the call ends, never a caller's.
  // The same holds for `source`, whose memory `bytes` is.
  DecodeJob(DecodeRequest request, PictureFormat format, Memory bytes, Napi::ObjectReference source,
            Napi::ObjectReference destination)
      : request_(std::move(request)),
        format_(std::move(format)),
        bytes_(bytes),
        source_(std::move(source)),
        destination_(std::move(destination)) {
    request_.wanted = &format_;
  }

  void work(const AbortFlag& abort) override {
    const Stopwatch watch;
    PacketPtr packet = makePacket(bytes_.data, bytes_.size);
    const DecodedFrame decoded = decode(request_, *packet, abort);
    packet.reset();
    abort.poll();
    picture_ = makePicture(decoded, format_, request_.label);
    ms_ = watch.ms();
  }

  Napi::Value result(Napi::Env env, Handing handing) override {
    Napi::Object object = objectOf(env, picture_, handing);
    object.Set("ms", ms_);
    return object;
  }

 private:
  DecodeRequest request_;
  PictureFormat format_;
  Memory bytes_;
  Napi::ObjectReference source_;
  Napi::ObjectReference destination_;
  Picture picture_;
  double ms_ = 0;
};

std::unique_ptr<DecodeJob> decodeJob(const Napi::CallbackInfo& info, Handing handing) {
  DecodeRequest request = decodeRequestFrom(objectArgument(info[0], "request"));
  const Napi::Object output = objectArgument(info[1], "output");
  PictureFormat format = pictureFormatFrom(output);
  format.allocate = allocatorFor(info.Env(), handing);
  Napi::ObjectReference destination;
  if (const auto into = objectAt(output, "into")) {
    const PixelsArgument pixels(*into);
    format.into = pixels.look();
    destination = Napi::Persistent(pixels.data().As<Napi::Object>());
  }
  const Memory bytes = bytesArgument(info[2], "bytes");
  return std::make_unique<DecodeJob>(std::move(request), std::move(format), bytes,
                                     Napi::Persistent(info[2].As<Napi::Object>()),
                                     std::move(destination));
}

Napi::Value decodeAsync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return JobWorker::queue(info.Env(), decodeJob(info, Handing::over), info[3]);
  });
}

Napi::Value decodeSync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(),
                 [&] { return JobWorker::runNow(info.Env(), *decodeJob(info, Handing::own)); });
}

}  // namespace

void bindDecode(Napi::Env env, Napi::Object exports) {
  exports.Set("decode", Napi::Function::New(env, decodeAsync));
  exports.Set("decodeSync", Napi::Function::New(env, decodeSync));
}

}  // namespace nodecodecs
