"""What the benchmarks of whole processes share: run several commands in turns, and tell the medians."""

import json
import os
import statistics
import subprocess
import sys
import time

ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def write_configuration(folder, more):
    """A configuration of a company with one component, and what else is given; its path."""
    path = f"{folder}/config.json5"
    company = {
        "name": "Acme",
        "domain": "acme.example",
        "statusPageURL": "https://status.acme.example",
        "timeZone": "UTC",
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"company": company, "components": [{"id": "rest-api", "name": "REST API"}], **more}, file)
    return path


def measure(command, environment):
    """Wall time of one whole process in milliseconds; its failure ends the benchmark."""
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    took = (time.perf_counter() - started) * 1000
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed with {done.returncode}: {done.stderr.decode()}")
    return took


def in_turns(rounds, *makers):
    """Medians of several commands; each round runs every one of them once."""
    times = [[] for _ in makers]
    for number in range(rounds + 2):
        for place, maker in enumerate(makers):
            took = measure(*maker(number))
            if number >= 2:  # the first two rounds warm the page cache
                times[place].append(took)
    return [statistics.median(list) for list in times]
