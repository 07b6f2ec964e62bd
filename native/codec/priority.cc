#include "codec/priority.h"

#ifdef __linux__
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace nodecodecs {

#ifdef __linux__
namespace {

constexpr unsigned kSysNice = 1U << CAP_SYS_NICE;

// Capabilities belong to the thread (capabilities(7)), so no other thread sees the change.
// Returns whether it was on before.
bool setSysNice(bool on) {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};
  if (syscall(SYS_capget, &header, data) != 0) return false;
  unsigned& effective = data[CAP_TO_INDEX(CAP_SYS_NICE)].effective;
  const bool before = (effective & kSysNice) != 0;
  if (before == on) return before;
  effective = on ? effective | kSysNice : effective & ~kSysNice;
  return syscall(SYS_capset, &header, data) == 0 && before;
}

}  // namespace

KeptPriority::KeptPriority() : held_(setSysNice(false)) {}

KeptPriority::~KeptPriority() {
  if (held_) setSysNice(true);
}
#else
KeptPriority::KeptPriority() = default;
KeptPriority::~KeptPriority() = default;
#endif

}  // namespace nodecodecs
