// JavaScript objects -> the core's requests.
#pragma once
#include <napi.h>

#include "codec/codec.h"
#include "codec/picture.h"

namespace nodecodecs {

EncodeRequest encodeRequestFrom(const Napi::Object& object);
DecodeRequest decodeRequestFrom(const Napi::Object& object);
PictureFormat pictureFormatFrom(const Napi::Object& object);
Colour colourFrom(const Napi::Object& object);
const char* nameOf(Matrix matrix);

}  // namespace nodecodecs
