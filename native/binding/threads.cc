#include "binding/threads.h"

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <system_error>
#include <thread>

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#include <pthread.h>
#endif

#include "error.h"

namespace nodecodecs {
namespace {

constexpr std::chrono::seconds kIdle{10};        // then a thread that nobody needs ends
constexpr size_t kStackBytes = size_t{8} << 20;  // musl gives 128 KB, macOS 512: encoders need more

void beginThread(void (*body)()) {
#ifdef _WIN32
  std::thread(body).detach();
#else
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  pthread_t thread;
  const auto run = [](void* function) -> void* {
    reinterpret_cast<void (*)()>(function)();
    return nullptr;
  };
  const int failed = pthread_create(&thread, &attributes, run, reinterpret_cast<void*>(body));
  pthread_attr_destroy(&attributes);
  if (failed != 0) throw std::system_error(failed, std::generic_category(), "pthread_create");
#endif
}

// As many threads as are needed; those that have nothing to do wait a while for more. Of the whole
// process, and never destroyed: a thread may outlast main().
struct Pool {
  std::mutex mutex;
  std::condition_variable more;
  std::deque<std::function<void()>> waiting;
  size_t idle = 0;
};

Pool& pool() {
  static Pool* const only = new Pool;
  return *only;
}

void threadBody() {
  Pool& p = pool();
  std::unique_lock<std::mutex> lock(p.mutex);
  for (;;) {
    p.idle++;
    // By the system's clock, whatever it jumps to: wait_for asks for glibc 2.30, our oldest
    // is 2.28.
    const auto until = std::chrono::system_clock::now() + kIdle;
    const bool any = p.more.wait_until(lock, until, [&] { return !p.waiting.empty(); });
    p.idle--;
    if (!any) return;
    const std::function<void()> job = std::move(p.waiting.front());
    p.waiting.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

// Node unloads the library with the last environment that uses it (a worker's, where the main
// thread has not loaded it): threads of ours and of the encoders would go on in code that is gone.
void keepLoaded() {
#ifdef _WIN32
  HMODULE module;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<LPCWSTR>(&threadBody), &module);
#else
  Dl_info own;
  if (dladdr(reinterpret_cast<void*>(&threadBody), &own) == 0) return;
  dlopen(own.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
#endif
}

void onThread(std::function<void()> job) {
  Pool& p = pool();
  const std::lock_guard<std::mutex> lock(p.mutex);
  p.waiting.push_back(std::move(job));
  if (p.idle >= p.waiting.size()) {
    p.more.notify_one();
    return;
  }
  try {
    beginThread(threadBody);
  } catch (const std::system_error& error) {
    p.waiting.pop_back();
    throw Error("ERR_LIMIT", std::string("no thread more is to be had: ") + error.what());
  }
}

}  // namespace

Underway::Underway(Napi::Env env) : env_(env) {
  keepLoaded();
  const Napi::String name = Napi::String::New(env, "nodecodecs");
  const napi_status status = napi_create_threadsafe_function(
      env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, this, &Underway::finished, &finish_);
  if (status != napi_ok) throw Napi::Error::New(env);
  napi_unref_threadsafe_function(env, finish_);
  // Hooks run in the reverse order: this one before the function's own.
  napi_add_env_cleanup_hook(env, &Underway::end, this);
}

Underway& Underway::of(Napi::Env env) {
  return *env.GetInstanceData<Underway>();
}

void Underway::start(Work* work) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    executing_++;
  }
  try {
    onThread([this, work] {
      work->execute();
      executed(work);
    });
  } catch (...) {
    const std::lock_guard<std::mutex> lock(mutex_);
    executing_--;
    throw;
  }
  if (pending_++ == 0) napi_ref_threadsafe_function(env_, finish_);
}

void Underway::executed(Work* work) {
  // Under the lock: once executing_ is 0, end() lets the function be closed.
  const std::lock_guard<std::mutex> lock(mutex_);
  napi_call_threadsafe_function(finish_, work, napi_tsfn_nonblocking);
  if (--executing_ == 0) done_.notify_all();
}

void Underway::finished(napi_env env, napi_value, void* context, void* data) {
  auto* work = static_cast<Work*>(data);
  auto* self = static_cast<Underway*>(context);
  if (--self->pending_ == 0 && env != nullptr) {
    napi_unref_threadsafe_function(env, self->finish_);
  }
  try {
    if (env != nullptr) work->finish();
  } catch (const Napi::Error&) {
    // A worker that is being terminated runs no script: nobody waits for the result.
  }
  delete work;
}

// The environment ends (worker.terminate, process.exit): jobs hold its arrays, so that it waits.
void Underway::end(void* context) {
  auto* self = static_cast<Underway*>(context);
  std::unique_lock<std::mutex> lock(self->mutex_);
  self->done_.wait(lock, [self] { return self->executing_ == 0; });
}

}  // namespace nodecodecs
