#!/usr/bin/env bash
# The project on another system: a root of Debian with nothing but Node, npm and what a new machine
# has, a clone of HEAD in it, and the README's two commands there. No pictures, no codec tools.
#   npm run lane -- NAME [JEST ARGUMENT...]    NAME: see lanes.txt
# The root is kept between runs below $NODECODECS_LANES (default /var/tmp/nodecodecs-lanes); without
# a network only a kept one works. The tests have what then is left of $NODECODECS_LANE_SECONDS
# (default 3600), as .ci/jest counts it; its report goes to $NODECODECS_LANE_REPORT.json (or .log)
# where that is set.
# Exit code 75: there is no such root and none can be made (no debootstrap, no mirror, no mount).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)

cannot() {
  echo "lane: $1" >&2
  exit 75
}

say() {
  echo "lane $name: $1 ($SECONDS s)" >&2
}

usage() {
  echo "usage: npm run lane -- NAME [JEST ARGUMENT...]; NAME is one of:" \
    "$(grep -v '^#' "$here/lanes.txt" | awk '{printf "%s ", $1}')" >&2
  exit 2
}

read -r name release node <<<"$(awk -v name="${1:-}" '!/^#/ && $1 == name' "$here/lanes.txt")"
[ -n "$name" ] || usage
shift
root=${NODECODECS_LANES:-/var/tmp/nodecodecs-lanes}/$name

inside() {
  chroot "$root" env -i PATH=/opt/node/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive CI="${CI:-}" http_proxy="${http_proxy:-}" \
    https_proxy="${https_proxy:-}" no_proxy="${no_proxy:-}" "$@"
}

# What is mounted is seen in this namespace only, and ends with it.
mount_host() {
  mkdir -p "$root/proc" "$root/sys" "$root/dev"
  { mount -t proc proc "$root/proc" && mount --rbind /sys "$root/sys" &&
    mount --rbind /dev "$root/dev"; } || cannot 'mount is not permitted here'
  inside true || cannot 'chroot is not permitted here'
  cp /etc/resolv.conf "$root/etc/resolv.conf"
}

packages() {
  local list=(ca-certificates cmake g++ git make python3)
  [ "$node" != debian ] || list+=(libnode-dev nodejs npm)
  echo "${list[@]}"
}

make_root() {
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  # A mirror that does not answer is none.
  local make=(timeout -k 30 900 debootstrap --variant=minbase)
  "${make[@]}" "$release" "$root" >"$root.log" 2>&1 ||
    "${make[@]}" --no-check-valid-until "$release" "$root" >>"$root.log" 2>&1
}

install_packages() {
  # Nothing in there has to outlive a power cut.
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
  local old='Acquire::Check-Valid-Until=false' list
  read -ra list <<<"$(packages)"
  local failed="apt-get failed in it; see $root.log"
  inside apt-get -o "$old" update -q >>"$root.log" 2>&1 || cannot "$failed"
  inside apt-get install -qy --no-install-recommends "${list[@]}" >>"$root.log" 2>&1 ||
    cannot "$failed"
  # What the host trusts, for registries behind a certificate of its own.
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
}

# npm's package `node` holds the official binary, its headers lie in Node's own release tarball: the
# host's serve every version, as Node-API is the same.
install_node() {
  local from="$root/opt/node"
  mkdir -p "$from/bin"
  npm install --prefix "$root/opt/npm" --no-audit --no-fund "node@$node" npm@11 >>"$root.log" 2>&1 ||
    cannot "npm install node@$node failed; see $root.log"
  cp "$root/opt/npm/node_modules/node/bin/node" "$from/bin/node"
  ln -sf ../../npm/node_modules/npm/bin/npm-cli.js "$from/bin/npm"
  ln -sf ../../npm/node_modules/npm/bin/npx-cli.js "$from/bin/npx"
  mkdir -p "$from/include"
  cp -R "$(dirname "$(dirname "$(node -p process.execPath)")")/include/node" "$from/include/"
}

settings() {
  local nodedir=/usr
  [ "$node" = debian ] || nodedir=/opt/node
  printf '%s\n' "registry=$(npm config get registry)" 'cafile=/etc/ssl/certs/ca-certificates.crt' \
    "nodedir=$nodedir" >"$root/root/.npmrc"
}

prepare() {
  command -v debootstrap >/dev/null || cannot 'debootstrap is missing: apt-get install debootstrap'
  say "making a root of $release, its log: $root.log"
  make_root || cannot "debootstrap failed; see $root.log"
  mount_host
  say 'installing packages'
  install_packages
  [ "$node" = debian ] || install_node
  touch "$root.ready"
}

# A clone of what is committed, and nothing of what lies beside the checkout.
clone() {
  rm -rf "$root/src"
  git -c safe.directory='*' clone -q --no-hardlinks "$project" "$root/src"
}

install_modules() {
  inside sh -c 'cd /src && npm ci --ignore-scripts --no-audit --no-fund' >>"$root.log" 2>&1 ||
    cannot "npm ci failed in it; see $root.log"
}

# The demo sets everything up first, as a user's does: what it needs comes from the mirror, too.
run_demo() {
  local log=$root.demo.log
  inside sh -c 'cd /src && npm run --silent demo' >"$log" 2>&1 || {
    tail -n 100 "$log" >&2
    ! grep -q '^E: .*fetch' "$log" || cannot "apt-get failed in it; see $log"
    exit 1
  }
  sed -n '/^codec /,$p' "$log" >&2
  # Without the addon the demo goes on by the ffmpeg program, and tests of it are skipped.
  [ -s "$root/src/build/Release/nodecodecs.node" ] || {
    echo "lane: the demo made no addon; see $log" >&2
    exit 1
  }
}

# .ci/jest runs few suites that fail once more, and ends a run that hangs.
run_tests() {
  local left=$((${NODECODECS_LANE_SECONDS:-3600} - SECONDS))
  [ "$left" -ge 60 ] || cannot 'no time is left for the tests'
  # shellcheck disable=SC2016  # "$@" is that of the shell inside
  inside sh -c 'cd /src && bash .ci/jest /report "$@"' sh "$left" "$@"
}

keep_report() {
  for kind in json log; do
    [ ! -s "$root/report.$kind" ] || cp "$root/report.$kind" "$NODECODECS_LANE_REPORT.$kind"
  done
}

# Namespaces of its own for what runs as root in there: all processes and mounts end with it, also
# when this script is killed.
isolate() {
  local space=(unshare --mount --pid --fork --kill-child)
  "${space[@]}" true 2>/dev/null || cannot 'namespaces are not permitted here (unshare)'
  NODECODECS_LANE_ISOLATED=1 "${space[@]}" bash "$here/run.sh" "$@" &
  # shellcheck disable=SC2064  # this process
  trap "kill -KILL $! 2>/dev/null; exit 143" INT TERM HUP
  local status=0
  wait $! || status=$?
  exit "$status"
}

[ "$(id -u)" -eq 0 ] || cannot 'debootstrap and chroot need root'
[ -n "${NODECODECS_LANE_ISOLATED:-}" ] || isolate "$name" "$@"
mkdir -p "$(dirname "$root")"
exec 9>"$root.lock"
flock --nonblock 9 || cannot "$root is in use by another run"
if [ -e "$root.ready" ]; then mount_host; else prepare; fi
settings
clone
say 'installing modules'
install_modules
say "building on Debian $(inside cat /etc/debian_version), Node $(inside node --version)"
run_demo
say 'running tests'
status=0
run_tests "$@" || status=$?
if [ -n "${NODECODECS_LANE_REPORT:-}" ]; then keep_report; fi
say 'done'
exit "$status"
