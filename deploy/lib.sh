# What ./run and ./test share: install the packages, build. Sourced, not run. POSIX plus bash arrays.

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s: %s\n' "${EARSHOT_COMMAND:-earshot}" "$*" >&2
  exit 1
}

# The packages of the named sections of deploy/packages.txt.
packages_of() {
  awk -v wanted=" $* " '
    /^\[/ { section = substr($0, 2, length($0) - 2); next }
    /^[^#]/ && NF { if (index(wanted, " " section " ")) print $1 }' "$ROOT/deploy/packages.txt"
}

# Runs a command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -E "$@"
  else
    fail "packages are missing and you are neither root nor have sudo; ask the administrator to run: apt-get install$missing"
  fi
}

# Installs what is missing of the named sections; does nothing, quickly, when all is there.
install_packages() {
  [ -r /etc/debian_version ] || fail "this needs Debian 12; install the packages of deploy/packages.txt by hand and try again"
  missing=""
  local package status
  for package in $(packages_of "$@"); do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  say "Installing:$missing"
  # The broker's package would start a system-wide broker; Earshot only ever starts its own.
  local had_mosquitto=yes
  case "$missing" in *mosquitto*) had_mosquitto=no ;; esac
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null ||
    say "apt-get update failed; trying with the package lists that are here"
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >"${TMPDIR:-/tmp}/earshot-apt-$$.log" 2>&1 || {
    tail -n 20 "${TMPDIR:-/tmp}/earshot-apt-$$.log" >&2
    fail "apt-get could not install:$missing (its last words are above)"
  }
  rm -f "${TMPDIR:-/tmp}/earshot-apt-$$.log"
  if [ "$had_mosquitto" = no ] && [ -d /run/systemd/system ]; then
    as_root systemctl disable --now mosquitto >/dev/null 2>&1 || true
  fi
}

# build PRESET TESTS(ON|OFF) [TARGET …]
build() {
  local preset=$1 tests=$2
  shift 2
  local log="$ROOT/build/$preset.configure.log"
  # A second checkout elsewhere then finds what the first one compiled.
  export CCACHE_BASEDIR="$ROOT" CCACHE_NOHASHDIR=1
  mkdir -p "$ROOT/build" || fail "no permission to write to $ROOT/build; make the folder writable and try again"
  cmake -S "$ROOT" --preset "$preset" -DEARSHOT_BUILD_TESTS="$tests" >"$log" 2>&1 || {
    tail -n 30 "$log" >&2
    fail "cmake could not configure the build; the whole log is $log"
  }
  if [ $# -gt 0 ]; then
    cmake --build "$ROOT/build/$preset" --target "$@"
  else
    cmake --build "$ROOT/build/$preset"
  fi || fail "the build failed; the first error is above"
}
