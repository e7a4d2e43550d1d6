#!/usr/bin/env python3
"""Measures at the relay how many mails arrive in any window of the rate limit's length.

    rate.py [LIMIT [MINUTES]]        default 60 mails in any second; with MINUTES, so many mails a minute for so long

Two incidents are mailed at once by two processes on one state directory, over many connections to a relay that answers now at
once, now late; processes are killed and begin again. Exit 1 when any window had more than the limit.
"""
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Servers" / "smtp"))
import mailstage  # noqa: E402
import relays  # noqa: E402

SECONDS = 6


def main():
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    window, length = (60, float(sys.argv[2]) * 60) if len(sys.argv) > 2 else (1, SECONDS)
    slow = [{"on": "DOT", "to": f"{digit}@", "do": [f"sleep {0.1 * digit}", "ok"]} for digit in (1, 4, 7)]
    with tempfile.TemporaryDirectory() as folder, relays.FaultServer(folder, {"rules": slow}) as server:
        recipients = int(limit * length / window) + limit
        stage = mailstage.Stage(folder, server.port, recipients, connections=20, rate=f"{limit}/{'min' if window == 60 else 's'}")
        restarts = send(stage, length)
        mails = sorted((mail["time"], mail["connection"], mail["id"].split("-")[1]) for mail in server.accepted())
    times = [mail[0] for mail in mails]
    fullest, at = 0, 0
    for place, start in enumerate(times):
        while at < len(times) and times[at] < start + window:
            at += 1
        fullest = max(fullest, at - place)
    incidents = {mail[2] for mail in mails}
    print(f"limit {limit} in any {window} s; {len(mails)} mails of {len(incidents)} incidents over {len({mail[1] for mail in mails})} "
          f"connections and {restarts} kills in {times[-1] - times[0]:.0f} s; fullest window {fullest}; "
          f"pace {100 * len(mails) / (limit * (1 + (times[-1] - times[0]) / window)):.0f} % of the limit")
    sys.exit(0 if fullest <= limit and len(incidents) == 2 and restarts else 1)


def send(stage, length):
    """Opens two incidents and goes on with them until the time is over; how often a process was killed."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    first = stage.start(stage.opening(), **quiet)
    time.sleep(0.3)
    second = stage.start(stage.opening("--another", "-c", "API"), **quiet)
    processes, kills, end, chance = [first, second], 0, time.monotonic() + length, random.Random(1)
    next_kill = time.monotonic() + length / 5
    while time.monotonic() < end:
        time.sleep(0.05)
        if time.monotonic() > next_kill:
            victim = chance.choice(processes)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            kills += 1
            next_kill = time.monotonic() + length / 5
        for place, process in enumerate(processes):
            if process.poll() is not None:
                processes[place] = stage.start(stage.command("delivery", "retry"), **quiet)
    for process in processes:
        process.kill()
        process.wait()
    return kills


main()
