#!/usr/bin/env python3
"""Sends messages of random Unicode to Postfix and to aiosmtpd and parses what arrives.

    round_trip.py [COUNT [SEED]]        default 10,000 messages

Needs aiosmtpd and, as root, the postfix package; $MAILSENDER names the program, else the one that a build left. What arrives is
read with Python's strict email policy and must be exactly what was meant: the recipient's name, subject, text and HTML. Both
relays must have the same bytes. Exit 1 if not.
"""
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

from aiosmtpd.controller import Controller

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Servers" / "smtp"))
import mailstage  # noqa: E402
import relays  # noqa: E402
import strictmail  # noqa: E402
import texts  # noqa: E402


def message(chance, number):
    return {
        "address": f"user{number}@example.com",
        "name": texts.line(chance, chance.randint(0, 60)),
        "subject": texts.line(chance, chance.randint(1, 120)) or "x",
        "text": texts.body(chance),
        "html": texts.body(chance),
    }


class Keeper:
    def __init__(self):
        self.mails = collections.defaultdict(list)

    async def handle_DATA(self, server, session, envelope):
        for recipient in envelope.rcpt_tos:
            self.mails[recipient].append(envelope.original_content)
        return "250 OK"


def faults(meant, raw):
    """What is not as it was meant."""
    try:
        mail = strictmail.read(raw)
    except Exception as error:  # Whatever the parser finds is a fault of the mail.
        return [f"{type(error).__name__}: {error}"]
    found = []
    for name in ["address", "name", "subject", "text", "html"]:
        wanted = meant[name].replace("\r\n", "\n").replace("\r", "\n")
        if getattr(mail, name) != wanted:
            found.append(f"{name} {getattr(mail, name)!r}, not {wanted!r}")
    if mail.types != ["text/plain", "text/html"]:
        found.append(f"parts {mail.types}")
    if mail.headers != HEADERS:
        found.append(f"headers {mail.headers}")
    return found


HEADERS = [
    "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "List-Id", "Auto-Submitted", "X-Auto-Response-Suppress",
    "Precedence", "Feedback-ID", "MIME-Version", "Content-Type",
]


def send(sender, folder, port):
    notification = folder / "queue" / f"to-{port}"
    subprocess.run([sender, "messages", notification, folder / "messages"], check=True, stdout=subprocess.DEVNULL)
    result = subprocess.run([sender, "send", notification, f"smtp://127.0.0.1:{port}"], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def through_aiosmtpd(sender, folder, count):
    keeper = Keeper()
    controller = Controller(keeper, hostname="127.0.0.1", port=relays.free_port(), ready_timeout=30, enable_SMTPUTF8=True)
    controller.start()
    result = send(sender, folder, controller.port)
    controller.stop()
    return keeper.mails, result


def through_postfix(sender, folder, count):
    mails = collections.defaultdict(list)
    with relays.Postfix(folder) as postfix:
        result = send(sender, folder, postfix.port)
        for recipient, raw in postfix.mails(count):
            mails[recipient].append(raw)
    return mails, result


def main():
    sender = os.environ.get("MAILSENDER") or mailstage.REPOSITORY / ".build/debug/MailSender"
    count, seed = (int(word) for word in (sys.argv[1:] + ["10000", "1"][len(sys.argv) - 1:]))
    chance = random.Random(seed)
    messages = [message(chance, number) for number in range(count)]
    bad, arrived = 0, {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "messages").write_text("".join(json.dumps(entry) + "\n" for entry in messages))
        for relay, through in [("aiosmtpd", through_aiosmtpd), ("Postfix", through_postfix)]:
            mails, result = through(sender, folder, count)
            differing = 0
            for entry in messages:
                copies = mails[entry["address"]]
                problems = faults(entry, copies[0]) if len(copies) == 1 else [f"{len(copies)} copies"]
                if copies and copies[0] != arrived.setdefault(entry["address"], copies[0]):
                    problems.append("other bytes than at the other relay")
                differing += bool(problems)
                if problems and differing < 5:
                    print(relay, entry["address"], problems)
            bad += differing + (result["accepted"] != count) + (len(mails) != count)
            print(f"{relay}: {count} messages, {sum(map(len, mails.values()))} arrived, {differing} differ from what was meant")
    longest = max(len(line) for raw in arrived.values() for line in raw.split(b"\r\n"))
    print(f"longest line {longest} bytes; seed {seed}")
    sys.exit(1 if bad else 0)


main()
