#!/usr/bin/env python3
"""Mails a large list through smtp-sink, kills the process on the way, goes on, and prints time and memory.

    scale.py [RECIPIENTS] [--goals]        default 1,000,000

--goals makes it exit 1 when the first mail takes more than 5 s, going on more than 1 s. More than 64 MB of memory, or a recipient
who got nothing, is always a failure.
"""
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Servers" / "smtp"))
import mailstage  # noqa: E402
import relays  # noqa: E402


class Watched:
    """A process whose progress map and memory are looked at while it runs."""

    def __init__(self, stage, command):
        self.stage, self.before = stage, self.done(stage)
        self.started = time.monotonic()
        self.process = stage.start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.memory, self.first, self.output = 0.0, None, ""

    @staticmethod
    def done(stage):
        return stage.counts().get("accepted", 0)

    def watch(self, until):
        """Waits until so many are accepted, or the process ends."""
        while self.process.poll() is None:
            self.look()
            accepted = self.done(self.stage)
            if self.first is None and accepted > self.before:
                self.first = time.monotonic() - self.started
            if accepted >= until:
                return
            time.sleep(0.01 if self.first is None else 0.1)

    def look(self):
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return
        peaks = [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")]
        self.memory = max([self.memory, *peaks])


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    count = int(words[0]) if words else 1_000_000
    with tempfile.TemporaryDirectory() as folder, relays.Sink() as sink:
        stage = mailstage.Stage(folder, sink.port, count)
        opened = Watched(stage, stage.opening())
        opened.watch(count // 4)
        opened.process.send_signal(signal.SIGKILL)
        opened.process.wait()
        resumed = Watched(stage, stage.command("delivery", "retry"))
        resumed.watch(count)
        status = resumed.process.wait()
        elapsed = time.monotonic() - resumed.started
        counts, sent = stage.counts(), count - resumed.before
    memory = max(opened.memory, resumed.memory)
    print(f"{count} recipients: first mail after {opened.first or -1:.2f} s, after a kill at {resumed.before} the next one after "
          f"{resumed.first or -1:.2f} s, the other {sent} in {elapsed:.0f} s ({sent / elapsed:.0f} a second), peak memory {memory:.1f} MB")
    if status != 0 or counts != {"accepted": count} or memory > 64 or opened.first is None or resumed.first is None:
        raise SystemExit(f"status {status}, states {counts}")
    if "--goals" in sys.argv and (opened.first > 5 or resumed.first > 1):
        raise SystemExit("too slow")


main()
