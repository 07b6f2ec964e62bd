#pragma once
// The colour of a decoded frame: what its stream says, and what the container around it says
// instead.

#include "codec/codec.h"

namespace nodecodecs {

// Gives the planes of G, B and R that a decoder handed on as Y, Cb and Cr their own pixel format.
// Throws ERR_DECODE where their depth has none.
void nameIfGbr(AVFrame& frame, const DecodeRequest& request);

// Throws ERR_DECODE, with its name, for a matrix that is not supported.
Colour colourOf(const AVFrame& frame, const DecodeRequest& request);

}  // namespace nodecodecs
