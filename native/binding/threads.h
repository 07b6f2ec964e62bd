// The threads that async jobs run on. They are our own: libuv's pool is the host's, for its files
// and DNS, and of a size that is fixed when Node starts. How many jobs run at once is decided in
// lib/, by its turns.
#pragma once
#include <napi.h>

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace nodecodecs {

// Work for a thread, and its end on JavaScript's.
class Work {
 public:
  virtual ~Work() = default;
  virtual void execute() noexcept = 0;
  // On JavaScript's thread, within a handle scope.
  virtual void finish() = 0;
};

// What of one environment (the main thread's, or a worker's) is under way.
class Underway {
 public:
  explicit Underway(Napi::Env env);
  Underway(const Underway&) = delete;
  Underway& operator=(const Underway&) = delete;

  static Underway& of(Napi::Env env);

  // Executes it on a thread, then finishes and deletes it. The environment lives until then.
  void start(Work* work);

 private:
  static void finished(napi_env env, napi_value, void* context, void* data);
  static void end(void* self);
  void executed(Work* work);

  napi_env env_;
  napi_threadsafe_function finish_ = nullptr;
  size_t pending_ = 0;  // of JavaScript's thread: begun and not finished
  std::mutex mutex_;
  std::condition_variable done_;
  size_t executing_ = 0;
};

}  // namespace nodecodecs
