// One picture through libavcodec: frame -> packet bytes, bytes -> frame, for any codec by name.
#pragma once
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "av.h"
#include "codec/coded_samples.h"
#include "convert/convert.h"
#include "error.h"
#include "pixels/samples.h"

namespace nodecodecs {

using Options = std::vector<std::pair<std::string, std::string>>;  // AVOption name, value

// Says whether the caller gave up; asked between libav's calls (it cannot stop inside one).
class AbortFlag {
 public:
  AbortFlag() = default;
  explicit AbortFlag(const volatile uint8_t* flag) : flag_(flag) {}
  void poll() const;  // throws Error ERR_ABORTED
  bool isRaised() const { return flag_ != nullptr && *flag_ != 0; }

 private:
  const volatile uint8_t* flag_ = nullptr;
};

struct EncodeRequest {
  std::string label;    // the codec's name in messages
  std::string engine;   // "libav" or "jpeg"
  std::string encoder;  // libavcodec's name of it
  AVPixelFormat format = AV_PIX_FMT_NONE;
  int width = 0;  // coded size
  int height = 0;
  Options options;
  std::string bitstreamFilter;  // as av_bsf_list_parse_str takes it, or empty
  bool keep = false;            // the open encoder, for the next picture of this kind
  // Above 0: samples are taken as codes of this depth, the format's, and not scaled.
  int sampleDepth = 0;
  std::vector<uint8_t> icc;  // a profile to be coded with the picture; empty: none
  int addend = 0;            // on every sample but chroma
};

// What a file says of its stream counts more than the stream's tags, also in part.
struct ForcedColour {
  std::optional<Matrix> matrix;
  bool identity = false;  // G, B, R in the places of Y, Cb, Cr
  bool fullRange = true;
};

struct PictureFormat;

struct DecodeRequest {
  std::string label;
  std::string engine;
  std::string decoder;
  Options options;
  AVPixelFormat codedFormat = AV_PIX_FMT_NONE;  // for streams that do not say what they hold
  int64_t maxPixels = INT64_MAX;
  Colour untagged;  // how to read streams without colour tags
  std::optional<ForcedColour> forced;
  CodedSamples coded;                     // what the file says of the decoder's samples
  bool profile = false;                   // its ICC profile is wanted too
  const PictureFormat* wanted = nullptr;  // lets a decoder write the picture where it is to be
};

// ColourPrimaries and TransferCharacteristics of ITU-T H.273; 2: unspecified.
struct CodePoints {
  int primaries = 2;
  int transfer = 2;
};

// A decoded picture, and how its samples are to be read.
struct DecodedFrame {
  FramePtr frame;
  Colour colour;
  std::optional<Samples> samples;     // the frame's own memory, where it is the picture already
  std::vector<uint8_t> icc;           // coded with the picture, where the request wants it
  CodePoints points;                  // of its RGB samples, under the same condition
  int depth = 0;                      // of the samples, where it is less than the format's
  std::vector<std::string> warnings;  // what was passed over: the picture is whole
};

// ERR_LIMIT for a picture of more than maxPixels.
Error tooManyPixels(const DecodeRequest& request);

// Of the two, "jpeg" and not "libav". Throws RangeError for another one.
bool isJpegEngine(const std::string& engine);

// Whether this request's engine reads rows of any stride with nothing behind them, and keeps no
// reference to them: libavcodec's encoders want padding.
bool takesAnyRows(const EncodeRequest& request);

// Codes one picture with an encoder of its own, or a kept one, and returns the packet. `frame` has
// the request's format and size. Throws Error: TypeError for options that the encoder does not
// know, ERR_ENCODE.
PacketPtr encode(const EncodeRequest& request, AVFrame& frame, const AbortFlag& abort);

// Decodes the first picture of `packet`, which holds the whole stream. Throws Error: ERR_DECODE
// for data that the decoder calls damaged, ERR_LIMIT for more than maxPixels.
DecodedFrame decode(const DecodeRequest& request, const AVPacket& packet, const AbortFlag& abort);

// A packet with a padded copy of the bytes.
PacketPtr makePacket(const uint8_t* data, size_t size);

}  // namespace nodecodecs
