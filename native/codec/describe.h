// What this FFmpeg build has: codecs by name, and their pixel formats.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nodecodecs {

struct CodecDescription {
  std::string name;
  std::string longName;
  std::string codec;  // name of the format that it codes: "hevc" for libx265
  bool experimental = false;
  std::vector<std::string> pixelFormats;  // empty: not told
};

// Empty where this build has no such video or image codec.
std::optional<CodecDescription> describeCodec(const std::string& name, bool encoder);

// Whether describeCodec would find it: asked of every codec that is set up, so in microseconds.
bool hasCodec(const std::string& name, bool encoder);

// Library name -> version: ffmpeg, libavcodec, libavutil, libjpeg-turbo.
std::vector<std::pair<std::string, std::string>> versions();

}  // namespace nodecodecs
