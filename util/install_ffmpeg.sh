#!/usr/bin/env bash
# Builds FFmpeg with x264, x265 (8, 10 and 12 bit), libaom and SVT-AV1 from official sources into a
# prefix of its own, for those whose system has an old FFmpeg or one without these encoders.
set -euo pipefail

# Each is what Homebrew's or PyAV's build recipes state for the same file.
x264_commit=32c3b801191522961102d4bea292cdb61068d0dd
x264_url=https://code.videolan.org/videolan/x264/-/archive/$x264_commit/x264-$x264_commit.tar.bz2
x264_sha256=d7748f350127cea138ad97479c385c9a35a6f8527bc6ef7a52236777cf30b839
x265_url=https://bitbucket.org/multicoreware/x265_git/downloads/x265_4.1.tar.gz
x265_sha256=a31699c6a89806b74b0151e5e6a7df65de4b49050482fe5ebf8a4379d7af8f29
aom_url=https://storage.googleapis.com/aom-releases/libaom-3.12.1.tar.gz
aom_sha256=9e9775180dec7dfd61a79e00bda3809d43891aee6b2e331ff7f26986207ea22e
svt_url=https://gitlab.com/AOMediaCodec/SVT-AV1/-/archive/v3.1.0/SVT-AV1-v3.1.0.tar.bz2
svt_sha256=8231b63ea6c50bae46a019908786ebfa2696e5743487270538f3c25fddfa215a
ffmpeg_url=https://ffmpeg.org/releases/ffmpeg-7.1.1.tar.xz
ffmpeg_sha256=733984395e0dbbe5c046abda2dc49a5544e7e0e1e2366bba849222ae9e3a03b1

prefix=$HOME/.local/nodecodecs-ffmpeg
dry_run=false

usage() {
  cat <<USAGE
usage: install_ffmpeg.sh [--prefix DIR] [--dry-run]
Builds FFmpeg 7.1.1 with x264, x265 4.1, libaom 3.12.1 and SVT-AV1 3.1.0 into DIR. libwebp,
OpenJPEG, libvpx, libjxl and dav1d are taken from the system where their development files are.
  --prefix DIR  where to; default $prefix
  --dry-run     print the steps, do nothing
Needs curl, a C and C++ compiler, make, cmake before 4, nasm, pkg-config, perl, xz, bzip2:
  sudo apt-get install curl g++ make cmake nasm pkg-config perl xz-utils bzip2 \\
    libwebp-dev libopenjp2-7-dev libvpx-dev libjxl-dev libdav1d-dev zlib1g-dev
Then build nodecodecs against it: FFMPEG_DIR=DIR npx nodecodecs build
The result contains GPL code (x264, x265): whoever distributes binaries of it does so by the GPL.
USAGE
}

die() {
  echo "install_ffmpeg.sh: $*" >&2
  exit 1
}

run() {
  echo "+ $*"
  if ! $dry_run; then "$@"; fi
}

check_tools() {
  local tool
  for tool in curl cc c++ make cmake nasm pkg-config perl tar xz bzip2; do
    command -v "$tool" >/dev/null || die "$tool is missing; see --help"
  done
}

verify() {
  local actual
  if command -v sha256sum >/dev/null; then
    actual=$(sha256sum "$1")
  else
    actual=$(shasum -a 256 "$1")
  fi
  [ "${actual%% *}" = "$2" ] || die "wrong SHA-256 of $1: ${actual%% *}, expected $2"
}

# fetch NAME URL SHA256: the unpacked release in $work/NAME.
fetch() {
  run curl --fail --location --proto '=https' --output "$work/$1.tar" "$2"
  run verify "$work/$1.tar" "$3"
  run mkdir -p "$work/$1"
  run tar -xf "$work/$1.tar" -C "$work/$1" --strip-components=1
}

# build_cmake SOURCE BUILD OPTION...: configures and compiles.
build_cmake() {
  local source=$1 build=$2
  shift 2
  run cmake -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" \
    -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_INSTALL_RPATH="$prefix/lib" "$@"
  run cmake --build "$build" --parallel "$jobs"
}

# in_folder FOLDER COMMAND...
in_folder() {
  (cd "$1" && shift && "$@")
}

build_x264() {
  fetch x264 "$x264_url" "$x264_sha256"
  run in_folder "$work/x264" ./configure --prefix="$prefix" --enable-shared --disable-cli
  run make -C "$work/x264" "-j$jobs" install
}

# x265 compiles for one depth at a time: the 8 bit library carries the two others inside.
build_x265() {
  fetch x265 "$x265_url" "$x265_sha256"
  local source=$work/x265/source build=$work/x265/build
  local high=(-DHIGH_BIT_DEPTH=ON -DEXPORT_C_API=OFF -DENABLE_SHARED=OFF -DENABLE_CLI=OFF)
  build_cmake "$source" "$build/12bit" "${high[@]}" -DMAIN12=ON
  build_cmake "$source" "$build/10bit" "${high[@]}"
  run mkdir -p "$build/8bit"
  run cp "$build/12bit/libx265.a" "$build/8bit/libx265_main12.a"
  run cp "$build/10bit/libx265.a" "$build/8bit/libx265_main10.a"
  build_cmake "$source" "$build/8bit" -DENABLE_CLI=OFF -DLINKED_10BIT=ON -DLINKED_12BIT=ON \
    "-DEXTRA_LIB=x265_main10.a;x265_main12.a" -DEXTRA_LINK_FLAGS=-L.
  run cmake --install "$build/8bit"
}

build_aom() {
  fetch aom "$aom_url" "$aom_sha256"
  build_cmake "$work/aom" "$work/aom-build" -DBUILD_SHARED_LIBS=ON -DENABLE_TESTS=OFF \
    -DENABLE_EXAMPLES=OFF -DENABLE_TOOLS=OFF -DENABLE_DOCS=OFF
  run cmake --install "$work/aom-build"
}

build_svt() {
  fetch svt "$svt_url" "$svt_sha256"
  build_cmake "$work/svt" "$work/svt-build" -DBUILD_SHARED_LIBS=ON -DBUILD_APPS=OFF
  run cmake --install "$work/svt-build"
}

# The switches for what the system has and FFmpeg can use as well.
system_libraries() {
  local pair
  for pair in libwebp:libwebp libopenjp2:libopenjpeg vpx:libvpx libjxl:libjxl dav1d:libdav1d; do
    if pkg-config --exists "${pair%%:*}"; then echo "--enable-${pair##*:}"; fi
  done
}

build_ffmpeg() {
  fetch ffmpeg "$ffmpeg_url" "$ffmpeg_sha256"
  local switches
  switches=$(system_libraries)
  export PKG_CONFIG_PATH=$prefix/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
  # shellcheck disable=SC2086  # a list of words
  run in_folder "$work/ffmpeg" ./configure --prefix="$prefix" --enable-gpl --enable-shared \
    --disable-static --disable-doc --disable-ffplay --enable-libx264 --enable-libx265 \
    --enable-libaom --enable-libsvtav1 $switches \
    --extra-cflags="-I$prefix/include" --extra-ldflags="-L$prefix/lib -Wl,-rpath,$prefix/lib"
  run make -C "$work/ffmpeg" "-j$jobs" install
}

while [ $# -gt 0 ]; do
  case $1 in
    --prefix)
      [ $# -ge 2 ] || die '--prefix needs a folder'
      prefix=$2
      shift
      ;;
    --dry-run) dry_run=true ;;
    -h | --help)
      usage
      exit
      ;;
    *) die "unknown argument $1; see --help" ;;
  esac
  shift
done
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jobs=$(getconf _NPROCESSORS_ONLN)
if ! $dry_run; then check_tools; fi
build_x264
build_x265
build_aom
build_svt
build_ffmpeg
echo "Done. Build nodecodecs against it: FFMPEG_DIR=$prefix npx nodecodecs build"
