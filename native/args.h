// JavaScript values -> the core's structs, and results back. With job.h and addon.cc the only
// files that know Node. What memory safety rests on is checked here: the addon can be called
// without lib/.
#pragma once
#include <napi.h>

#include <vector>

#include "codec.h"
#include "frame.h"
#include "picture.h"
#include "pixels.h"

namespace nodecodecs {

// How results reach JavaScript. Memory that is handed over is freed by finalizers, which wait for
// the event loop to turn: a loop of sync calls would never give any back, so those copy.
enum class Handing { over, copy };

EncodeRequest encodeRequestFrom(const Napi::Object& object);
DecodeRequest decodeRequestFrom(const Napi::Object& object);
PictureFormat pictureFormatFrom(const Napi::Object& object);
Colour colourFrom(const Napi::Object& object);

// A view of {data, offset, width, height, channels, bitDepth, rowStride, columnStride,
// channelStride} (strides in samples); throws RangeError where a sample lies outside of `data`.
Pixels pixelsFrom(const Napi::Object& object);

// [{data, stride}] with stride in bytes.
std::vector<Plane> planesFrom(const Napi::Array& array);

// The bytes of a packet, handed over without a copy where the engine allows it.
Napi::Uint8Array bytesOf(Napi::Env env, PacketPtr packet, Handing handing);

// {data: [typed array], width, height, channels, bitDepth, pixelFormat, matrix, range}; the typed
// arrays take the picture's memory over.
Napi::Object objectOf(Napi::Env env, Picture picture, Handing handing);

// Our Error as a JavaScript error object with `code` and `avError`.
Napi::Error javascriptError(Napi::Env env, const std::exception& error);

}  // namespace nodecodecs
