"""A configuration with mail alone and a state directory, for scripts that drive the built program as a person would."""
import csv
import json
import os
import pathlib
import shutil
import subprocess

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]

# About 4 KB as a mail, with the HTML beside the text and the words of the default template around it.
MESSAGE = "\n\n".join(
    "Requests to the reporting pages take much longer than usual, and some of them fail. The people on duty have seen it and "
    f"are looking for the cause. Data that was already saved is safe. This is paragraph {number} of the notice."
    for number in range(1, 5)
)


def program():
    """The program that $STATUSCOMM names, as Tests/run.sh built it, else what a build left."""
    for path in [os.environ.get("STATUSCOMM", ""), REPOSITORY / ".build/release/statuscomm", REPOSITORY / ".build/debug/statuscomm"]:
        if path and os.access(path, os.X_OK):
            return pathlib.Path(path)
    raise SystemExit("no statuscomm: build it, or name it in $STATUSCOMM")


class Stage:
    """`mail` replaces or adds members of the configuration's `mail`."""

    def __init__(self, folder, port, recipients, **mail):
        self.folder = pathlib.Path(folder)
        self.state = self.folder / "state"
        self.mail = {
            "relay": f"smtp://127.0.0.1:{port}", "from": "Acme Status <status@acme.example>", "subscribers": "subscribers.csv",
            "rate": "100000/s", "connections": 8, **mail,
        }
        self.configuration = {
            "company": {"name": "Acme", "domain": "acme.example", "statusPageURL": "https://status.acme.example", "timeZone": "UTC"},
            "components": [{"id": "reporting", "name": "Reporting"}, {"id": "api", "name": "API"}],
            "mail": self.mail, "delivery": {"deadline": "1h", "attempt": "10m"},
        }
        self.write()
        if isinstance(recipients, int):
            recipients = (
                (f"user{place}@example.com", f"User {place}", f"https://status.acme.example/leave?of={place}")
                for place in range(recipients)
            )
        with open(self.folder / "subscribers.csv", "w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["address", "name", "unsubscribe_url"])
            rows.writerows(recipients)

    def write(self):
        (self.folder / "config.json5").write_text(json.dumps(self.configuration))

    def command(self, *words):
        return [program(), "--config", self.folder / "config.json5", "--state-dir", self.state, *words]

    def opening(self, *words):
        words = ["-t", "Some reports fail", "-s", "high", "-c", "Reporting", "-m", MESSAGE, *words]
        return self.command("incident", "open", *words)

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}

    def start(self, command, **options):
        return subprocess.Popen(command, env=self.environment(), stdin=subprocess.DEVNULL, **options)

    def run(self, command, **options):
        options = {"capture_output": True, "text": True, **options}
        if "input" not in options:
            options["stdin"] = subprocess.DEVNULL
        return subprocess.run(command, env=self.environment(), **options)

    def document(self, *words):
        return json.loads(self.run(self.command(*words, "--json")).stdout)

    def events(self, change=1):
        """Lines of the journal of the first incident's mail: place, kind, time, code, text."""
        for path in sorted((self.state / "mail").glob(f"INC-*/{change}/events")):
            return [line.split("\t") for line in path.read_text().splitlines()]
        return []

    def counts(self, change=1):
        """How many recipients are in each state, by the bytes of the progress map."""
        names = ["pending", "accepted", "refused", "deferred", "in_doubt", "in_flight", "superseded", "skipped"]
        for path in sorted((self.state / "mail").glob(f"INC-*/{change}/map")):
            states = path.read_bytes()[4096:]
            return {name: states.count(place) for place, name in enumerate(names) if states.count(place)}
        return {}

    def clear(self):
        shutil.rmtree(self.state, ignore_errors=True)
