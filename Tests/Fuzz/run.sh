#!/usr/bin/env bash
# Fuzzes what reads text from outside: a short round, or ten minutes each with STATUSCOMM_TEST_SIZE=full.
# Linux alone: Apple's toolchain has no libFuzzer.
set -euo pipefail
cd "$(dirname "$0")"
if [ "$(uname)" != Linux ]; then
    echo "fuzzing is skipped here"
    exit 0
fi
seconds=20
[ "${STATUSCOMM_TEST_SIZE:-short}" = full ] && seconds=600
for target in */run.sh; do
    echo "fuzzing $(dirname "$target") for $seconds s"
    "./$target" "$seconds" 2>&1 | tail -6
done
