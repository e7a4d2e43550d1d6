#!/usr/bin/env bash
# Prints how many mails a second statuscomm sends beside every other program that sends mail and runs here.
#
# Usage: run-benchmark.sh [OPTION…]     see benchmark.py --help; $STATUSCOMM names a release binary; without it one is built
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../../.." && pwd)"

python="$("$root/Tests/Servers/smtp/install.sh" msmtp swaks)"
if [ -z "${STATUSCOMM:-}" ]; then
    swift build --package-path "$root" -c release --static-swift-stdlib --product statuscomm >&2
    STATUSCOMM="$(swift build --package-path "$root" -c release --static-swift-stdlib --show-bin-path)/statuscomm"
    export STATUSCOMM
fi
peers="$root/.build/mail-tests/libcurl_peers"
[ "$peers" -nt "$here/libcurl_peers.c" ] || cc -O2 -Wall -Wextra -o "$peers" "$here/libcurl_peers.c" -lcurl -lpthread
exec "$python" "$here/benchmark.py" --peers "$peers" "$@"
