// What a fuzz target asserts: ends the process, so that libFuzzer keeps the input.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "error.h"

namespace nodecodecs::fuzz {

inline void require(bool holds, const char* what) {
  if (holds) return;
  fprintf(stderr, "invariant broken: %s\n", what);
  abort();
}

// Every failure is one of ours, with a code that lib/errors.ts knows.
inline void requireKnown(const Error& error) {
  static const std::set<std::string> known = {"ERR_ENCODE",      "ERR_DECODE", "ERR_LIMIT",
                                              "ERR_UNAVAILABLE", "TypeError",  "RangeError"};
  if (known.count(error.code()) == 0)
    fprintf(stderr, "%s: %s\n", error.code().c_str(), error.what());
  require(known.count(error.code()) == 1, "the error's code is not known");
  require(*error.what() != '\0', "the error says nothing");
}

}  // namespace nodecodecs::fuzz
