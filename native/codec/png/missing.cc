// What stands in for the engine where libdeflate's or zlib's headers were missing at build time.
#ifndef NODECODECS_LIBDEFLATE
#include "codec/png/png.h"
#include "error.h"

namespace nodecodecs {

bool hasPngDecoder() {
  return false;
}

DecodedFrame decodePng(const DecodeRequest& request, const AVPacket&, const AbortFlag&) {
  throw Error("ERR_UNAVAILABLE",
              request.label +
                  ": the addon was built without libdeflate; install it (Debian, Ubuntu: "
                  "apt-get install libdeflate-dev zlib1g-dev) and run: npm rebuild nodecodecs");
}

}  // namespace nodecodecs
#endif
