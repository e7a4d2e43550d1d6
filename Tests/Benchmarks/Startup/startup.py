"""Prints medians of whole processes, run in turns: statuscomm beside curl.

Usage: startup.py PROGRAM [ROUNDS]
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "key1"


class Statuspage(BaseHTTPRequestHandler):
    """As much of Statuspage's API v1 as opening an incident takes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    components = [{"id": "c1", "name": "REST API", "status": "operational", "group": False}]

    def do_GET(self):
        self.answer(200, self.components if self.path.split("?")[0].endswith("/components") else [])

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        incident = {"id": "i1", "shortlink": "https://stspg.example/i1", **body["incident"]}
        incident["components"] = self.components
        self.answer(201, incident)

    def answer(self, status, value):
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)

    def log_message(self, *_):
        pass


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


def main():
    program = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "STATUSPAGE_API_KEY": KEY}
    ours, curl = in_turns(
        rounds,
        lambda _: ([program, "--version"], environment),
        lambda _: (["curl", "--version"], environment),
    )
    print(f"--version: statuscomm {ours:.1f} ms, curl {curl:.1f} ms, ratio {ours / curl:.2f} (at most 1.5)")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Statuspage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as folder:
        configuration = f"{folder}/config.json5"
        with open(configuration, "w", encoding="utf-8") as file:
            json.dump(
                {
                    "company": {
                        "name": "Acme",
                        "domain": "acme.example",
                        "statusPageURL": "https://status.acme.example",
                        "timeZone": "UTC",
                    },
                    "components": [{"id": "rest-api", "name": "REST API"}],
                    "statusPages": [
                        {"name": "local", "connector": "static", "directory": "site"},
                        {
                            "name": "public",
                            "connector": "statuspage",
                            "pageID": "page1",
                            "baseURL": url,
                            "apiKey": {"env": "STATUSPAGE_API_KEY"},
                        },
                    ],
                },
                file,
            )
        incident = {"name": "Some requests fail", "status": "investigating", "body": "We are looking into it."}
        body = json.dumps({"incident": incident})

        def open_incident(number):
            command = [program, "--config", configuration, "--state-dir", f"{folder}/state-{number}"]
            command += ["incident", "open", "-t", incident["name"], "-s", "high", "-c", "REST API"]
            return command + ["-m", incident["body"]], environment

        def post(_):
            command = ["curl", "-sS", "--fail", "-H", f"Authorization: OAuth {KEY}"]
            command += ["-H", "Content-Type: application/json", "-d", body, "-o", os.devnull]
            return command + [f"{url}/pages/page1/incidents"], environment

        ours, curl = in_turns(rounds, open_incident, post)
    server.shutdown()
    print(
        f"incident open: statuscomm {ours:.1f} ms, curl POST {curl:.1f} ms, "
        f"difference {ours - curl:.1f} ms (at most 40)"
    )


if __name__ == "__main__":
    main()
