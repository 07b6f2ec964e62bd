#include "codec/dav1d.h"

#include <dlfcn.h>

#include <cstdlib>

namespace nodecodecs {
namespace {

// dav1d 1.0's AVX-512 Wiener filter writes 64 bytes to addresses that are multiples of 32 only,
// where chroma has restoration units of 32 samples: a segmentation fault, of streams that the
// format allows. Later code has an unaligned store there; 1.4 is the first that we trust to.
bool mayCrash(const char* version) {
  char* rest = nullptr;
  const long major = strtol(version, &rest, 10);
  const long minor = *rest == '.' ? strtol(rest + 1, nullptr, 10) : 0;
  return major == 0 || (major == 1 && minor < 4);
}

}  // namespace

// libavcodec's wrapper has no option for it, so dav1d is asked itself, where libavcodec loaded it.
void guardDav1d() {
#if defined(__x86_64__)
  constexpr unsigned kAvx512 = 1 << 4;  // DAV1D_X86_CPU_FLAG_AVX512ICL
  void* const version = dlsym(RTLD_DEFAULT, "dav1d_version");
  void* const setMask = dlsym(RTLD_DEFAULT, "dav1d_set_cpu_flags_mask");
  if (version == nullptr || setMask == nullptr) return;
  if (!mayCrash(reinterpret_cast<const char* (*)()>(version)())) return;
  reinterpret_cast<void (*)(unsigned)>(setMask)(~kAvx512);
#endif
}

}  // namespace nodecodecs
