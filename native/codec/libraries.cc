#include "codec/libraries.h"

#include <dlfcn.h>

#if __has_include("prebuilt_libraries.h")
#include "prebuilt_libraries.h"  // written by util/prebuilt/link.js: kPrebuiltLibraries
#endif

namespace nodecodecs {

#if __has_include("prebuilt_libraries.h")

std::vector<std::pair<std::string, std::string>> codecLibraries() {
  return kPrebuiltLibraries;
}

#else

namespace {

using Version = std::string (*)(void* symbol);

// libaom, libvpx and SVT-AV1 say "v3.14.1", others "3.14.1": numbers alone can be compared.
std::string textOf(void* symbol) {
  const char* const text = reinterpret_cast<const char* (*)()>(symbol)();
  return *text == 'v' ? text + 1 : text;
}

std::string variableOf(void* symbol) {
  return *static_cast<const char* const*>(symbol);
}

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

// libwebp: 0xMMmmpp.
std::string webpOf(void* symbol) {
  const int number = reinterpret_cast<int (*)()>(symbol)();
  return dotted(number >> 16, number >> 8 & 0xff, number & 0xff);
}

// libjxl: a million times the major number, a thousand times the minor one.
std::string jxlOf(void* symbol) {
  const unsigned number = reinterpret_cast<unsigned (*)()>(symbol)();
  return dotted(number / 1000000, number / 1000 % 1000, number % 1000);
}

struct Question {
  const char* library;
  const char* symbol;
  Version answer;
};

// x264, libdeflate and others have no such function.
constexpr Question kQuestions[] = {
    {"x265", "x265_version_str", variableOf},     {"libaom", "aom_codec_version_str", textOf},
    {"svt-av1", "svt_av1_get_version", textOf},   {"rav1e", "rav1e_version_short", textOf},
    {"dav1d", "dav1d_version", textOf},           {"libvpx", "vpx_codec_version_str", textOf},
    {"libwebp", "WebPGetEncoderVersion", webpOf}, {"openjpeg", "opj_version", textOf},
    {"libjxl", "JxlEncoderVersion", jxlOf},       {"zlib", "zlibVersion", textOf},
};

}  // namespace

// libavcodec does not tell them: the libraries are asked themselves, where libavcodec loaded them.
std::vector<std::pair<std::string, std::string>> codecLibraries() {
  std::vector<std::pair<std::string, std::string>> found;
  for (const Question& question : kQuestions) {
    void* const symbol = dlsym(RTLD_DEFAULT, question.symbol);
    if (symbol != nullptr) found.emplace_back(question.library, question.answer(symbol));
  }
  return found;
}

#endif

}  // namespace nodecodecs
