// JavaScript values -> the core's structs. What memory safety rests on is checked here: the addon
// can be called without lib/.
#pragma once
#include <napi.h>

#include <vector>

#include "codec/codec.h"
#include "codec/picture.h"
#include "pixels/frame.h"
#include "pixels/pixels.h"

namespace nodecodecs {

EncodeRequest encodeRequestFrom(const Napi::Object& object);
DecodeRequest decodeRequestFrom(const Napi::Object& object);
PictureFormat pictureFormatFrom(const Napi::Object& object);
Colour colourFrom(const Napi::Object& object);

// A view of {data, offset, width, height, channels, bitDepth, rowStride, columnStride,
// channelStride} (strides in samples); throws RangeError where a sample lies outside of `data`.
Pixels pixelsFrom(const Napi::Object& object);

// [{data, stride}] with stride in bytes.
std::vector<Plane> planesFrom(const Napi::Array& array);

}  // namespace nodecodecs
