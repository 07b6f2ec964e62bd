#include "metrics/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace nodecodecs {

void forEachJob(int jobs, int threads, const std::function<void(int)>& work) {
  std::atomic<int> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto drain = [&] {
    try {
      for (int job = next++; job < jobs; job = next++) work(job);
    } catch (...) {
      std::lock_guard<std::mutex> lock(mutex);
      if (!failure) failure = std::current_exception();
      next = jobs;
    }
  };
  std::vector<std::thread> others;
  try {
    for (int i = 1; i < std::min(jobs, threads); i++) others.emplace_back(drain);
  } catch (const std::exception&) {
    // no more threads or memory to be had: those that started, and this one, do the work
  }
  drain();
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace nodecodecs
