#!/usr/bin/env python3
"""Measures whole processes that send mail, one after another, round after round, and prints them side by side.

Every program sends personalised multipart messages of the same size to the same relay: Postfix's smtp-sink, or with --far a relay
20 ms away that takes 30 ms for each message. statuscomm is run as a person runs it: `incident open`, from the reading of the
subscriber list to the last byte of the progress map. After each run the relay must have exactly as many mails as were sent.
The ratio is the median, over the rounds, of the rate divided by that of a run of `smtp-source -d -s 8` directly before it, so that
what else the machine does falls on both.
"""
import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "Servers" / "smtp"))
import mailstage  # noqa: E402
import relays  # noqa: E402

BASE = "smtp-source -d -s 8"
ADDRESSES = ["-f", "status@acme.example", "-t", "user@example.com"]


class Program:
    """`command` gets a port and a count; `share` is the part of the usual count that a slow program sends."""

    def __init__(self, name, command, share=1.0, before=None):
        self.name, self.command, self.share, self.before = name, command, share, before


def programs(folder, message, size, curl_peers, far):
    def statuscomm(connections):
        stages = {}

        def prepare(port, count):
            if count not in stages:
                path = folder / f"statuscomm-{connections}-{count}"
                path.mkdir()
                stages[count] = mailstage.Stage(path, port, count, connections=connections)
            stages[count].clear()
            stages[count].mail["relay"] = f"smtp://127.0.0.1:{port}"
            stages[count].write()

        return Program(f"statuscomm, {connections} connections", lambda port, count: stages[count].opening(), before=prepare)

    def source(sessions, *options):
        words = ["smtp-source", *options, "-s", str(sessions), "-l", str(size), *ADDRESSES]
        return lambda port, count: [*words, "-m", str(count), f"127.0.0.1:{port}"]

    def python(mode, connections):
        peer = [sys.executable, HERE / "python_peers.py", mode]
        return lambda port, count: [*peer, str(port), str(count), str(connections), message]

    def curl(mode, connections):
        return lambda port, count: [curl_peers, mode, str(port), str(count), str(connections), message]

    def each(words):
        script = " ".join(words)
        return lambda port, count: ["sh", "-c", f"i=0; while [ $i -lt {count} ]; do {script.format(port=port)} || exit 1; i=$((i+1)); done"]

    def curl_transfers(port, count):
        lines = [
            f'url = "smtp://127.0.0.1:{port}/bench"\nmail-from = "status@acme.example"\nmail-rcpt = "user{number}@example.com"\n'
            f'upload-file = "{message}"\nsilent\n'
            for number in range(count)
        ]
        (folder / "curl.config").write_text("next\n".join(lines))

    curl_one = f"curl -s smtp://127.0.0.1:{{port}}/bench --mail-from status@acme.example --mail-rcpt user@example.com -T {message}"
    msmtp = f"msmtp --host=127.0.0.1 --port={{port}} --tls=off --auth=off --from=status@acme.example user@example.com < {message}"
    swaks = f"swaks --silent 2 --server 127.0.0.1 --port {{port}} --from status@acme.example --to user@example.com --data @{message}"
    if far:
        rows = [statuscomm(n) for n in (1, 8, 16)]
        rows += [Program(f"smtp-source -d -s {n}", source(n, "-d")) for n in (1, 8, 16)]
        rows += [
            Program("smtplib, 8 threads", python("threads", 8)),
            Program("aiosmtplib, 8 connections", python("asyncio", 8)),
            Program("libcurl multi, 8 connections", curl("multi", 8), 0.3),
            Program("libcurl threads, 8 connections", curl("threads", 8)),
            Program("libcurl threads, 16 connections", curl("threads", 16)),
        ]
        return rows
    rows = [statuscomm(n) for n in (1, 2, 4, 8, 16)]
    rows += [Program(f"smtp-source -d -s {n}", source(n, "-d")) for n in (1, 2, 4, 8, 16)]
    rows += [
        Program("smtp-source -s 8, no reuse", source(8), 0.2),
        Program("smtplib, 1 connection", python("one", 1), 0.5),
        Program("smtplib, connection per mail", python("fresh", 1), 0.2),
        Program("smtplib, 8 threads", python("threads", 8), 0.5),
        Program("aiosmtplib, 8 connections", python("asyncio", 8), 0.5),
        Program("curl, process per mail", each([curl_one]), 0.01),
        Program("curl -K with next", lambda port, count: ["curl", "-s", "-K", folder / "curl.config"], 0.2, curl_transfers),
        Program("msmtp, process per mail", each([msmtp]), 0.005),
        Program("swaks, process per mail", each([swaks]), 0.005),
        Program("libcurl easy, connection per mail", curl("fresh", 1), 0.2),
        Program("libcurl easy, reuse", curl("easy", 1)),
    ]
    for mode in ("multi", "threads"):
        rows += [Program(f"libcurl {mode}, {n} connections", curl(mode, n)) for n in (4, 8, 16)]
    return rows


class Memory(threading.Thread):
    """Peak memory of a process in MB, looked up until it is gone; wait4's own figure begins with that of this script."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path, self.peak = pathlib.Path(f"/proc/{pid}/status"), 0.0
        self.start()

    def run(self):
        while True:
            try:
                lines = self.path.read_text().splitlines()
            except OSError:
                return
            self.peak = max([self.peak, *(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))])
            time.sleep(0.01)


def run(program, count, folder, far):
    """Mails a second, peak memory in MB, CPU microseconds a mail; stops everything when a mail is missing."""
    count = max(16, int(count * program.share))
    with relays.FarRelay(folder, 20, 30) if far else relays.Sink(count) as relay:
        if program.before:
            program.before(relay.port, count)
        command = program.command(relay.port, count)
        log = folder / "output"
        with open(log, "wb") as output:
            started = time.monotonic()
            environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
            process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            memory = Memory(process.pid)
            _, status, usage = os.wait4(process.pid, 0)
            elapsed = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        arrived = relay.count() == count if far else relay.has_count()
    if process.returncode != 0 or not arrived:
        print(log.read_text(errors="replace")[:2000], file=sys.stderr)
        raise SystemExit(f"{program.name}: status {process.returncode}, every mail arrived: {arrived}")
    return count / elapsed, memory.peak, (usage.ru_utime + usage.ru_stime) * 1e6 / count


def sample(folder):
    """The mail that statuscomm sends to one recipient, without its To field, and how long it is."""
    path = folder / "sample"
    path.mkdir()
    stage = mailstage.Stage(path, 1, 1, relay={"directory": str(path / "outbox")})
    stage.run(stage.opening(), check=True)
    raw = next((path / "outbox").glob("*.eml")).read_bytes()
    (folder / "message").write_bytes(re.sub(rb"\r\nTo: [^\r]*", b"", raw, count=1))
    return folder / "message", len(raw)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--peers", required=True, help="program made of libcurl_peers.c")
    options.add_argument("--count", type=int, help="mails of a run; default 20,000, with --far 400")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only", default="", help="programs whose name has this, beside the base and statuscomm with 8 connections")
    options.add_argument("--far", action="store_true", help="a relay with 20 ms round trip and 30 ms for each message")
    options.add_argument("--goal", type=float, help="exit 1 when statuscomm with 8 connections has a lower ratio, or a peer is faster")
    words = options.parse_args()
    count = words.count or (400 if words.far else 20_000)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        message, size = sample(folder)
        ours = "statuscomm, 8 connections"
        rows = programs(folder, message, size - 200, words.peers, words.far)
        rows = [row for row in rows if row.name in (BASE, ours) or re.search(words.only, row.name)]
        base = next(row for row in rows if row.name == BASE)
        others = [row for row in rows if row is not base]
        results, ratios = {row.name: [] for row in [*others, base]}, {row.name: [] for row in others}
        for _ in range(words.rounds):
            for row in others:
                # Beside those that take a hundred times as long, it makes no difference.
                if row.share > 0.05 or not results[BASE]:
                    results[BASE].append(run(base, count, folder, words.far))
                results[row.name].append(run(row, count, folder, words.far))
                ratios[row.name].append(results[row.name][-1][0] / results[BASE][-1][0])
    print(f"{count} mails of {size} bytes a run, fewer for the slow ones; {words.rounds} rounds; relay: {'far' if words.far else 'smtp-sink'}")
    print(f"{'program':36} {'mails/s':>9} {'min':>8} {'max':>8} {'ratio':>6} {'RSS MB':>7} {'CPU us/mail':>12}")
    ratios = {BASE: 1.0, **{name: statistics.median(pairs) for name, pairs in ratios.items()}}
    for name, runs in results.items():
        rates = [rate for rate, _, _ in runs]
        memory, work = max(memory for _, memory, _ in runs), statistics.median(work for _, _, work in runs)
        print(f"{name:36} {statistics.median(rates):9.0f} {min(rates):8.0f} {max(rates):8.0f} {ratios[name]:6.2f} {memory:7.1f} {work:12.1f}")
    best = max((ratio, name) for name, ratio in ratios.items() if not name.startswith("statuscomm"))
    print(f"statuscomm, 8 connections: {ratios[ours]:.2f} x {BASE}; the fastest other program: {best[1]}, {best[0]:.2f} x")
    if words.goal and (ratios[ours] < words.goal or ratios[ours] <= best[0] and not words.far):
        raise SystemExit(f"below {words.goal}, or not the fastest")


main()
