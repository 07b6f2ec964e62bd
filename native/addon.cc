// What JavaScript sees: functions over plain values, no classes. lib/backends/addon.ts has their
// types and says what each does.
#include <napi.h>

#include <cstdlib>
#include <mutex>

#include "binding.h"
#include "error.h"

namespace {

// SVT-AV1 prints its settings, and errors that libav reports too, to stderr unless this variable is
// set before its first use.
void silenceEncoders() {
  static std::once_flag once;
  std::call_once(once, [] { setenv("SVT_LOG", "0", 0); });
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  nodecodecs::captureLogs();
  silenceEncoders();
  nodecodecs::bindDecode(env, exports);
  nodecodecs::bindDescribe(env, exports);
  nodecodecs::bindEncode(env, exports);
  nodecodecs::bindMetrics(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(nodecodecs, init)
