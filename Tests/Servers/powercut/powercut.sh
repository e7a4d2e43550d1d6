#!/usr/bin/env bash
# Cuts the power under writers of the local store, on a real file system, and looks at what is left.
#
# Usage: Tests/Servers/powercut/powercut.sh [ROUNDS] [ext4|xfs]     10 rounds on ext4 by default
#
# Each round puts a new file system into a file, lets four writers append to one log, shuts the file system down
# without a last look at its journal (what a power cut does), mounts it again and reads the log. Every entry that a
# writer called durable has to be there, and the log has to verify.
#
# The last round is a control: its writers' fsync(2) does nothing, and so it has to lose entries. A test that finds
# nothing wrong then is blind, and fails.
#
# Needs root, loop devices, python3, strace and, for xfs, xfsprogs; it is not part of Tests/run.sh for that reason.
set -euo pipefail
rounds="${1:-10}"
kind="${2:-ext4}"
[ "$(id -u)" -eq 0 ] || { echo "powercut.sh: needs root to mount" >&2; exit 2; }

cd "$(dirname "$0")/../../.."
writer="$(swift build --show-bin-path)/StoreWriter"
[ -x "$writer" ] || swift build --product StoreWriter >/dev/null

work="$(mktemp -d)"
disk="$work/disk"
mkdir "$disk"
finish() {
    umount -l "$disk" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

make_disk() {
    rm -f "$work/image"
    truncate -s 400M "$work/image"
    case "$kind" in
    ext4) mkfs.ext4 -q -F "$work/image" ;;
    xfs) mkfs.xfs -q -f "$work/image" ;;
    *) echo "powercut.sh: no such file system: '$kind'" >&2; exit 2 ;;
    esac
    mount -o loop "$work/image" "$disk"
}

# FS_IOC_SHUTDOWN with FS_SHUTDOWN_FLAGS_NOLOGFLUSH, from <linux/fs.h>'s relatives in ext4 and xfs.
cut_power() {
    python3 - "$disk" <<'PYTHON'
import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack("I", 2))
PYTHON
}

mount_again() {
    umount -l "$disk"
    for _ in $(seq 50); do
        mount -o loop "$work/image" "$disk" 2>/dev/null && return
        sleep 0.1
    done
    echo "powercut.sh: the file system cannot be mounted again" >&2
    exit 1
}

# Runs one round with a command before each writer; prints how many acknowledged entries there were and were lost.
round() {
    make_disk
    rm -f "$work"/said.*
    local writers=() writer_number
    for writer_number in 1 2 3 4; do
        (echo go | "$@" "$writer" append "$disk/state" log 0 >"$work/said.$writer_number" 2>/dev/null) &
        writers+=("$!")
    done
    sleep "0.$((RANDOM % 900 + 100))"
    cut_power
    wait "${writers[@]}" 2>/dev/null || true
    mount_again

    local problem=""
    if [ -e "$disk/state" ]; then
        "$writer" read "$disk/state" log >"$work/read" 2>"$work/problem" || problem="$(cat "$work/problem")"
    else
        : >"$work/read"
    fi
    # A line that was cut short by the end of its writer is no promise.
    cat "$work"/said.* | grep -E '^[0-9]+ [0-9]+-[0-9]+$' | sort >"$work/said" || true
    sort "$work/read" >"$work/kept"
    local lost
    lost="$(comm -23 "$work/said" "$work/kept" | wc -l)"
    umount "$disk"
    echo "$(wc -l <"$work/said") $lost $problem"
}

failed=0
for number in $(seq "$rounds"); do
    read -r said lost problem < <(round env)
    echo "round $number on $kind: $said acknowledged, $lost lost ${problem:+($problem)}"
    [ "$lost" -eq 0 ] && [ -z "$problem" ] || failed=1
done

read -r said lost problem < <(round strace -f -qq -o /dev/null -e trace=fsync -e inject=fsync:retval=0)
echo "control without fsync: $said acknowledged, $lost lost ${problem:+($problem)}"
if [ "$lost" -eq 0 ] && [ -z "$problem" ]; then
    echo "powercut.sh: the control lost nothing, so this test sees nothing" >&2
    failed=1
fi
exit "$failed"
