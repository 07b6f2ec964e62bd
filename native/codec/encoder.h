// libavcodec's encoders, open for one kind of picture.
#pragma once
#include <memory>
#include <string>

#include "codec/codec.h"
#include "error.h"

namespace nodecodecs {

struct EncoderCloser {
  void operator()(AVCodecContext* context) const;
};

using EncoderPtr = std::unique_ptr<AVCodecContext, EncoderCloser>;

struct OpenEncoder {
  EncoderPtr context;
  std::string kind;      // what it was opened for: encoder, format, size, options
  int64_t pictures = 0;  // that it has coded
};

// One that this thread kept for such a request, or a new one. Throws Error: TypeError for options
// that the encoder does not know, ERR_UNAVAILABLE, ERR_ENCODE.
OpenEncoder openEncoder(const EncodeRequest& request, const LogCapture& log);

// Keeps it for the next request of its kind on this thread, in place of the one that waited
// longest.
void keepEncoder(OpenEncoder encoder);

}  // namespace nodecodecs
