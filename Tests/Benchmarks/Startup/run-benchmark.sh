#!/usr/bin/env bash
# Prints how long statuscomm takes beside curl: --version, and opening an incident.
#
# Usage: run-benchmark.sh [ROUNDS]     $STATUSCOMM names a release binary; without it one is built
set -euo pipefail
root="$(cd "$(dirname "$0")/../../.." && pwd)"

if [ -z "${STATUSCOMM:-}" ]; then
    cd "$root"
    swift build -c release --static-swift-stdlib --product statuscomm >&2
    STATUSCOMM="$(swift build -c release --static-swift-stdlib --show-bin-path)/statuscomm"
fi
exec python3 "$root/Tests/Benchmarks/Startup/startup.py" "$STATUSCOMM" "$@"
