#!/usr/bin/env bash
# Prints how long 'statuscomm tick' takes beside 'curl --version' when there is nothing to do, with many past incidents.
#
# Usage: run-benchmark.sh [ROUNDS [INCIDENTS]]     $STATUSCOMM names a release binary; without it one is built
set -euo pipefail
root="$(cd "$(dirname "$0")/../../.." && pwd)"

if [ -z "${STATUSCOMM:-}" ]; then
    cd "$root"
    swift build -c release --static-swift-stdlib --product statuscomm >&2
    STATUSCOMM="$(swift build -c release --static-swift-stdlib --show-bin-path)/statuscomm"
fi
exec python3 "$root/Tests/Benchmarks/Tick/tick.py" "$STATUSCOMM" "$@"
