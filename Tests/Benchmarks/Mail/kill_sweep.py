#!/usr/bin/env python3
"""Kills sends at random moments, continues each to its end, and compares what a relay accepted with what was due.

    kill_sweep.py MAILSENDER [KILLS [SENDS [RECIPIENTS [SEED]]]]       default 100 kills over 2 sends of 10,000

Nobody may be missed; duplicates may be at most kills × connections, each of them named in doubt by the program. Exit 1 if not.
"""
import collections
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

CONNECTIONS = 8
SERVER = pathlib.Path(__file__).resolve().parents[2] / "Servers" / "smtp" / "fault_server.py"


def main():
    sender = sys.argv[1]
    kills, sends, recipients, seed = (int(word) for word in (sys.argv[2:] + ["100", "2", "10000", "1"][len(sys.argv) - 2:]))
    chance = random.Random(seed)
    total = collections.Counter()
    for number in range(sends):
        share = kills // sends + (1 if number < kills % sends else 0)
        with tempfile.TemporaryDirectory() as folder:
            total += sweep(pathlib.Path(folder), sender, share, recipients, chance)
    bound = total["kills"] * CONNECTIONS
    print(f"sends {sends}, recipients {sends * recipients}, kills {total['kills']}, missed {total['missed']}, "
          f"duplicates {total['duplicates']} (bound {bound}), not named in doubt {total['unnamed']}, "
          f"named in doubt {total['named']}, other bytes on resend {total['differing']}, seed {seed}")
    good = total["missed"] == total["unnamed"] == total["differing"] == 0 and total["duplicates"] <= bound
    sys.exit(0 if good and total["kills"] == kills else 1)


def sweep(folder, sender, kills, recipients, chance):
    (folder / "scenario.json").write_text("{}")
    log = folder / "log"
    server = subprocess.Popen([sys.executable, SERVER, folder / "scenario.json", log], stdout=subprocess.PIPE, text=True)
    port = server.stdout.readline().split()[1]
    rows = "".join(f"user{place}@example.com,User {place}\n" for place in range(recipients))
    (folder / "list.csv").write_text("address,name\n" + rows)
    notification = folder / "queue" / "1"
    subprocess.run([sender, "freeze", notification, folder / "list.csv"], check=True, stdout=subprocess.DEVNULL)
    command = [sender, "send", notification, f"smtp://127.0.0.1:{port}", f"connections={CONNECTIONS}"]
    done = 0
    while done < kills:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        size = log.stat().st_size if log.exists() else 0
        # Half of the kills wait for the first mail of the run, so that most of them hit the sending, not the start.
        if chance.random() < 0.5:
            while process.poll() is None and (log.stat().st_size if log.exists() else 0) == size:
                time.sleep(0.001)
        time.sleep(chance.random() * 0.05)
        if process.poll() is not None:
            print("the send ended before all kills: use more recipients", file=sys.stderr)
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        done += 1
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    server.kill()
    server.wait()
    accepted = collections.defaultdict(list)
    for line in log.read_text().splitlines():
        entry = json.loads(line)
        accepted[entry["to"]].append((entry["id"], entry["date"], entry["sha256"]))
    places = [line.split("\t") for line in (notification / "events").read_text().splitlines()] if (notification / "events").exists() else []
    named = {f"user{parts[0]}@example.com" for parts in places if parts[1] == "in_doubt"} | set(result["doubts"])
    due = {f"user{place}@example.com" for place in range(recipients)}
    twice = {address: len(ids) - 1 for address, ids in accepted.items() if len(ids) > 1}
    return collections.Counter(
        kills=done, missed=len(due - accepted.keys()) + (0 if result["end"] == "finished" else 1),
        duplicates=sum(twice.values()), unnamed=len(twice.keys() - named), named=len(named),
        differing=sum(len(set(ids)) > 1 for ids in accepted.values()),
    )


main()
