// What stands in for the engine where libtiff's headers were missing at build time.
#ifndef NODECODECS_LIBTIFF
#include "codec/tiff/tiff.h"
#include "error.h"

namespace nodecodecs {

DecodedFrame decodeTiff(const DecodeRequest& request, const AVPacket&, const AbortFlag&) {
  throw Error("ERR_UNAVAILABLE",
              request.label +
                  ": the addon was built without libtiff; install it (Debian, Ubuntu: "
                  "apt-get install libtiff-dev) and run: npm rebuild nodecodecs");
}

std::string tiffVersion() {
  return "";
}

}  // namespace nodecodecs
#endif
