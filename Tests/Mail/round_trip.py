#!/usr/bin/env python3
"""Sends messages of random Unicode to aiosmtpd and parses what arrives.

    round_trip.py MAILSENDER [COUNT [SEED]]        default 10,000 messages, one in ten with hostile values

Needs aiosmtpd. What arrives is read with Python's strict email policy and must be exactly what was meant: recipient's name,
subject, text and HTML; no line over 998 bytes; no header, recipient or part that was not meant. Exit 1 if not.
"""
import collections
import email
import email.header
import email.policy
import json
import pathlib
import random
import socket
import subprocess
import sys
import tempfile

from aiosmtpd.controller import Controller

HOSTILE = [
    ".", "..", ".\n.", "\n.\n", "--=_0", "--\n--", "From me", "Subject: x", "Bcc: eve@example.com", "=?utf-8?q?x?=", "=0D=0A",
    "\nBcc: eve@example.com\n", "x\n\nContent-Type: text/html", "<script>", "=", "= ", "a" * 2000, "\t", " trailing ", "QUIT", "\n.\nMAIL FROM:<>",
]
RANGES = [(0x20, 0x7E)] * 4 + [(0xA1, 0x24F), (0x370, 0x52F), (0x5D0, 0x5EA), (0x621, 0x64A), (0x4E00, 0x9FA5), (0x1F300, 0x1F64F), (0x300, 0x33F)]


def characters(chance, length):
    return "".join(chr(chance.randint(*chance.choice(RANGES))) for _ in range(length))


def line(chance, length):
    return " ".join(characters(chance, length).split()).strip()


def body(chance, hostile):
    parts = [characters(chance, chance.randint(0, 300)) for _ in range(chance.randint(1, 12))]
    if hostile:
        parts.insert(chance.randint(0, len(parts)), chance.choice(HOSTILE))
    return "\n".join(parts) + chance.choice(["", "\n"])


def message(chance, number):
    hostile = number % 10 == 0
    subject = line(chance, chance.randint(1, 120)) or "x"
    name = line(chance, chance.randint(0, 60))
    if hostile:
        value = " ".join(chance.choice(HOSTILE).split())
        subject, name = (subject + " " + value).strip(), value
    return {"address": f"user{number}@example.com", "name": name, "subject": subject, "text": body(chance, hostile), "html": body(chance, hostile)}


class Keeper:
    def __init__(self):
        self.mails = collections.defaultdict(list)

    async def handle_DATA(self, server, session, envelope):
        for recipient in envelope.rcpt_tos:
            self.mails[recipient].append(envelope.original_content)
        return "250 OK"


def faults(meant, raw):
    found = []
    if max(len(line) for line in raw.split(b"\r\n")) > 998:
        found.append("a line is too long")
    parsed = email.message_from_bytes(raw, policy=email.policy.SMTP.clone(raise_on_defect=True))
    if parsed["Subject"] != meant["subject"]:
        found.append(f"subject {parsed['Subject']!r}, not {meant['subject']!r}")
    to = parsed["To"].addresses
    name = to[0].display_name if to else ""
    written = email.message_from_bytes(raw)["To"]
    if written.count("=?") > 1:
        # The policy of Python 3.11 leaves a blank between two encoded-words of a name, against RFC 2047 section 6.2.
        name = str(email.header.make_header(email.header.decode_header(written.rsplit(" <", 1)[0].strip())))
    if len(to) != 1 or to[0].addr_spec != meant["address"] or name != meant["name"]:
        found.append(f"recipient {parsed['To']!r}, not {meant['name']!r}")
    parts = list(parsed.iter_parts())
    if [part.get_content_type() for part in parts] != ["text/plain", "text/html"] or parsed["Bcc"]:
        return found + ["other parts or headers"]
    for part, name in zip(parts, ["text", "html"]):
        content = part.get_payload(decode=True).decode()
        if content.replace("\r\n", "\n") != meant[name]:
            found.append(f"{name} differs")
    return found


def main():
    sender = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    messages = [message(chance, number) for number in range(count)]
    keeper = Keeper()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "messages").write_text("".join(json.dumps(entry) + "\n" for entry in messages))
        subprocess.run([sender, "messages", path / "queue" / "1", path / "messages"], check=True, stdout=subprocess.DEVNULL)
        result = subprocess.run([sender, "send", path / "queue" / "1", f"smtp://127.0.0.1:{port}"], capture_output=True, text=True)
    controller.stop()
    bad = 0
    for entry in messages:
        arrived = keeper.mails[entry["address"]]
        problems = faults(entry, arrived[0]) if len(arrived) == 1 else [f"{len(arrived)} copies"]
        if problems:
            bad += 1
            if bad < 10:
                print(entry["address"], problems)
    print(f"messages {count}, arrived {sum(map(len, keeper.mails.values()))}, differing {bad}; {result.stdout.strip()[:60]}")
    sys.exit(1 if bad or len(keeper.mails) != count else 0)


if __name__ == "__main__":
    main()
