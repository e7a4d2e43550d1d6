#!/usr/bin/env bash
# Installs what the mail suites need beside python3, and prints the python to run them with.
#
#     install.sh [PACKAGE…]      Debian packages beside postfix, such as msmtp and swaks
#
# Postfix is installed without a configuration, so that no daemon begins; where another mail server is installed it would have
# to go for it, and nothing is done.
set -euo pipefail
root="$(cd "$(dirname "$0")/../../.." && pwd)"

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
[ -x /usr/sbin/smtp-sink ] || missing+=(postfix)
for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
    install=(apt-get -o DPkg::Lock::Timeout=300 -qq -y --no-install-recommends install "${missing[@]}")
    as_root apt-get -o DPkg::Lock::Timeout=300 -qq update >&2
    if as_root "${install[@]}" --simulate | grep -q '^Remv'; then
        echo "install.sh: ${missing[*]} would take the place of another package; install them yourself" >&2
        exit 1
    fi
    echo "postfix postfix/main_mailer_type select No configuration" | as_root debconf-set-selections >&2
    as_root env DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null 2>&1
fi

environment="$root/.build/mail-tests"
if ! "$environment/bin/python" -c 'import aiosmtpd, aiosmtplib' 2>/dev/null; then
    python3 -m venv "$environment" >&2
    "$environment/bin/pip" install -q --disable-pip-version-check aiosmtpd==1.4.6 aiosmtplib==5.1.3 >&2
fi
echo "$environment/bin/python"
