"""Prints medians of whole processes, run in turns: statuscomm beside curl.

Usage: startup.py PROGRAM [ROUNDS]
"""

import json
import os
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from turns import ENVIRONMENT, in_turns, write_configuration  # noqa: E402

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


def main():
    program = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    environment = {**ENVIRONMENT, "STATUSPAGE_API_KEY": KEY}
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
        page = {
            "name": "public",
            "connector": "statuspage",
            "pageID": "page1",
            "baseURL": url,
            "apiKey": {"env": "STATUSPAGE_API_KEY"},
        }
        local = {"name": "local", "connector": "static", "directory": "site"}
        configuration = write_configuration(folder, {"statusPages": [local, page]})
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
