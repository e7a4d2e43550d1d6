#!/usr/bin/env bash
# Drives the built program against real relays, as people, cron and alerts drive it: kills, races, rate limit, a relay that moves,
# large lists, broken disks, and what arrives at Postfix and at aiosmtpd of random and of hostile text.
#
# Size: STATUSCOMM_TEST_SIZE=short (default, two to three minutes) or full (1,000 kills, a million recipients, every system call; hours).
# Needs python3, and root for Postfix; installs the rest (Debian). Each script says at its top what it does and takes other sizes.
set -euo pipefail
cd "$(dirname "$0")"
if [ "$(uname)" != Linux ]; then
    echo "the mail suite needs Linux: skipped"
    exit 0
fi

STATUSCOMM="${STATUSCOMM:-$(cd ../.. && pwd)/.build/debug/statuscomm}"
export STATUSCOMM
python="$(../Servers/smtp/install.sh)"

# size SHORT FULL
size() { if [ "${STATUSCOMM_TEST_SIZE:-short}" = full ]; then echo "$2"; else echo "$1"; fi; }

failed=()
# run SCRIPT SHORT-ARGUMENTS FULL-ARGUMENTS
run() {
    local started=$SECONDS
    # The arguments are words.
    # shellcheck disable=SC2046
    "$python" "$1.py" $(size "$2" "$3") || failed+=("$1")
    echo "$1: $((SECONDS - started)) s"
}

run kill_sweep "100 2 10000" "1000 20 10000"
run call_sweep "40" "1"
run race "3 1000" "30 5000"
run rate "60" "300 5"
run moved "200" "2000"
run scale "100000" "1000000 --goals"
run round_trip "300" "10000"
run hostile "300 20" "1000 300"

if [ ${#failed[@]} -gt 0 ]; then
    echo "failed: ${failed[*]}" >&2
    exit 1
fi
