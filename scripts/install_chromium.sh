#!/bin/sh
# Installs Chromium and its driver from Debian's packages, where they are missing.
set -eu
if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null; then
  as_root=sudo
else
  echo "chromium and chromedriver are missing; as root: apt-get install chromium chromium-driver" >&2
  exit 2
fi
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
  chromium chromium-driver fonts-dejavu
