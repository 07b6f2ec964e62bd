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

}  // namespace nodecodecs
