// The native core's one exception type, and the check of every libav return code.
#pragma once
#include <stdexcept>
#include <string>

namespace nodecodecs {

// `code` is the public one (lib/errors.ts): ERR_ENCODE, ERR_DECODE, ERR_LIMIT, ERR_UNAVAILABLE, or
// the name of a JavaScript error class (TypeError, RangeError) for a caller's mistake.
class Error : public std::runtime_error {
 public:
  Error(std::string code, const std::string& message, std::string avError = "")
      : std::runtime_error(message), code_(std::move(code)), avError_(std::move(avError)) {}
  const std::string& code() const { return code_; }
  const std::string& avError() const { return avError_; }  // e.g. "AVERROR(EINVAL)", or empty

 private:
  std::string code_;
  std::string avError_;
};

// Collects what libav logs on this thread while it lives, instead of printing it. Only the first
// error line (or, for want of one, the first warning) is kept: later ones are consequences. A
// warning that an option was not taken is kept beside it, and whether a part of a picture was left
// out.
class LogCapture {
 public:
  LogCapture();
  ~LogCapture();
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;
  void add(int level, std::string line);
  std::string first() const { return error_.empty() ? warning_ : error_; }
  const std::string& refused() const { return refused_; }
  bool lossy() const { return lossy_; }

 private:
  LogCapture* outer_;
  std::string error_;
  std::string warning_;
  std::string refused_;
  bool lossy_ = false;
};

// Sends libav's log to the LogCapture of the thread that logs. Process-wide; safe to call often.
void captureLogs();

// "AVERROR(EINVAL)", "AVERROR_INVALIDDATA", or the number where libav has no name for it.
std::string avErrorName(int rc);

// Throws for a negative rc: "<where>: <libav's words> - <first log line>"; else returns rc.
int check(int rc, const char* code, const std::string& where, const LogCapture* log = nullptr);

}  // namespace nodecodecs
