#!/usr/bin/env bash
# Runs the tests that need real ticket systems: Request Tracker from Debian's packages and Roundup from PyPI, both on
# 127.0.0.1 and ended with this script. Installs them when they are missing.
#
# First the connectors, call by call; then the built program takes incidents through Request Tracker (chain.py), and is
# killed on its way (kill_sweep.py): at six points, or at every one with STATUSCOMM_TEST_SIZE=full, which takes half an
# hour with two processors.
set -euo pipefail
cd "$(dirname "$0")/../.."
servers=Tests/Servers
state="$(mktemp -d)"
finish() {
    "$servers/rt/rt.sh" stop "$state/rt" || true
    "$servers/roundup/roundup.sh" stop "$state/roundup" || true
    "$servers/roundup/roundup.sh" stop "$state/limited" || true
    rm -rf "$state"
}
trap finish EXIT

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

"$servers/rt/rt.sh" install
"$servers/rt/rt.sh" start "$state/rt" "$(port)"
"$servers/rt/rt.sh" seed "$state/rt" 200
"$servers/rt/rt.sh" env "$state/rt" >"$state/rt.env"

export ROUNDUP_VENV="$state/venv"
"$servers/roundup/roundup.sh" install "$state/roundup"
"$servers/roundup/roundup.sh" start "$state/roundup" "$(port)"
"$servers/roundup/roundup.sh" seed "$state/roundup" 150
"$servers/roundup/roundup.sh" env "$state/roundup" >"$state/roundup.env"
# One more with its limit of 5 calls a minute, which other tests would run into.
"$servers/roundup/roundup.sh" start "$state/limited" "$(port)"
"$servers/roundup/roundup.sh" seed "$state/limited" 6
"$servers/roundup/roundup.sh" stop "$state/limited"
ROUNDUP_CALLS=5 ROUNDUP_SECONDS=60 "$servers/roundup/roundup.sh" start "$state/limited" "$(port)"
"$servers/roundup/roundup.sh" env "$state/limited" >"$state/limited.env"

export TICKET_SERVER_RT="$state/rt.env"
export TICKET_SERVER_ROUNDUP="$state/roundup.env"
export TICKET_SERVER_ROUNDUP_LIMITED="$state/limited.env"
export SWIFT_BACKTRACE=enable=no
# Tests/run.sh has built the tests already.
failed=()
points=6 shares=1
[ "${STATUSCOMM_TEST_SIZE:-short}" = full ] && points=0 shares=2
# The connectors wait for Roundup's limit most of the time: meanwhile the program has a Request Tracker of its own.
python3 Tests/TicketServers/chain.py 200 >"$state/chain.log" 2>&1 &
chain=$!
swift test ${STATUSCOMM:+--skip-build} --filter 'RequestTrackerServerTests|RoundupServerTests|RoundupLimitTests' ||
    failed+=(connectors)
wait "$chain" || failed+=(chain)
cat "$state/chain.log"
if [ "$(uname)" = Linux ]; then
    sweeps=()
    for share in $(seq "$shares"); do
        python3 Tests/TicketServers/kill_sweep.py "$points" "$share/$shares" &
        sweeps+=($!)
    done
    for sweep in "${sweeps[@]}"; do wait "$sweep" || failed+=(kill_sweep); done
fi

if [ ${#failed[@]} -gt 0 ]; then
    echo "failed: ${failed[*]}" >&2
    exit 1
fi
