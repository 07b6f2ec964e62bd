// What this FFmpeg build has: codecs by name, their pixel formats and their options.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nodecodecs {

struct OptionDescription {
  std::string name;
  std::string help;
  std::string type;  // "int", "number", "boolean", "string", "flags"
  double min = 0;
  double max = 0;
  std::string defaultValue;
  std::vector<std::string> values;  // named constants of the option, if it has any
};

struct CodecDescription {
  std::string name;
  std::string longName;
  std::string codec;  // name of the format that it codes: "hevc" for libx265
  bool experimental = false;
  std::vector<std::string> pixelFormats;   // empty: not told
  std::vector<OptionDescription> options;  // its own, without those that all codecs have
};

// Empty where this build has no such video or image codec.
std::optional<CodecDescription> describeCodec(const std::string& name, bool encoder);

// Whether describeCodec would find it: asked of every codec that is set up, so in microseconds.
bool hasCodec(const std::string& name, bool encoder);

// Library name -> version: ffmpeg, libavcodec, libavutil, libjpeg-turbo.
std::vector<std::pair<std::string, std::string>> versions();

}  // namespace nodecodecs
