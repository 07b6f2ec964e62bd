#!/bin/sh
# Brings a fresh clone to where everything runs: system packages, node_modules, both builds.
# Does only what is missing or stale, so a second run costs a second.
#   sh util/setup.sh           asks for root only if a system package is missing
#   sh util/setup.sh --check   installs and builds nothing; says what is missing, exit code 1 if any
set -eu
cd "$(dirname "$0")/.."
stamps=node_modules/.cache/nodecodecs

say() { printf 'setup: %s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

check_node() {
  command -v node >/dev/null || die 'Node.js is missing: install version 20 or newer (https://nodejs.org)'
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
    die "Node.js $(node -v) is too old: version 20 or newer is needed (https://nodejs.org)"
}

missing() {
  for program in ffmpeg cwebp pkg-config c++ make python3; do
    command -v "$program" >/dev/null || printf '%s ' "$program"
  done
  node -e 'require("./util/ffmpeg.js").find()' 2>/dev/null || printf 'libavcodec-and-libjpeg-headers '
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "no sudo here; run as root: $*"
  fi
}

# The package lists of a bare container are empty: fetched only when the installation needs them.
apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  if ! as_root apt-get install -y --no-install-recommends "$@"; then
    as_root apt-get update
    as_root apt-get install -y --no-install-recommends "$@"
  fi
}

install_packages() {
  if command -v apt-get >/dev/null; then
    apt_install ffmpeg libavcodec-dev libavutil-dev libjpeg-dev libtiff-dev webp pkg-config g++ make python3
  elif command -v brew >/dev/null; then
    brew install ffmpeg jpeg-turbo libtiff libdeflate webp pkgconf python
  elif command -v dnf >/dev/null; then
    as_root dnf install -y /usr/bin/ffmpeg 'pkgconfig(libavcodec)' 'pkgconfig(libavutil)' \
      'pkgconfig(libjpeg)' 'pkgconfig(libtiff-4)' 'pkgconfig(libdeflate)' 'pkgconfig(zlib)' libwebp-tools pkgconf-pkg-config gcc-c++ make python3
  elif command -v pacman >/dev/null; then
    as_root pacman -S --needed --noconfirm ffmpeg libjpeg-turbo libtiff libdeflate libwebp-utils pkgconf gcc make python
  else
    die "no known package manager; install by hand what provides: $*"
  fi
}

# stale STAMP PATH...: true if a file or folder is newer than the stamp, or there is no stamp.
stale() {
  stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" | head -n 1)" ]
}

install_modules() {
  lock=node_modules/.package-lock.json
  stale "$lock" package.json package-lock.json || return 0
  say 'installing the npm packages'
  if [ -e "$lock" ]; then
    npm install --ignore-scripts --no-audit --no-fund
  else
    npm ci --ignore-scripts --no-audit --no-fund
  fi
  touch "$lock"
}

# build_part NAME OUTPUT SCRIPT SOURCE...: runs an npm script unless its output is newer than the
# sources. The stamp's time is the build's start: what is edited meanwhile is built the next time.
build_part() {
  stamp=$stamps/$1
  output=$2
  script=$3
  shift 3
  if [ -e "$output" ] && ! stale "$stamp" "$@"; then return 0; fi
  say "npm run $script"
  touch "$stamp.new"
  log=$(mktemp)
  if ! npm run --silent "$script" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "npm run $script failed"
  fi
  rm -f "$log"
  mv "$stamp.new" "$stamp"
}

check_node
lacking=$(missing)
if [ "${1:-}" = --check ]; then
  [ -z "$lacking" ] || die "missing: $lacking"
  say 'nothing is missing'
  exit 0
fi
if [ -n "$lacking" ]; then
  say "installing what is missing: $lacking"
  # shellcheck disable=SC2086  # a list of words
  install_packages $lacking
fi
install_modules
mkdir -p "$stamps"
# native/: dist/ says of which sources there its addon must be (util/native_sources.js).
build_part typescript dist/index.js build:ts \
  lib lab native util/bundle*.js util/build_typescript.js util/place_types.js tsconfig.json tsconfig.build.json package.json

if ! reason=$(node -e 'require("./util/ffmpeg.js").check()' 2>&1); then
  say "no native backend: $(echo "$reason" | sed -n 's/^Error: //p'); going on over the ffmpeg program"
  exit 0
fi
build_part native build/Release/nodecodecs.node build:native native binding.gyp util/ffmpeg.js
