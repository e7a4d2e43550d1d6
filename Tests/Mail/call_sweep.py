#!/usr/bin/env python3
"""Ends a send at each of its system calls, or lets the call fail, and goes on as a person would.

    call_sweep.py [STEP]        default every 12th call of each kind; 1 takes all, for more than an hour

A small notification goes to a relay that refuses one recipient, so that every kind of record is written. After each interruption
'delivery retry' has to bring a mail to everybody who is due: nobody is missed, and whoever got it twice is named in doubt. A disk
that is full or broken stops the sending before the next mail. Needs strace(1). Exit 1 if not.
"""
import collections
import concurrent.futures
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Servers" / "smtp"))
import mailstage  # noqa: E402
import relays  # noqa: E402

RECIPIENTS = 6
RULES = [{"on": "RCPT", "to": "user3@", "do": ["say 550 5.1.1 no such user"]}]
OPENING = ["write", "fsync", "fallocate", "rename", "linkat"]
FILES = ["openat", "write", "pwrite64", "pread64", "fsync", "msync", "ftruncate", "fcntl", "mmap"]
SOCKETS = ["connect", "sendto", "recvfrom", "poll"]


class Attempt:
    """One interruption of 'incident open', or of 'delivery retry' on a notification that is frozen already."""

    def __init__(self, folder, server, is_opening):
        self.server, self.is_opening = server, is_opening
        self.stage = mailstage.Stage(folder, server.port, RECIPIENTS, connections=2)
        # Each attempt has a thread of its own, whose calls are counted anew: without an end it would fail again and again.
        self.stage.configuration["delivery"]["deadline"] = "4s"
        self.stage.write()
        if not is_opening:
            self.stage.mail["relay"] = "smtp://127.0.0.1:1"
            self.stage.write()
            frozen = self.stage.run(self.stage.opening("--deadline", "1s"))
            if frozen.returncode != 3:
                raise SystemExit(f"status {frozen.returncode}: {frozen.stdout}{frozen.stderr}")
            self.stage.mail["relay"] = f"smtp://127.0.0.1:{server.port}"
            self.stage.write()

    def next_command(self):
        is_open = self.stage.state.exists() and self.stage.document("incident", "list")["result"]
        return self.stage.command("delivery", "retry", *(["INC-1/mail/1"] if is_open else [])) if is_open else self.stage.opening()

    def tamper(self, call, tampering, paths):
        """Whether the call was hit; the status of the run."""
        log = self.stage.folder / "strace"
        # One processor, so that the calls of a thread come in the same order every time.
        tracer = ["taskset", "-c", "0", "strace", "-f", "-qq", "-o", log, "-e", f"trace={call}", "-e", f"inject={call}:{tampering}"]
        tracer += [word for path in paths for word in ("-P", path)]
        run = self.stage.run([*tracer, *self.next_command()], timeout=300)
        text = log.read_text(errors="replace")
        return "(INJECTED)" in text or "killed by SIGKILL" in text, run

    def files(self):
        folders = sorted((self.stage.state / "mail").glob("INC-*/1"))
        names = ["manifest.json", "list", "index", "map", "events", "lock"]
        return [folder / name for folder in folders for name in names] + [self.stage.state / "mail" / name for name in ("rate", "suppressed")]

    def finish(self):
        """What is wrong once nothing more is left to deliver."""
        for _ in range(4):
            last = self.stage.run(self.next_command(), timeout=300)
            if last.returncode == 0 and self.stage.counts():
                break
        accepted = self.server.by_recipient()
        due = {f"user{place}@example.com" for place in range(RECIPIENTS) if place != 3}
        named = {f"user{event[0]}@example.com" for event in self.stage.events() if event[1] == "in_doubt"}
        twice = {address for address, mails in accepted.items() if len(mails) > 1}
        problems = []
        if set(accepted) != due:
            problems.append(f"accepted {sorted(accepted)}")
        if twice - named:
            problems.append(f"twice and not named: {sorted(twice - named)}")
        if self.stage.counts() != {"accepted": len(due), "refused": 1}:
            problems.append(f"states {self.stage.counts()}")
        if self.stage.run(self.stage.command("audit")).returncode != 0:
            problems.append("the audit log is broken")
        if problems:
            problems.append(f"last: {last.returncode} {last.stdout}{last.stderr}")
        return problems


def sweep(is_opening, call, tampering, step, files):
    """Points that were hit, and how many of them went wrong."""
    points = bad = 0
    number = 1
    while True:
        with tempfile.TemporaryDirectory() as folder, relays.FaultServer(folder, {"rules": RULES}) as server:
            attempt = Attempt(folder, server, is_opening)
            is_hit, run = attempt.tamper(call, f"{tampering}:when={number}", attempt.files() if files else [])
            if not is_hit:
                return points, bad
            problems = attempt.finish()
            if "error" in tampering and run.returncode not in (0, 1, 3, 7):
                problems.append(f"status {run.returncode}: {run.stderr}")
        points += 1
        number += step
        bad += bool(problems)
        if problems:
            print(f"{'open' if is_opening else 'retry'}: {tampering} at {call} {number - step}: {problems}", file=sys.stderr)


def main():
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    plans = [(True, call, False) for call in OPENING] + [(False, call, True) for call in FILES] + [(False, call, False) for call in SOCKETS]
    sweeps = []
    for is_opening, call, files in plans:
        tamperings = ["signal=SIGKILL"] if call in SOCKETS else ["signal=SIGKILL", "error=ENOSPC", "error=EIO"]
        sweeps += [(is_opening, call, tampering, step, files) for tampering in (tamperings if step == 1 else tamperings[:2])]
    # Most of the time is waiting for limits to pass.
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda words: sweep(*words), sweeps))
    total = collections.Counter()
    for (_, call, _, _, _), (points, bad) in zip(sweeps, results):
        total.update(points=points, bad=bad)
        if points == 0 and step == 1:
            print(f"{call} is never called", file=sys.stderr)
    print(f"{total['points']} interruptions of {len(plans)} kinds of calls: {total['bad']} left anybody out, or twice without a word")
    sys.exit(1 if total["bad"] or total["points"] < len(plans) else 0)


main()
