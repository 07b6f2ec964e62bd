// The core's results -> JavaScript values.
#pragma once
#include <napi.h>

#include <exception>
#include <vector>

#include "codec/picture.h"

namespace nodecodecs {

template <typename T>
Napi::Array arrayOf(Napi::Env env, const std::vector<T>& values) {
  Napi::Array array = Napi::Array::New(env, values.size());
  for (uint32_t i = 0; i < values.size(); i++) array.Set(i, values[i]);
  return array;
}

// How results reach JavaScript. From a thread they are handed over, without a copy: their
// memory is freed by finalizers. Those wait for the event loop to turn, so that a loop of sync
// calls would never give any back: there bytes are copied, and samples are written into memory of
// JavaScript's own from the start.
enum class Handing { over, own };

// For PictureFormat. With Handing::own for a job that runs on JavaScript's thread, within the
// handle scope of one call.
SampleAllocator allocatorFor(Napi::Env env, Handing handing);

Napi::Uint8Array bytesOf(Napi::Env env, PacketPtr packet, Handing handing);

// {data: [typed array], width, height, channels, bitDepth, pixelFormat, matrix, range} of a picture
// whose samples are from allocatorFor.
Napi::Object objectOf(Napi::Env env, const Picture& picture, Handing handing);

// Our Error as a JavaScript error object with `code` and `avError`.
Napi::Error javascriptError(Napi::Env env, const std::exception& error);

}  // namespace nodecodecs
