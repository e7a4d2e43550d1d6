#!/usr/bin/env bash
# Installs what the tests need and runs all of them.
#
# Usage: Tests/run.sh [SUITE…]     all suites, or those named: 'swift' and every folder of Tests/ that has a run.sh
# Size:  STATUSCOMM_TEST_SIZE=short (default, minutes) or full (sweeps and long runs, hours)
set -euo pipefail
cd "$(dirname "$0")/.."
export STATUSCOMM_TEST_SIZE="${STATUSCOMM_TEST_SIZE:-short}"
export SWIFT_BACKTRACE="enable=no"

suites=("$@")
if [ ${#suites[@]} -eq 0 ]; then
    suites=(swift)
    for script in Tests/*/run.sh; do suites+=("$(basename "$(dirname "$script")")"); done
fi

Tests/install.sh
echo "== build"
swift build --build-tests 2>&1 | grep -vE '^\[|^Building|^Write' || true
swift build --build-tests >/dev/null 2>&1
swift build -c release --static-swift-stdlib --product statuscomm 2>&1 | grep -E 'error|warning' || true
STATUSCOMM="$(swift build -c release --static-swift-stdlib --show-bin-path)/statuscomm"
export STATUSCOMM
[ -x "$STATUSCOMM" ] || { echo "run.sh: the release build failed" >&2; exit 1; }

# All tests at once would leave those that wait for an answer no processor to see it with in time.
swift_test=(swift test --skip-build)
if [[ "$(swift test --help-hidden)" == *experimental-maximum-parallelization-width* ]]; then
    swift_test+=(--experimental-maximum-parallelization-width 6)
fi
# That a test begins is thousands of lines.
brief() { grep --line-buffered -vE '^◇' || true; }

logs="$(mktemp -d)"
trap 'rm -rf "$logs"' EXIT
failed=()
for suite in "${suites[@]}"; do
    started=$SECONDS
    echo "== $suite"
    if [ "$suite" = swift ]; then
        "${swift_test[@]}" 2>&1 | brief | tee "$logs/$suite" || failed+=("$suite")
    else
        "Tests/$suite/run.sh" 2>&1 | tee "$logs/$suite" || failed+=("$suite")
    fi
    echo "== $suite took $((SECONDS - started)) s"
done
if [ ${#failed[@]} -gt 0 ]; then
    for suite in "${failed[@]}"; do
        echo "== what $suite says of failures"
        { grep '✘' "$logs/$suite" || grep -iE 'fail|error|differ' "$logs/$suite" || true; } | cut -c 1-600 | tail -n 40
    done
    echo "failed: ${failed[*]}" >&2
    exit 1
fi
echo "all suites passed: ${suites[*]}"
