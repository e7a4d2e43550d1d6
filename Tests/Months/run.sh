#!/usr/bin/env bash
# Lets 200 months of incidents pass, each with its own seed: crashes, clock steps, missed calls from cron, several at
# once. Prints the seeds of those in which a promise was forgotten or something was said twice.
#
# Usage: Tests/Months/run.sh [COUNT [FIRST-SEED]]     STATUSCOMM_TEST_SIZE=full: 2,000 months
set -euo pipefail
cd "$(dirname "$0")/../.."
count=200
[ "${STATUSCOMM_TEST_SIZE:-short}" = full ] && count=2000
build=(swift build -c release --product Months)
[ "$(uname)" = Darwin ] || build+=(--static-swift-stdlib)
"${build[@]}" 2>&1 | grep -E 'error|warning' || true
exec "$("${build[@]}" --show-bin-path)/Months" "${@:-$count}"
