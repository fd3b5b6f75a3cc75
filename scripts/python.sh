# shellcheck shell=sh
# Brings the Python environment of app/: uv, then every package that app/uv.lock names, in HX_CACHE. Sourced after bootstrap.sh, whose steps and locks it uses.
# Sets $python and $uv. An environment is bound to the lock file and the interpreter it was made from; a stamp is left after success alone.

uv_version=0.13.9

# fits_app PROGRAM: a Python that dbt-core 1.11 and every locked package run on, with what makes a virtual environment.
fits_app() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1 && "$1" -c 'import venv, ensurepip' >/dev/null 2>&1
}

find_python() {
  for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 && fits_app "$candidate"; then
      # A version manager's shim answers by folder: the interpreter itself is taken.
      system_python=$("$candidate" -c 'import os, sys; print(os.path.realpath(sys.executable))')
      return
    fi
  done
  fail "no Python 3.11, 3.12 or 3.13 with venv is on PATH ($(python3 --version 2>&1 || printf 'no python3')), and the tests of app/ need one" \
    'install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13), or run the other tests alone: npm test -- test/'
}

# The digest that names an environment: another lock file or interpreter is another environment, and running tests keep theirs.
environment_name() {
  "$system_python" - "$root/app/uv.lock" <<'PROGRAM'
import hashlib, sys
with open(sys.argv[1], "rb") as file:
    print(hashlib.sha256(sys.version.encode() + file.read()).hexdigest()[:16])
PROGRAM
}

install_uv() {
  if [ -x "$uv" ]; then return; fi
  rm -rf "$HX_CACHE/python/uv-$uv_version"
  step "uv $uv_version (from PyPI)" "$HX_CACHE/python/uv.log" sh -c '
    "$1" -m venv "$2" && "$2/bin/python" -m pip install --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r "$3"
  ' install-uv "$system_python" "$HX_CACHE/python/uv-$uv_version" "$root/scripts/python/uv.txt" ||
    fail 'uv could not be installed' 'check the network and the Python package index, then run the same command again'
}

install_packages() {
  install_uv
  if [ -f "$environment/.hx-ready" ]; then return; fi
  # shellcheck disable=SC2086 # python_groups is a list of plain words
  step 'Python packages (uv sync)' "$HX_CACHE/python/sync.log" \
    env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT="$environment" UV_CACHE_DIR="$HX_CACHE/python/cache" UV_PYTHON_DOWNLOADS=never \
    "$uv" sync --project "$root/app" --python "$system_python" --frozen --no-install-project --extra dbt --group dev $python_groups --no-progress ||
    fail 'the Python packages could not be installed' "check the network and the Python package index (uv's words are in $HX_CACHE/python/sync.log), then run the same command again"
  : >"$environment/.hx-ready"
}

# bring_python [bench | azure]: with the rivals of the benchmark, or with what Azure and Databricks need, in an environment of its own.
bring_python() {
  case ${1-} in
    '') python_groups= ;;
    azure) python_groups='--extra azure --extra databricks --extra dbt-databricks' ;;
    *) python_groups="--group $1" ;;
  esac
  find_python
  uv=$HX_CACHE/python/uv-$uv_version/bin/uv
  environment=$HX_CACHE/python/env-$(environment_name)${1:+-$1}
  python=$environment/bin/python
  if [ -f "$environment/.hx-ready" ] && [ -x "$python" ] && [ -x "$uv" ]; then return; fi
  can_write "$HX_CACHE/python" || fail "the cache folder $HX_CACHE cannot be written, and the Python packages must be installed there" 'HX_CACHE=<a folder you may write> npm test'
  locked "$HX_CACHE/python/.lock" 'the Python packages' install_packages
}
