#!/bin/sh
# hx: brings what hx needs (node, dependencies, build) on first use, then becomes the CLI. How it is brought: scripts/bootstrap.sh.
set -eu

self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
case $self in */*) self=${self%/*} ;; *) self=. ;; esac
root=$(CDPATH='' cd -P -- "${self:-/}" && pwd)

. "$root/scripts/bootstrap.sh"
bring_node
bring_dependencies
bring_build
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE-$HX_CACHE/compile}"
exec "$node" --disable-warning=ExperimentalWarning "$root/dist/cli/main.js" "$@"
