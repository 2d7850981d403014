#!/bin/sh
# Installs a Java runtime, which Spark needs, from Debian's packages, where there is none.
set -eu
if command -v java >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null; then
  as_root=sudo
else
  echo "java is missing; as root: apt-get install default-jre-headless" >&2
  exit 2
fi
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends default-jre-headless
