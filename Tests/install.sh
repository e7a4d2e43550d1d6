#!/usr/bin/env bash
# Installs what only the tests need; says nothing when all of it is there.
set -euo pipefail

# command:package pairs; a missing command brings its package.
needed=(
    curl:curl strace:strace bash:bash zsh:zsh fish:fish groff:groff xmllint:libxml2-utils python3:python3
    jq:jq openssl:openssl
)

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

if [ "$(uname)" = Darwin ]; then
    missing=()
    for pair in "${needed[@]}"; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair%%:*}")
    done
    [ ${#missing[@]} -eq 0 ] || brew install "${missing[@]}"
    exit 0
fi

missing=()
compgen -G '/usr/include/curl/curl.h' >/dev/null || compgen -G '/usr/include/*/curl/curl.h' >/dev/null \
    || missing+=(libcurl4-openssl-dev)
# Time zones; images for containers leave them out.
[ -e /usr/share/zoneinfo/Europe/Berlin ] || missing+=(tzdata)
command -v systemd-analyze >/dev/null || missing+=(systemd)
for pair in "${needed[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "installing for the tests: ${missing[*]}"
    as_root apt-get -o DPkg::Lock::Timeout=300 -qq update
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 -qq -y --no-install-recommends install "${missing[@]}" >/dev/null
fi
