// Splits a metric's rows over threads.
#pragma once
#include <functional>

namespace nodecodecs {

// Calls work(job) once for each job of [0, jobs), on up to `threads` threads, the caller's own
// among them. Rethrows the first exception after all threads have ended.
void forEachJob(int jobs, int threads, const std::function<void(int)>& work);

}  // namespace nodecodecs
