"""Prints medians of whole processes, run in turns: statuscomm tick with nothing to do, beside curl --version.

Usage: tick.py PROGRAM [ROUNDS [INCIDENTS]]
"""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from turns import ENVIRONMENT, in_turns, write_configuration  # noqa: E402


def main():
    program = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    incidents = int(sys.argv[3]) if len(sys.argv) > 3 else 500
    with tempfile.TemporaryDirectory() as folder:
        configuration = write_configuration(
            folder,
            {
                "mail": {"relay": {"directory": "outbox"}, "from": "Acme Status <status@acme.example>"},
                "owners": ["oncall@acme.example"],
                "automaticUpdates": {"enabled": True},
            },
        )

        def words(state, *arguments):
            return [program, "--config", configuration, "--state-dir", f"{folder}/{state}", *arguments]

        def run(state, *arguments):
            subprocess.run(words(state, *arguments), env=ENVIRONMENT, check=True, capture_output=True)

        opening = ["incident", "open", "-t", "Some requests fail", "-s", "high", "-c", "REST API", "-m", "We look into it."]
        for number in range(incidents):
            for state in ("owed", "closed"):
                run(state, *opening)
                run(state, "incident", "update", "-m", "A change is the cause.")
                run(state, "incident", "resolve", "-m", "It is over.")
            run("closed", "report", "skip", f"INC-{number + 1}", "--reason", "a benchmark")
        subprocess.run(["cp", "-R", f"{folder}/owed", f"{folder}/open"], check=True)
        run("open", *opening)

        curl, empty, owed, closed, open_ = in_turns(
            rounds,
            lambda _: (["curl", "--version"], ENVIRONMENT),
            *(
                (lambda state: lambda _: (words(state, "tick"), ENVIRONMENT))(state)
                for state in ("empty", "owed", "closed", "open")
            ),
        )
    print(f"curl --version: {curl:.1f} ms")
    for what, took in (
        ("an empty store", empty),
        (f"{incidents} past incidents whose report is not due yet", owed),
        (f"{incidents} past incidents without a report to come", closed),
        (f"{incidents} past incidents and an open one", open_),
    ):
        print(f"tick, {what}: {took:.1f} ms, {took - curl:+.1f} ms (at most +20)")


main()
