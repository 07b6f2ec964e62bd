// What JavaScript sees: functions over plain values, no classes. lib/backends/native/addon.ts has
// their types and says what each does.
#include <napi.h>

#include <cstdlib>
#include <mutex>

#include "binding/binding.h"
#include "binding/threads.h"
#include "codec/dav1d.h"
#include "error.h"
#include "simd/isa.h"
#include "version.h"

#if __has_include("native_sources.h")
#include "native_sources.h"  // written by util/native_sources.js: NODECODECS_SOURCES
#endif

namespace {

// SVT-AV1 prints its settings, and errors that libav reports too, to stderr unless this variable is
// set before its first use.
void silenceEncoders() {
  static std::once_flag once;
  std::call_once(once, [] { setenv("SVT_LOG", "0", 0); });
}

// glibc gives freed memory back to the kernel above a threshold that starts at 128 KB, less than a
// picture, and follows the largest block that was freed (mallopt(3), M_MMAP_THRESHOLD): without
// this, each decoded picture is new pages, a quarter of a JPEG's time. Nothing is touched: it costs
// two system calls.
void keepPicturesPages() {
  constexpr size_t kLargest = size_t{31} << 20;  // glibc follows up to 32 MB
  void* volatile block = malloc(kLargest);       // volatile: or the compiler drops the pair
  free(block);
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  nodecodecs::captureLogs();
  nodecodecs::guardDav1d();
  silenceEncoders();
  keepPicturesPages();
  env.SetInstanceData(new nodecodecs::Underway(env));
  nodecodecs::bindDecode(env, exports);
  nodecodecs::bindDescribe(env, exports);
  nodecodecs::bindEncode(env, exports);
  nodecodecs::bindMetrics(env, exports);
  nodecodecs::bindPixels(env, exports);
  exports.Set("version", nodecodecs::kVersion);
#ifdef NODECODECS_SOURCES
  exports.Set("sources", NODECODECS_SOURCES);
#endif
  exports.Set("isa", nodecodecs::nameOf(nodecodecs::bestIsa()));
  return exports;
}

}  // namespace

NODE_API_MODULE(nodecodecs, init)
