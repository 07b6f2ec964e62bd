#!/usr/bin/env bash
# Builds the native core, which knows nothing of Node, with libFuzzer, AddressSanitizer and
# UndefinedBehaviorSanitizer, and runs each target for a while.
#   util/fuzz.sh [SECONDS [TARGET...]]   default: 60 seconds each of: decode encode metrics
# What they find is kept in build-fuzz/corpus and is where the next run begins. An input that broke
# something is in build-fuzz/found; `build-fuzz/TARGET FILE` runs it again and says more.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
[ "$#" -gt 0 ] || set -- decode encode metrics
build=$PWD/build-fuzz

compiler=${CXX:-}
for candidate in clang++ clang++-{20..14}; do
  [ -n "$compiler" ] || compiler=$(command -v "$candidate" || true)
done

# GCC has no libFuzzer, and neither has the clang of Xcode or a clang without its runtime libraries.
mkdir -p "$build/objects" "$build/found"
empty='extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }'
if [ -z "$compiler" ] ||
  ! "$compiler" -x c++ -fsanitize=fuzzer,address - -o "$build/empty" <<<"$empty" 2>"$build/why"; then
  {
    [ ! -s "$build/why" ] || cat "$build/why"
    echo "${compiler:-clang++} with libFuzzer is missing; install it, or set CXX to one that has it:"
    echo '  Debian, Ubuntu: apt-get install clang libclang-rt-dev'
    echo '  Fedora: dnf install clang compiler-rt; Arch: pacman -S clang compiler-rt'
    echo '  macOS: brew install llvm, and its clang++ first in PATH'
  } >&2
  exit 1
fi

read -ra include <<<"$(node -p "require('./util/ffmpeg.js').include")"
read -ra libraries <<<"$(node -p "require('./util/ffmpeg.js').libraries")"
flags=(-std=c++17 -g -O1 -fno-omit-frame-pointer -ffp-contract=off -Wall -Wextra -Werror
  -fsanitize=fuzzer-no-link -fsanitize=address -fsanitize=undefined -fno-sanitize-recover=undefined
  -Inative -Itest/fuzz "${include[@]}")

objects=()
# all of the addon but what knows Node
for source in $(node -p "require('./util/sources.js').filter((f) => !f.includes('/binding/')).join('\n')"); do
  object=$build/objects/$(echo "${source%.cc}" | tr / _).o
  objects+=("$object")
  # headers are not followed: any newer one builds all
  if [ ! -e "$object" ] || [ -n "$(find native -name '*.h' -newer "$object")$(find "$source" -newer "$object")" ]; then
    "$compiler" "${flags[@]}" -c "$source" -o "$object"
  fi
done

node -r ./test/helpers/load_typescript.js test/fuzz/seeds.js "$build/seeds/decode"
mkdir -p "$build/seeds/encode" "$build/seeds/metrics"

# FFmpeg itself is not instrumented: its own leaks at exit are not ours to judge.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export UBSAN_OPTIONS=print_stacktrace=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}
for target in "$@"; do
  "$compiler" "${flags[@]}" -fsanitize=fuzzer "test/fuzz/$target.cc" \
    "${objects[@]}" "${libraries[@]}" -lpthread -o "$build/$target"
  mkdir -p "$build/corpus/$target"
  # libjxl prints every error: stdio is closed to the target, not to libFuzzer
  "$build/$target" -max_total_time="$seconds" -max_len=8192 -len_control=0 -timeout=20 \
    -rss_limit_mb=3000 -close_fd_mask=3 -artifact_prefix="$build/found/$target-" \
    -print_final_stats=1 "$build/corpus/$target" "$build/seeds/$target"
done
