// The second engine: libjpeg-turbo behind the same two functions as libavcodec.
#pragma once
#include "codec/codec.h"

namespace nodecodecs {

// Frame formats: rgb24 and gray (converted and downsampled by libjpeg itself, as cjpeg does), and
// yuv444p, yuv422p, yuv420p (taken as they are). Options: quality 1..100 (IJG scale), subsampling
// "4:4:4" | "4:2:2" | "4:2:0", optimize 0 | 1, progressive 0 | 1,
// trellis 0 | 1.
PacketPtr encodeJpeg(const EncodeRequest& request, const AVFrame& frame);

// Gives rgb24 or gray, by libjpeg's own conversion and "fancy" upsampling, as djpeg does; with the
// option planes=1 the coded planes (yuv444p, yuv422p, yuv420p, yuv440p, gray). Without the colour.
DecodedFrame decodeJpeg(const DecodeRequest& request, const AVPacket& packet,
                        const AbortFlag& abort);

// "2.1.5", of the headers that the addon was built with.
const char* jpegVersion();

}  // namespace nodecodecs
