// One job: work() runs on a thread of ours (async) or on the caller's thread (sync), result() turns
// what it left into a JavaScript value. Both ways run the very same functions.
#pragma once
#include <napi.h>

#include <chrono>
#include <exception>
#include <memory>

#include "binding/results.h"
#include "binding/threads.h"
#include "binding/views.h"
#include "codec/codec.h"

namespace nodecodecs {

class Job {
 public:
  virtual ~Job() = default;
  virtual void work(const AbortFlag& abort) = 0;
  virtual Napi::Value result(Napi::Env env, Handing handing) = 0;
};

class JobWorker : public Work {
 public:
  // `abort` is a Uint8Array(1) or undefined; the reference keeps its memory while the job runs.
  static Napi::Promise queue(Napi::Env env, std::unique_ptr<Job> job, const Napi::Value& abort) {
    std::unique_ptr<JobWorker> worker(new JobWorker(env, std::move(job), abort, flagOf(abort)));
    const Napi::Promise promise = worker->deferred_.Promise();
    Underway::of(env).start(worker.get());
    static_cast<void>(worker.release());  // deleted when it is finished
    return promise;
  }

  // Within `guarded`.
  static Napi::Value runNow(Napi::Env env, Job& job) {
    job.work(AbortFlag());
    return job.result(env, Handing::own);
  }

  void execute() noexcept override {
    try {
      job_->work(abort_);
    } catch (...) {
      error_ = std::current_exception();
    }
  }

  void finish() override {
    try {
      if (error_) std::rethrow_exception(error_);
      deferred_.Resolve(job_->result(env_, Handing::over));
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    } catch (const std::exception& error) {
      deferred_.Reject(javascriptError(env_, error).Value());
    }
  }

 private:
  static const uint8_t* flagOf(const Napi::Value& abort) {
    if (abort.IsUndefined()) return nullptr;
    const Memory memory = bytesArgument(abort, "abort");
    if (memory.size == 1) return memory.data;
    throw Error("TypeError", "abort: expected a Uint8Array of one byte");
  }

  JobWorker(Napi::Env env, std::unique_ptr<Job> job, const Napi::Value& abort, const uint8_t* flag)
      : env_(env), deferred_(Napi::Promise::Deferred::New(env)), job_(std::move(job)) {
    if (flag == nullptr) return;
    abortReference_ = Napi::Persistent(abort.As<Napi::Object>());
    abort_ = AbortFlag(flag);
  }

  Napi::Env env_;
  Napi::Promise::Deferred deferred_;
  std::unique_ptr<Job> job_;
  Napi::ObjectReference abortReference_;
  AbortFlag abort_;
  std::exception_ptr error_;
};

// Milliseconds since it was made.
class Stopwatch {
 public:
  double ms() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace nodecodecs
