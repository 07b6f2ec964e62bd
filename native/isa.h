// The instruction sets that loops over samples are compiled for.
#pragma once

#if (defined(__x86_64__) || defined(__i386__)) && defined(__GNUC__)
#define NODECODECS_X86 1
#else
#define NODECODECS_X86 0  // one build: NEON is part of arm64's baseline
#endif

namespace nodecodecs {

// avx2 and avx512 have fused multiply-add.
enum class Isa { baseline, avx2, avx512 };

// What this processor and its operating system can run.
Isa bestIsa();

}  // namespace nodecodecs
