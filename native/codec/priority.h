// A library keeps the priority that the caller's threads have.
#pragma once

namespace nodecodecs {

// While one exists, nothing that runs on this thread, nor a thread that it starts, can make itself
// a real-time thread. SVT-AV1 does so wherever it may (as root: in most containers): the thread
// that called would stay one, each process that it starts would inherit that, and a loop in one of
// them would take a core from all others. Linux only; elsewhere it does nothing.
class KeptPriority {
 public:
  KeptPriority();
  ~KeptPriority();
  KeptPriority(const KeptPriority&) = delete;
  KeptPriority& operator=(const KeptPriority&) = delete;

 private:
  bool held_ = false;
};

}  // namespace nodecodecs
