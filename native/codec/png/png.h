// The fourth engine: PNG files by libdeflate, where the addon was built with it.
#pragma once
#include "codec/codec.h"

namespace nodecodecs {

// The decoder's name, as a descriptor gives it.
inline constexpr const char* kPngDecoder = "libdeflate";

// Whether the addon was built with libdeflate and zlib.
bool hasPngDecoder();

// The still picture (of an animation, the one in IDAT) as gray, ya, rgb24, rgba (8 bits or fewer,
// scaled to 8; a palette is rgb24, or rgba where a colour of it is transparent) or their 16-bit
// formats. Nothing is inflated but what the picture needs and at most 64 KiB behind it. CRCs and
// the order of chunks are lib/bitstream's to check. What no pixel depends on and is amiss is in
// DecodedFrame::warnings. IDAT chunks are joined where they lie: the packet's bytes change. Throws
// ERR_DECODE for what is damaged or missing, ERR_LIMIT before memory is taken.
DecodedFrame decodePng(const DecodeRequest& request, const AVPacket& packet,
                       const AbortFlag& abort);

}  // namespace nodecodecs
