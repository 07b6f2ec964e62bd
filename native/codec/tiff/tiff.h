// The third engine: TIFF files by libtiff, where the addon was built with it.
#pragma once
#include <string>

#include "codec/codec.h"

namespace nodecodecs {

// The decoder's name, as a descriptor gives it.
inline constexpr const char* kTiffDecoder = "libtiff";

// The first page as gray, ya, rgb24, rgba (8 bits or fewer, scaled to 8) or their 16-bit formats;
// DecodedFrame::depth says how many of the 16 the samples had (integers of more than 16 bits and
// floats, taken as 0 to 1, have 16). Alpha is straight, whatever the file stores; signed samples
// are shifted to begin at 0. Not turned by the Orientation tag. What libtiff noticed and no pixel
// depends on is in DecodedFrame::warnings. Throws ERR_DECODE for damaged data and, by name, for
// what is not supported; ERR_LIMIT before memory is taken; ERR_UNAVAILABLE without libtiff.
DecodedFrame decodeTiff(const DecodeRequest& request, const AVPacket& packet,
                        const AbortFlag& abort);

// "4.5.0", or empty where the addon was built without libtiff.
std::string tiffVersion();

}  // namespace nodecodecs
