#!/usr/bin/env bash
# Builds the addon with AddressSanitizer and UndefinedBehaviorSanitizer, or with ThreadSanitizer, and
# runs tests on it.
#   util/sanitize.sh [TEST...]          paths as jest takes them; without any: all that run the addon
#   util/sanitize.sh thread [TEST...]   Linux; without any: those of threads and of many calls
set -euo pipefail
cd "$(dirname "$0")/.."
# Node is not instrumented, so the runtime must come before it. It must be the compiler's own.
compiler=${CXX:-c++}
kind=address,undefined
build=$PWD/build-sanitize
run=()
if [ "${1-}" = thread ]; then
  shift
  kind=thread
  build=$PWD/build-tsan
fi

npx --no cmake-js compile -O "$build" -B RelWithDebInfo --CDSANITIZE="$kind"

if [ "$kind" = thread ]; then
  LD_PRELOAD=$("$compiler" -print-file-name=libtsan.so)
  export LD_PRELOAD
  # Its map of memory has no place for addresses as random as newer kernels make them.
  run=(setarch --addr-no-randomize)
  # What V8, libuv and the codecs' libraries do between themselves it cannot see, and must not judge.
  export TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1:exitcode=66${TSAN_OPTIONS:+:$TSAN_OPTIONS}
  if [ "$#" -eq 0 ]; then
    set -- test/native/concurrency test/native/requests test/calls/queue test/lifecycle/index
  fi
elif [ "$(uname)" = Darwin ]; then
  runtime=$("$compiler" -print-file-name=libclang_rt.asan_osx_dynamic.dylib)
  export DYLD_INSERT_LIBRARIES=$runtime
else
  runtime=$("$compiler" -print-file-name=libasan.so):$("$compiler" -print-file-name=libubsan.so)
  # libstdc++ too: AddressSanitizer looks for the real __cxa_throw when it starts.
  standard=$("$compiler" -print-file-name=libstdc++.so.6)
  export LD_PRELOAD=$runtime:$standard
fi

# Node keeps memory until it exits, which the leak check takes for leaks.
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}
export NODECODECS_ADDON=$build/RelWithDebInfo/nodecodecs.node

# In one process: a crash ends the run instead of a worker. jest itself, not npx, so that the
# preloaded runtime does not slow every program on the way.
if [ "$#" -eq 0 ]; then
  # AddressSanitizer reserves terabytes of addresses, which the memory limit of `isolate` refuses.
  set -- --testPathIgnorePatterns 'test/(backends|bjontegaard|package|process)' isolate
fi
exec ${run[@]+"${run[@]}"} node node_modules/jest/bin/jest.js --runInBand "$@"
