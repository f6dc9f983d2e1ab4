#!/bin/sh
# Installs what a fresh Debian machine lacks: Redis, espeak-ng and ffmpeg always; with "tests" also Chromium, fonts, a reader of PDF and the proxy for tests.
set -eu
missing=""
# voices: programs of their own, the product runs without them and says so
command -v espeak-ng >/dev/null 2>&1 || missing="$missing espeak-ng"
command -v ffmpeg >/dev/null 2>&1 || missing="$missing ffmpeg"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
if [ "${1:-}" = "tests" ]; then
  command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
  [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1 || missing="$missing nginx"
  command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
  command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
  fc-list 2>/dev/null | grep -qi "NotoSans-" || missing="$missing fonts-noto-core fontconfig"
fi
if [ -z "${MONGODB_URI:-}" ] && [ -z "${1:-}" ] || [ "${1:-}" = "tests" ]; then
  if command -v python3 >/dev/null 2>&1; then
    python3 -c "import ensurepip, venv" >/dev/null 2>&1 || missing="$missing python3-venv"
  else
    missing="$missing python3 python3-venv"
  fi
fi
[ -z "$missing" ] && exit 0
echo "Installing with apt:$missing"
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# a package's own service is not wanted: only private ports are used
$as_root env RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing >/dev/null
