#!/usr/bin/env bash
# Builds bpgenc and bpgdec from libbpg's official release, for the cli backend of BPG and H265.
set -euo pipefail

version=0.9.8
url=https://bellard.org/bpg/libbpg-$version.tar.gz
# As Homebrew's formula (Formula/libbpg.rb) and xmake-repo's package state it.
sha256=c0788e23bdf1a7d36cb4424ccb2fae4c7789ac94949563c4ad0e2569d3bf0095
prefix=/usr/local
dry_run=false

usage() {
  cat <<USAGE
usage: install_bpg.sh [--prefix DIR] [--dry-run]
Builds libbpg $version (bpgenc with x265 and jctvc, bpgdec) and installs both programs in DIR/bin.
  --prefix DIR  where to; default $prefix (which then must be writable)
  --dry-run     print the steps, do nothing
Needs curl, gcc, g++, make, cmake before 4, yasm, and the headers of libpng and libjpeg:
  sudo apt-get install curl g++ make cmake yasm libpng-dev libjpeg-dev
USAGE
}

die() {
  echo "install_bpg.sh: $*" >&2
  exit 1
}

run() {
  echo "+ $*"
  if ! $dry_run; then "$@"; fi
}

check_tools() {
  local tool
  for tool in curl gcc g++ make cmake yasm tar; do
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
  [ "${actual%% *}" = "$sha256" ] || die "wrong SHA-256 of $url: ${actual%% *}, expected $sha256"
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

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jobs=$(getconf _NPROCESSORS_ONLN)
source=$work/libbpg-$version
# Newer compilers reject an undeclared strcasecmp, which the release's programs still have.
make_arguments=(-C "$source" USE_BPGVIEW= 'CC=gcc -Wno-error=implicit-function-declaration')
if [ "$(uname)" = Darwin ]; then make_arguments+=(CONFIG_APPLE=y); fi

if ! $dry_run; then check_tools; fi
run curl --fail --location --proto '=https' --output "$work/libbpg.tar.gz" "$url"
run verify "$work/libbpg.tar.gz"
run tar -xzf "$work/libbpg.tar.gz" -C "$work"
run make "-j$jobs" "${make_arguments[@]}" bpgenc bpgdec
run mkdir -p "$prefix/bin"
run install -m 755 "$source/bpgenc" "$source/bpgdec" "$prefix/bin"
