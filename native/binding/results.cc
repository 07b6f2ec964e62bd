#include "binding/results.h"

#include <algorithm>
#include <memory>

#include "binding/args.h"
#include "error.h"

namespace nodecodecs {
namespace {

// Below this a copy costs less than an external ArrayBuffer with its finalizer.
constexpr size_t kSmallBytes = 4096;

// Not Napi::ArrayBuffer::New, which fills it with zeros.
Napi::ArrayBuffer newArrayBuffer(Napi::Env env, size_t size) {
  return Napi::Buffer<uint8_t>::New(env, size).ArrayBuffer();
}

Napi::Uint8Array copyOf(Napi::Env env, const uint8_t* data, size_t size) {
  Napi::ArrayBuffer copy = newArrayBuffer(env, size);
  std::copy_n(data, size, static_cast<uint8_t*>(copy.Data()));
  return Napi::Uint8Array::New(env, size, copy, 0);
}

Samples scriptSamples(Napi::Env env, size_t size) {
  auto buffer = std::make_shared<Napi::ArrayBuffer>(newArrayBuffer(env, size));
  return {static_cast<uint8_t*>(buffer->Data()), size, buffer};
}

using Owner = std::shared_ptr<void>;

Napi::ArrayBuffer arrayBufferOf(Napi::Env env, const Samples& samples, Handing handing,
                                size_t& offset) {
  offset = 0;
  if (handing == Handing::own) return *static_cast<Napi::ArrayBuffer*>(samples.owner().get());
  auto kept = std::make_unique<Owner>(samples.owner());
  const auto buffer = Napi::Buffer<uint8_t>::NewOrCopy(
      env, samples.data(), samples.size(), [](Napi::Env, uint8_t*, Owner* owner) { delete owner; },
      kept.get());
  static_cast<void>(kept.release());  // the finalizer owns it
  offset = buffer.ByteOffset();
  return buffer.ArrayBuffer();
}

Napi::Value typedArrayOf(Napi::Env env, const Samples& samples, int bytesPerSample,
                         Handing handing) {
  size_t offset = 0;
  const Napi::ArrayBuffer buffer = arrayBufferOf(env, samples, handing, offset);
  if (bytesPerSample == 1) return Napi::Uint8Array::New(env, samples.size(), buffer, offset);
  return Napi::Uint16Array::New(env, samples.size() / 2, buffer, offset);
}

}  // namespace

SampleAllocator allocatorFor(Napi::Env env, Handing handing) {
  if (handing == Handing::over) return heapSamples;
  return [env](size_t size) { return scriptSamples(env, size); };
}

Napi::Uint8Array bytesOf(Napi::Env env, PacketPtr packet, Handing handing) {
  const size_t size = packet->size;
  if (size < kSmallBytes || handing == Handing::own) {
    return copyOf(env, packet->data, size);
  }
  const auto buffer = Napi::Buffer<uint8_t>::NewOrCopy(
      env, packet->data, size, [](Napi::Env, uint8_t*, AVPacket* p) { av_packet_free(&p); },
      packet.get());
  static_cast<void>(packet.release());  // the finalizer owns it
  return Napi::Uint8Array::New(env, size, buffer.ArrayBuffer(), buffer.ByteOffset());
}

Napi::Object objectOf(Napi::Env env, const Picture& picture, Handing handing) {
  Napi::Object object = Napi::Object::New(env);
  Napi::Array data = Napi::Array::New(env, picture.data.size());
  for (uint32_t i = 0; i < picture.data.size(); i++) {
    data.Set(i, typedArrayOf(env, picture.data[i], picture.bitDepth > 8 ? 2 : 1, handing));
  }
  object.Set("data", data);
  object.Set("width", picture.width);
  object.Set("height", picture.height);
  object.Set("channels", picture.channels);
  object.Set("bitDepth", picture.bitDepth);
  object.Set("pixelFormat", picture.pixelFormat);
  object.Set("matrix", nameOf(picture.colour.matrix));
  object.Set("range", picture.colour.fullRange ? "full" : "limited");
  if (!picture.chromaLocation.empty()) object.Set("chromaLocation", picture.chromaLocation);
  if (picture.points.primaries != CodePoints().primaries) {
    Napi::Object points = Napi::Object::New(env);
    points.Set("primaries", picture.points.primaries);
    points.Set("transfer", picture.points.transfer);
    object.Set("points", points);
  }
  if (!picture.icc.empty()) {
    object.Set("icc", copyOf(env, picture.icc.data(), picture.icc.size()));
  }
  if (!picture.warnings.empty()) object.Set("warnings", arrayOf(env, picture.warnings));
  return object;
}

Napi::Error javascriptError(Napi::Env env, const std::exception& error) {
  const auto* ours = dynamic_cast<const Error*>(&error);
  if (ours == nullptr) return Napi::Error::New(env, error.what());
  if (ours->code() == "TypeError") return Napi::TypeError::New(env, ours->what());
  if (ours->code() == "RangeError") return Napi::RangeError::New(env, ours->what());
  Napi::Error result = Napi::Error::New(env, ours->what());
  result.Set("code", Napi::String::New(env, ours->code()));
  if (!ours->avError().empty()) result.Set("avError", Napi::String::New(env, ours->avError()));
  return result;
}

}  // namespace nodecodecs
