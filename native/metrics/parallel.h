// Splits a metric's rows over threads, and the compiler's vector code over processor generations.
#pragma once
#include <functional>  // also brings glibc's own macros, which the next lines test

// Loops under this attribute are compiled for the baseline, for AVX2 with FMA and for AVX-512;
// glibc's loader picks one. Elsewhere (musl, macOS, Windows, ARM) the baseline's vectors are used.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#if __GNUC__ >= 12
#define NODECODECS_TARGETS target_clones("default", "arch=haswell", "arch=x86-64-v4")
#else
#define NODECODECS_TARGETS target_clones("default", "arch=haswell")
#endif
#define NODECODECS_VECTORISED __attribute__((NODECODECS_TARGETS, optimize("O3")))
#else
#define NODECODECS_VECTORISED
#endif

namespace nodecodecs {

// Calls work(job) once for each job of [0, jobs), on up to `threads` threads, the caller's own
// among them. Rethrows the first exception after all threads have ended.
void forEachJob(int jobs, int threads, const std::function<void(int)>& work);

}  // namespace nodecodecs
