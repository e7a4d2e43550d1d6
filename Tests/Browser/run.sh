#!/usr/bin/env bash
# Tests the banner element in a headless Chromium against nginx with nchan: its size, its example page and server
# configuration, its 28 promises, the way from 'incident update' to the page, a sample of mutants (each must be noticed)
# and a small crowd of subscribers over a restart of the server.
#
# Size: STATUSCOMM_TEST_SIZE=short (default, about a minute) or full (every mutant, 2,000 subscribers; ten minutes).
# Needs python3; installs nginx, libnginx-mod-nchan and chromium when they are missing (Debian, as root).
set -euo pipefail
cd "$(dirname "$0")"

sh ../Servers/nchan/nchan.sh install
python3 size.py
python3 test_example.py
python3 test_banner.py --workers 6
# The program as Tests/run.sh built it, else the one that 'swift build' left.
python3 test_update.py "${STATUSCOMM:-$(cd ../.. && pwd)/.build/debug/statuscomm}"
if [ "${STATUSCOMM_TEST_SIZE:-short}" = full ]; then
  python3 mutants.py
  python3 subscribers.py --clients 2000 --tabs 3 --spread 10
else
  python3 mutants.py --sample 3 &
  mutants=$!
  python3 subscribers.py --clients 100 --tabs 1 --spread 2
  wait "$mutants"
fi
