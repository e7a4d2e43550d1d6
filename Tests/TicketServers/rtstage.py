"""A Request Tracker of its own, and a configuration that tells it, for scripts that drive the built program as a person would."""
import collections
import email
import email.policy
import json
import os
import pathlib
import re
import socket
import sqlite3
import subprocess
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
RT = REPOSITORY / "Tests/Servers/rt/rt.sh"


def program():
    """The program that $STATUSCOMM names, as Tests/run.sh built it, else what a build left."""
    for path in [os.environ.get("STATUSCOMM", ""), REPOSITORY / ".build/release/statuscomm", REPOSITORY / ".build/debug/statuscomm"]:
        if path and os.access(path, os.X_OK):
            return pathlib.Path(path)
    raise SystemExit("no statuscomm: build it, or name it in $STATUSCOMM")


class Server:
    """Request Tracker on a free port, its database, and the mail that it sends."""

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="statuscomm-rt-")
        self.state = pathlib.Path(self.temporary.name) / "rt"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.script("start", port)
        self.values = dict(line.split("=", 1) for line in self.script("env").splitlines())
        self.url = self.values["RT_URL"]
        return self

    def __exit__(self, *_):
        self.script("stop")
        self.temporary.cleanup()

    def script(self, verb, *words):
        return subprocess.run([RT, verb, self.state, *map(str, words)], check=True, capture_output=True, text=True).stdout

    def truth(self):
        """What the seed says of its tickets, by id."""
        lines = pathlib.Path(self.values["RT_TRUTH"]).read_text().splitlines()
        names = lines[0].split("\t")
        return {int(row[0]): dict(zip(names, row)) for row in (line.split("\t") for line in lines[1:])}

    def rows(self, query, *values):
        with sqlite3.connect(f"file:{self.values['RT_DATABASE']}?mode=ro", uri=True, timeout=30) as database:
            return database.execute(query, values).fetchall()

    def ticket(self, number):
        """Everything that the database has about a ticket: its row, its history with every text, its links and its fields."""
        return {
            "row": self.rows("select * from Tickets where id = ?", number),
            "history": self.rows("select * from Transactions where ObjectType = 'RT::Ticket' and ObjectId = ? order by id", number),
            "texts": self.rows(
                "select a.* from Attachments a join Transactions t on a.TransactionId = t.id "
                "where t.ObjectType = 'RT::Ticket' and t.ObjectId = ? order by a.id",
                number,
            ),
            "links": self.rows("select * from Links where LocalBase = ? or LocalTarget = ? order by id", number, number),
            "fields": self.rows("select * from ObjectCustomFieldValues where ObjectType = 'RT::Ticket' and ObjectId = ? order by id", number),
        }

    def tickets(self, numbers):
        return {number: self.ticket(number) for number in numbers}

    def status(self, number):
        return self.rows("select Status from Tickets where id = ?", number)[0][0]

    def count(self, number, kind):
        """How many transactions of a kind a ticket has: Comment, Correspond, AddLink."""
        query = "select count(*) from Transactions where ObjectType = 'RT::Ticket' and ObjectId = ? and Type = ?"
        return self.rows(query, number, kind)[0][0]

    def mails(self, *words):
        """Address and key of every mail of ours to a customer, with all of the words in it."""
        found = []
        for path in pathlib.Path(self.values["RT_MAIL"]).glob("*.eml"):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            text = message.get_body(("plain",)).get_content()
            key = re.search(r"#([0-9a-f]{16})\b", text)
            if key and all(word in text for word in words):
                found += [(address, key[1]) for address in re.findall(r"[\w.-]+@customers\.example", str(message["To"]))]
        return found

    def settled_mails(self, number, *words):
        """The same, once there are so many: a request that nobody waits for any more may still be under way."""
        until = time.monotonic() + 20
        while len(self.mails(*words)) < number and time.monotonic() < until:
            time.sleep(0.1)
        return self.mails(*words)

    def answer(self, number, address, text):
        """A customer writes on a ticket, by mail."""
        mail = f"From: {address}\nTo: support@test.example\nSubject: Re: [test.example #{number}]\nMessage-ID: <{time.time_ns()}@customers.example>\n\n{text}\n"
        gateway = ["rt-mailgate-5", "--queue", "Support", "--action", "correspond", "--url", self.url]
        subprocess.run(gateway, input=mail, text=True, check=True, timeout=60)

    def call(self, method, path, body):
        """An agent's change."""
        command = ["curl", "-fsS", "-X", method, "-u", "root:password", "-H", "Content-Type: application/json", "-d", json.dumps(body)]
        return subprocess.run([*command, f"{self.url}/REST/2.0{path}"], check=True, capture_output=True, text=True).stdout


class Stage:
    """A configuration and a state directory; `target` adds members to the ticket system of the configuration."""

    def __init__(self, folder, server, components, token="RT_TOKEN", **target):
        self.folder = pathlib.Path(folder)
        self.state = self.folder / "state"
        self.token = server.values[token]
        self.configuration = {
            "company": {"name": "Acme", "domain": "acme.example", "statusPageURL": "https://status.acme.example", "timeZone": "UTC"},
            "components": [{"id": name, "name": name.capitalize()} for name in components],
            "tickets": [
                {
                    "name": "support", "connector": "request-tracker", "url": server.url, "token": {"env": "RT_TOKEN"},
                    "query": "Queue = 'Support'", "service": {"field": "Affected Service"}, **target,
                }
            ],
            "delivery": {"deadline": "20m", "attempt": "10m", "recheckAfter": "5s"},
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "config.json5").write_text(json.dumps(self.configuration))

    def command(self, *words):
        return [program(), "--config", self.folder / "config.json5", "--state-dir", self.state, *words]

    def run(self, *words, wrapper=()):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "RT_TOKEN": self.token}
        return subprocess.run(
            [*wrapper, *self.command(*words)], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1800
        )

    def document(self, *words):
        return json.loads(self.run(*words, "--json").stdout)


class Check:
    """Collects what is not as it should be."""

    def __init__(self, name):
        self.name, self.faults, self.count, self.started = name, [], 0, time.monotonic()

    def equal(self, found, expected, what):
        self.count += 1
        if found != expected:
            self.faults.append(what)
            print(f"{self.name}: {what}: {found!r}, not {expected!r}")

    def true(self, holds, what, evidence=""):
        self.count += 1
        if not holds:
            self.faults.append(what)
            print(f"{self.name}: {what}: {evidence}")

    def end(self, summary):
        print(f"{self.name}: {summary}; {self.count - len(self.faults)} of {self.count} checks hold; {time.monotonic() - self.started:.0f} s")
        raise SystemExit(1 if self.faults else 0)


def repeated(pairs):
    """What stands more than once."""
    return sorted(pair for pair, count in collections.Counter(pairs).items() if count > 1)
