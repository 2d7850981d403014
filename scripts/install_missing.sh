#!/bin/sh
# Installs Debian packages where a command is missing: install_missing.sh COMMAND PACKAGE...
set -eu
command=$1
shift
if command -v "$command" >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null; then
  as_root=sudo
else
  echo "$command is missing; as root: apt-get install $*" >&2
  exit 2
fi
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@"
