#!/usr/bin/env python3
"""Kills sends at random moments, continues each to its end, and compares what a relay accepted with what was due.

    kill_sweep.py [KILLS [SENDS [RECIPIENTS [SEED]]]]       default 100 kills over 2 sends of 10,000

The built program is driven as a person would: 'incident open', then 'delivery retry' until nothing is left. Nobody may be missed;
duplicates may be at most kills × connections, each the same bytes again and to an address that the program names in doubt. Exit 1
if not.
"""
import collections
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

CONNECTIONS = 8


def main():
    kills, sends, recipients, seed = (int(word) for word in (sys.argv[1:] + ["100", "2", "10000", "1"][len(sys.argv) - 1:]))
    chance = random.Random(seed)
    total = collections.Counter()
    for number in range(sends):
        share = kills // sends + (1 if number < kills % sends else 0)
        with tempfile.TemporaryDirectory() as folder, relays.FaultServer(folder) as server:
            total += sweep(mailstage.Stage(folder, server.port, recipients, connections=CONNECTIONS), server, share, chance)
    bound = total["kills"] * CONNECTIONS
    print(f"sends {sends}, recipients {sends * recipients}, kills {total['kills']} ({total['early']} before the first mail of a process), "
          f"missed {total['missed']}, duplicates {total['duplicates']} (bound {bound}), not named in doubt {total['unnamed']}, "
          f"named in doubt {total['named']}, other bytes on resend {total['differing']}, seed {seed}")
    good = total["missed"] == total["unnamed"] == total["differing"] == 0 and total["duplicates"] <= bound
    sys.exit(0 if good and total["kills"] == kills else 1)


def command(stage):
    """What a person does next: opens the incident, or goes on with what is not delivered."""
    is_open = stage.state.exists() and stage.document("incident", "list")["result"]
    return stage.command("delivery", "retry") if is_open else stage.opening()


def sweep(stage, server, kills, chance):
    done = early = 0
    while done < kills:
        process = stage.start(command(stage), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        size = server.size()
        # Half of the kills wait for the first mail of the process, so that most of them hit the sending, not the start.
        if chance.random() < 0.5:
            while process.poll() is None and server.size() == size:
                time.sleep(0.001)
        time.sleep(chance.random() * 0.05)
        if process.poll() is not None:
            print("the send ended before all kills: use more recipients", file=sys.stderr)
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        done += 1
        early += server.size() == size
    end = stage.run(command(stage))
    accepted = server.by_recipient()
    named = {f"user{event[0]}@example.com" for event in stage.events() if event[1] == "in_doubt"}
    due = {row.split(",")[0] for row in (stage.folder / "subscribers.csv").read_text().splitlines()[1:]}
    twice = {address: len(mails) - 1 for address, mails in accepted.items() if len(mails) > 1}
    versions = [{(mail["id"], mail["date"], mail["sha256"]) for mail in mails} for mails in accepted.values()]
    if end.returncode != 0 or stage.counts() != {"accepted": len(due)}:
        print(end.returncode, end.stdout, end.stderr, stage.counts(), file=sys.stderr)
    return collections.Counter(
        kills=done, early=early, missed=len(due - accepted.keys()) + (0 if end.returncode == 0 else 1),
        duplicates=sum(twice.values()), unnamed=len(twice.keys() - named), named=len(named),
        differing=sum(len(version) > 1 for version in versions),
    )


main()
