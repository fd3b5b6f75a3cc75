# shellcheck shell=sh
# Brings what must stand before any TypeScript runs: node, node_modules, dist/. Sourced with $root set; sets $node. Never writes to stdout.
# Each step is repeatable: it leaves a stamp after success alone, and holds a kernel lock that its children inherit, so that
# neither a second start nor an orphaned npm of a killed one can be in the same step.

minimum_major=22 minimum_minor=13
bundled_version=24.21.0

if [ -z "${HX_CACHE:-}" ]; then HX_CACHE=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/hx; fi
case $HX_CACHE in /*) ;; *) HX_CACHE=$(pwd)/$HX_CACHE ;; esac
export HX_CACHE

say() { printf 'hx: %s\n' "$*" >&2; }

# fail MESSAGE SUGGESTION
fail() {
  printf 'hx: error: %s\n    try: %s\n' "$1" "$2" >&2
  exit "${3:-1}"
}

# can_write FOLDER: makes it where it is missing. A redirection that fails would end the shell, hence the probing.
can_write() { mkdir -p "$1" 2>/dev/null && [ -w "$1" ]; }

# lock_descriptor [-n]: locks file descriptor 9; the kernel frees it when the last process that holds it ends. macOS has perl, not flock.
lock_descriptor() {
  if command -v flock >/dev/null 2>&1; then
    flock "$@" 9
  else
    perl -e 'open(my $f, ">&=", 9) or exit 2; exit(flock($f, @ARGV ? 6 : 2) ? 0 : 1)' -- "$@"
  fi
}

# locked FILE WHAT COMMAND...: runs the command alone among all processes that use FILE.
locked() {
  lock_file=$1 what=$2
  shift 2
  exec 9>>"$lock_file"
  if ! lock_descriptor -n; then
    owner=
    read -r owner <"$lock_file" || :
    say "another hx (process ${owner:-unknown}) brings $what; waiting for it"
    lock_descriptor || fail "cannot lock $lock_file" 'set HX_CACHE to a folder on a local disk'
  fi
  printf '%s\n' "$$" >"$lock_file"
  "$@"
  : >"$lock_file"
  exec 9>&-
}

# step WHAT LOG COMMAND...: one line that tells what runs and for how long; the command's own output goes to LOG, whose beginning is shown on failure.
step() {
  step_what=$1 step_log=$2 step_began=$(date +%s)
  shift 2
  if [ -t 2 ]; then step_every=1 step_open='\r\033[K' step_close=''; else step_every=15 step_open='' step_close='\n'; fi
  printf "hx: %s …$step_close" "$step_what" >&2
  (
    exec 9>&- </dev/null >/dev/null
    seconds=0
    while sleep 1 2>/dev/null && kill -0 $$ 2>/dev/null; do
      seconds=$((seconds + 1))
      if [ $((seconds % step_every)) -eq 0 ]; then printf "${step_open}hx: %s … %s s$step_close" "$step_what" $seconds >&2; fi
    done
  ) &
  step_ticker=$!
  # A background job ignores Ctrl-C: it is ended by hand, else it holds the terminal a moment longer.
  trap 'kill $step_ticker 2>/dev/null; exit 130' INT
  trap 'kill $step_ticker 2>/dev/null; exit 143' TERM
  step_status=0
  "$@" >"$step_log" 2>&1 || step_status=$?
  trap - INT TERM
  kill $step_ticker 2>/dev/null || :
  wait $step_ticker 2>/dev/null || :
  if [ $step_status -eq 0 ]; then
    printf "${step_open}hx: %s: done in %s s\n" "$step_what" $(($(date +%s) - step_began)) >&2
    return
  fi
  printf "${step_open}hx: %s: failed after %s s; %s begins:\n" "$step_what" $(($(date +%s) - step_began)) "$step_log" >&2
  grep -v '^npm warn' "$step_log" | head -n 12 >&2
  return $step_status
}

# fits MAJOR.MINOR.PATCH
fits() {
  major=${1%%.*} minor=${1#*.}
  minor=${minor%%.*}
  case $major$minor in '' | *[!0-9]*) return 1 ;; esac
  [ "$major" -gt $minimum_major ] || { [ "$major" -eq $minimum_major ] && [ "$minor" -ge $minimum_minor ]; }
}

# Asks node itself for its path, so that the shim of a version manager is left out of every later start.
system_node() {
  found=$(command -v node) || return 1
  found=$("$found" -p 'process.execPath + " " + process.versions.node' 2>/dev/null) || return 1
  fits "${found##* }" && node=${found% *}
}

require_npm() {
  command -v npm >/dev/null 2>&1 && return
  fail "npm is needed to bring $1 and is not on PATH" 'install Node.js 22.13 or newer, which brings npm: https://nodejs.org/en/download'
}

# The platform's package is taken instead of `node`, whose install script fetches it with no integrity check: scripts/node/ pins its hash.
install_node() {
  if [ -n "$(bundled_node)" ]; then return; fi
  rm -rf "$HX_CACHE/node/$bundled_version" "$HX_CACHE/node"/.new-*
  fresh=$HX_CACHE/node/.new-$$
  mkdir "$fresh"
  cp "$root/scripts/node/package.json" "$root/scripts/node/package-lock.json" "$fresh"
  step "node $bundled_version (from npm; the system has $(node --version 2>/dev/null || printf none))" "$HX_CACHE/node/install.log" \
    npm ci --prefix "$fresh" --ignore-scripts --include=optional --no-audit --no-fund ||
    fail "node $bundled_version could not be installed" 'check the network and the npm registry, or install Node.js 22.13 or newer yourself: https://nodejs.org/en/download'
  mv "$fresh" "$HX_CACHE/node/$bundled_version"
  if [ -z "$(bundled_node)" ]; then
    # npm leaves an optional package out without an error, be it missing for the platform or out of reach.
    fail "npm brought no node for this machine ($(uname -sm)): its registry is out of reach, or has none" \
      "check the network (npm's words are in $HX_CACHE/node/install.log), or install Node.js 22.13 or newer yourself: https://nodejs.org/en/download"
  fi
}

# Prints the path of the installed node when it runs.
bundled_node() {
  for candidate in "$HX_CACHE/node/$bundled_version"/node_modules/node-*/bin/node; do
    if [ -x "$candidate" ] && fits "$("$candidate" -p process.versions.node 2>/dev/null)"; then printf '%s\n' "$candidate"; fi
  done
}

bring_node() {
  stamp=$HX_CACHE/node/path-$minimum_major.$minimum_minor-$bundled_version
  if [ -r "$stamp" ] && read -r node <"$stamp" && [ -x "$node" ] && ! [ "$node" -nt "$stamp" ]; then return; fi
  if ! system_node; then
    node=$(bundled_node)
    if [ -z "$node" ]; then
      require_npm 'node'
      can_write "$HX_CACHE/node" || fail "the cache folder $HX_CACHE cannot be written, and node 22.13 or newer must be installed there" 'HX_CACHE=<a folder you may write> ./hx'
      locked "$HX_CACHE/node/.lock" 'node' install_node
      node=$(bundled_node)
    fi
  fi
  # Without a cache the search is repeated at each start: slower, not wrong.
  if can_write "$HX_CACHE/node"; then
    printf '%s\n' "$node" >"$stamp.$$" && mv -f "$stamp.$$" "$stamp"
  fi
}

has_dependencies() { [ -f "$root/node_modules/.hx-installed" ] && ! [ "$root/package-lock.json" -nt "$root/node_modules/.hx-installed" ]; }

# A tree that the user's own `npm ci` or `npm install` made, and that agrees with the lock file, is taken as it is.
install_dependencies() {
  if has_dependencies; then return; fi
  if ! "$node" "$root/scripts/dependencies-match.mjs" "$root"; then
    require_npm 'the dependencies'
    (
      cd "$root"
      export PATH="${node%/*}:$PATH"
      step 'dependencies (npm ci)' "$root/dist/npm-ci.log" npm ci --include=dev --include=optional --no-audit --no-fund
    ) || fail 'the dependencies could not be installed' 'check the network and the npm registry, then run the same command again'
  fi
  touch "$root/node_modules/.hx-installed"
}

bring_dependencies() {
  if has_dependencies; then return; fi
  can_write "$root/dist" && { [ ! -d "$root/node_modules" ] || [ -w "$root/node_modules" ]; } ||
    fail "the dependencies in $root/node_modules are missing or older than package-lock.json, and the folder cannot be written" 'run ./hx --version once as a user who may write there'
  locked "$root/dist/.lock" 'the dependencies' install_dependencies
}

# Prints a source that is newer than the build. Folders count too: a deleted file changes nothing else.
stale_source() {
  sources=
  while read -r room; do sources="$sources $room"; done <"$root/scripts/rooms"
  # shellcheck disable=SC2086 # a list of plain words
  (cd "$root" && find $sources scripts/build.mjs scripts/rooms .swcrc ! -name '*.yaml' -newer dist/.built 2>/dev/null | head -n 1)
}

has_build() { [ -f "$root/dist/.built" ] && [ -z "$(stale_source)" ]; }

build() {
  if has_build; then return; fi
  step 'build' "$root/dist/build.log" "$node" "$root/scripts/build.mjs" ||
    fail 'the build failed' 'npm run check shows what is wrong'
}

bring_build() {
  if has_build; then return; fi
  if ! can_write "$root/dist"; then
    reason=$(stale_source)
    reason=${reason:+older than $reason}
    reason=${reason:-missing}
    fail "the build is ${reason}, and $root/dist cannot be written" 'run ./hx --version once as a user who may write there'
  fi
  locked "$root/dist/.lock" 'the build' build
}
