// The instruction sets that loops over samples are compiled for.
//
// A loop that gains by it lies in x_impl.h, with internal linkage, and is compiled by
// x_baseline.cc, x_avx2.cc and x_avx512.cc between simd/baseline.h, avx2.h or avx512.h and
// simd/end.h; x.h declares the three tables of functions and x.cc chooses by bestIsa. Plain loops
// are left to the compiler; simd/vectors_impl.h is for those that it does not vectorise or whose
// order of operations counts.
#pragma once

#if (defined(__x86_64__) || defined(__i386__)) && defined(__GNUC__)
#define NODECODECS_X86 1
#else
#define NODECODECS_X86 0  // one build: NEON is part of arm64's baseline
#endif

namespace nodecodecs {

// avx2 and avx512 have fused multiply-add.
enum class Isa { baseline, avx2, avx512 };

// What this processor and its operating system can run, and no more than NODECODECS_ISA names in
// the environment: for tests, which compare the sets. Read once, at the first call.
Isa bestIsa();

// "baseline", "avx2", "avx512": the names that NODECODECS_ISA takes.
const char* nameOf(Isa isa);

// An instruction set's own of the tables xBaseline, xAvx2 and xAvx512.
#if NODECODECS_X86
#define NODECODECS_TABLE_OF(isa, x) \
  ((isa) == Isa::avx512 ? x##Avx512 : (isa) == Isa::avx2 ? x##Avx2 : x##Baseline)
#else
#define NODECODECS_TABLE_OF(isa, x) (static_cast<void>(isa), x##Baseline)
#endif

}  // namespace nodecodecs
