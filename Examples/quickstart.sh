#!/usr/bin/env bash
# Installs what is missing, builds statuscomm, and plays an incident on the built-in defaults.
# No account, no configuration: the result is a status page in a folder. Run it as often as you like.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

if ! command -v swift >/dev/null; then
    echo "quickstart: Swift 6.2 or newer is needed: see https://www.swift.org/install" >&2
    exit 1
fi
if [ "$(uname)" = Darwin ]; then
    brew list curl >/dev/null 2>&1 || brew install curl
elif ! compgen -G '/usr/include/curl/curl.h' >/dev/null && ! compgen -G '/usr/include/*/curl/curl.h' >/dev/null; then
    echo "installing libcurl4-openssl-dev"
    as_root apt-get -o DPkg::Lock::Timeout=300 -qq update
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 -qq -y install libcurl4-openssl-dev >/dev/null
fi

# A static Swift runtime makes the program start fast; macOS brings the runtime with the system.
build=(swift build -c release --product statuscomm)
[ "$(uname)" = Darwin ] || build+=(--static-swift-stdlib)
echo "building (the first time takes a minute or two)"
"${build[@]}" 2>&1 | grep -E 'error|warning' || true
statuscomm="$("${build[@]}" --show-bin-path)/statuscomm"

export STATUSCOMM_STATE_DIR="${STATUSCOMM_STATE_DIR:-$PWD/.quickstart}"
# Only the built-in defaults: no configuration of yours is touched.
unset STATUSCOMM_CONFIG
export XDG_CONFIG_HOME="$STATUSCOMM_STATE_DIR/no-configuration"

say() { printf '\n$ statuscomm %s\n' "$*"; "$statuscomm" "$@"; }

say incident open --title "Some requests to the API fail" --severity high --component "REST API" \
    --message "About one in ten requests to the REST API fails. We are looking for the cause." \
    --key quickstart
say incident update --status identified \
    --message "A change from this morning is the cause. We are taking it back, step by step."
say incident resolve \
    --message "All requests succeed again since the change was taken back." \
    --prevention "Changes of this kind now go to a small group first."
say incident list --all

page="$STATUSCOMM_STATE_DIR/site/index.html"
printf '\nLook at the status page:  file://%s\n' "$page"
printf 'The program:              %s\n' "$statuscomm"
printf "Your own configuration:   %s init\n" "$statuscomm"
