#include "error.h"

extern "C" {
#include <libavutil/error.h>
#include <libavutil/log.h>
}
#include <algorithm>
#include <cerrno>
#include <mutex>
#include <new>

namespace nodecodecs {
namespace {

thread_local LogCapture* currentCapture = nullptr;

void onLog(void* context, int level, const char* format, va_list arguments) {
  if (level > AV_LOG_WARNING || currentCapture == nullptr) return;
  char line[512];
  int printPrefix = 0;  // the codec's name is in our own message already
  av_log_format_line2(context, level, format, arguments, line, sizeof line, &printPrefix);
  try {
    currentCapture->add(level, line);
  } catch (const std::bad_alloc&) {  // no exception may pass through libav
  }
}

struct NamedError {
  int rc;
  const char* name;
};

constexpr NamedError kNamedErrors[] = {
    {AVERROR_BSF_NOT_FOUND, "AVERROR_BSF_NOT_FOUND"},
    {AVERROR_BUG, "AVERROR_BUG"},
    {AVERROR_BUG2, "AVERROR_BUG2"},
    {AVERROR_BUFFER_TOO_SMALL, "AVERROR_BUFFER_TOO_SMALL"},
    {AVERROR_DECODER_NOT_FOUND, "AVERROR_DECODER_NOT_FOUND"},
    {AVERROR_ENCODER_NOT_FOUND, "AVERROR_ENCODER_NOT_FOUND"},
    {AVERROR_EOF, "AVERROR_EOF"},
    {AVERROR_EXPERIMENTAL, "AVERROR_EXPERIMENTAL"},
    {AVERROR_EXTERNAL, "AVERROR_EXTERNAL"},
    {AVERROR_INVALIDDATA, "AVERROR_INVALIDDATA"},
    {AVERROR_OPTION_NOT_FOUND, "AVERROR_OPTION_NOT_FOUND"},
    {AVERROR_PATCHWELCOME, "AVERROR_PATCHWELCOME"},
    {AVERROR_UNKNOWN, "AVERROR_UNKNOWN"},
    {AVERROR(EAGAIN), "AVERROR(EAGAIN)"},
    {AVERROR(EINVAL), "AVERROR(EINVAL)"},
    {AVERROR(EIO), "AVERROR(EIO)"},
    {AVERROR(ENOMEM), "AVERROR(ENOMEM)"},
    {AVERROR(ENOSYS), "AVERROR(ENOSYS)"},
    {AVERROR(EPERM), "AVERROR(EPERM)"},
    {AVERROR(ERANGE), "AVERROR(ERANGE)"},
};

// What the wrappers of x264, x265, SVT-AV1 and rav1e log, as a mere warning, for a key or value of
// their `...-params` that the encoder did not take.
constexpr const char* kRefusals[] = {"Unknown option: ", "Invalid value for ",
                                     "Error parsing option", "Error setting option",
                                     "Failed to set option"};

bool isRefusal(const std::string& line) {
  for (const char* refusal : kRefusals) {
    if (line.find(refusal) != std::string::npos) return true;
  }
  return false;
}

// Of a decoder that goes on without a part of the picture and says so nowhere but here: JPEG
// 2000's, of a code block with more bit planes than it has room for.
constexpr const char* kLoss = " became invalid";

// Warnings that are no reason of a failure: "Application has requested 32 threads. Using a thread
// count greater than 16 is not recommended".
constexpr const char* kAdvice = "Using a thread count greater than";

// "bad vlc: 0:0 (0x7f4944001250)": what no reader can use.
void removeAddresses(std::string& line) {
  constexpr size_t kShortest = 8;  // digits; shorter ones are codes
  for (size_t at = 0; (at = line.find("(0x", at)) != std::string::npos; at++) {
    const size_t end = line.find_first_not_of("0123456789abcdefABCDEF", at + 3);
    if (end == std::string::npos || line[end] != ')' || end - at - 3 <= kShortest) continue;
    line.erase(at, end + 1 - at);
  }
}

// One line of it.
std::string trimmed(std::string line) {
  removeAddresses(line);
  std::replace(line.begin(), line.end(), '\n', ' ');
  while (!line.empty() && (line.back() == '\n' || line.back() == ' ' || line.back() == '.')) {
    line.pop_back();
  }
  return line;
}

}  // namespace

LogCapture::LogCapture() : outer_(currentCapture) {
  currentCapture = this;
}
LogCapture::~LogCapture() {
  currentCapture = outer_;
}

void LogCapture::add(int level, std::string line) {
  if (refused_.empty() && isRefusal(line)) refused_ = trimmed(line);
  if (line.find(kLoss) != std::string::npos) lossy_ = true;
  if (line.find(kAdvice) != std::string::npos) return;
  std::string& kept = level <= AV_LOG_ERROR ? error_ : warning_;
  if (kept.empty()) kept = trimmed(std::move(line));
}

void captureLogs() {
  static std::once_flag once;
  std::call_once(once, [] { av_log_set_callback(onLog); });
}

std::string avErrorName(int rc) {
  for (const NamedError& error : kNamedErrors) {
    if (error.rc == rc) return error.name;
  }
  return "AVERROR(" + std::to_string(rc) + ")";
}

int check(int rc, const char* code, const std::string& where, const LogCapture* log) {
  if (rc >= 0) return rc;
  char text[AV_ERROR_MAX_STRING_SIZE] = "";
  av_strerror(rc, text, sizeof text);
  std::string message = where + ": " + text;
  if (log != nullptr && !log->first().empty()) message += " - " + log->first();
  throw Error(code, message, avErrorName(rc));
}

}  // namespace nodecodecs
