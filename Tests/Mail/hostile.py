#!/usr/bin/env python3
"""Hostile values in every place that a value can come from, through the built program, to Postfix or to .eml files.

    hostile.py [SUBSCRIBERS [INCIDENTS [SEED]]]        default 1,000 rows with hostile values and 100 hostile titles and messages

A value is refused by name, or it is the text that the mail has in its place, and nothing else in the mail is other than in the mail
of a harmless row: no header, recipient or part more, no line too long. Exit 1 if not.
"""
import csv
import html
import pathlib
import random
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Servers" / "smtp"))
import mailstage  # noqa: E402
import relays  # noqa: E402
import strictmail  # noqa: E402
import texts  # noqa: E402

TEMPLATE = """Subject: [{{company_name}} status] {{incident_summary}} for {{account | default "nobody"}}

Hello {{customer_name | default "there"}},

your account: {{account | default "nobody"}}

{{message}}
"""

HARMLESS = {"name": "Harmless Person", "account": "account 7"}
DEFAULTS = {"name": "there", "account": "nobody"}


def meant(value):
    """A value as it is in the list: blanks around it do not count."""
    return value.strip(" \t")


def filled(text, values, escape=str):
    """The text of the harmless mail with other values in it."""
    for name, value in HARMLESS.items():
        text = text.replace(escape(value), f"\0{name}\0")
    for name in HARMLESS:
        text = text.replace(f"\0{name}\0", escape(values[name] or DEFAULTS[name]))
    return text


def escaped(value):
    return html.escape(value).replace("&#x27;", "&#39;")


def differences(mail, plain, values):
    """What is other than in the mail to the harmless row, beside the values themselves."""
    found = []
    if mail.headers != plain.headers or mail.types != plain.types:
        found.append(f"headers {mail.headers}, parts {mail.types}")
    if mail.name != values["name"]:
        found.append(f"name {mail.name!r}, not {values['name']!r}")
    for part, escape in [("subject", str), ("text", str), ("html", escaped)]:
        wanted = filled(getattr(plain, part), values, escape)
        if getattr(mail, part) != wanted:
            found.append(f"{part} {getattr(mail, part)!r}, not {wanted!r}")
    return found


def check_subscribers(count, chance):
    """Rows with hostile names and columns, to Postfix; how many were not as they should be."""
    rows = [("harmless@example.com", HARMLESS["name"], HARMLESS["account"])]
    for place in range(count):
        values = [texts.line(chance, chance.randint(0, 20)), texts.hostile(chance)]
        rows.append((f"user{place}@example.com", *(values if place % 2 else reversed(values))))
    with tempfile.TemporaryDirectory() as folder, relays.Postfix(folder) as postfix:
        stage = mailstage.Stage(folder, postfix.port, [])
        stage.configuration["templates"] = "templates"
        stage.write()
        (stage.folder / "templates").mkdir()
        (stage.folder / "templates" / "initial.mustache").write_text(TEMPLATE)
        lines = {}
        with open(stage.folder / "subscribers.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["address", "name", "account"])
            for row in rows:
                file.flush()
                lines[row[0]] = len(re.findall(rb"\r\n|\r|\n", (stage.folder / "subscribers.csv").read_bytes())) + 1
                writer.writerow(row)
        issues = {issue["line"]: issue["reason"] for issue in stage.document("subscriber", "check")["result"]["issues"]}
        opened = stage.run(stage.opening())
        sent = stage.counts().get("accepted", 0)
        mails = {}
        for recipient, raw in postfix.mails(sent):
            mails.setdefault(recipient, []).append(raw)
    plain = strictmail.read(mails["harmless@example.com"][0])
    bad = refused = 0
    for address, name, account in rows:
        copies = mails.pop(address, [])
        if not copies and lines[address] in issues:
            refused += 1
            continue
        problems = [f"{len(copies)} copies"] if len(copies) != 1 else []
        try:
            problems += differences(strictmail.read(copies[0]), plain, {"name": meant(name), "account": meant(account)}) if copies else []
        except Exception as error:  # Whatever the parser finds is a fault of the mail.
            problems.append(f"{type(error).__name__}: {error}")
        bad += bool(problems)
        if problems and bad < 6:
            print(address, repr(name), repr(account), problems)
    print(f"{count} rows with hostile values: {refused} refused by line and reason, {len(rows) - refused - bad} are the text and nothing else, "
          f"{bad} are not, {len(mails)} mails to anybody else")
    if opened.returncode != 0:
        print(opened.stdout, opened.stderr)
    return bad + len(mails) + (opened.returncode != 0)


def check_incidents(count, chance):
    """Hostile titles and messages, to files; how many were not as they should be."""
    bad = refused = 0
    for place in range(count):
        value, is_title = texts.hostile(chance), place % 2 == 0
        with tempfile.TemporaryDirectory() as folder:
            stage = mailstage.Stage(folder, 1, 1, relay={"directory": "outbox"})
            plain = strictmail.read(next(iter(outbox(stage, "Some reports fail", "We are looking into it."))))
            stage.clear()
            mails = outbox(stage, value if is_title else "Some reports fail", "We are looking into it." if is_title else value)
            problems = []
            if not mails:
                refused += 1
                continue
            try:
                mail = strictmail.read(mails[0])
                if mail.headers != plain.headers or mail.types != plain.types or mail.address != plain.address or mail.name != plain.name:
                    problems.append(f"{mail.headers} {mail.types} {mail.address} {mail.name}")
                # Blanks in a title count as one.
                subject = f"[Acme status] {' '.join(value.split())}" if is_title else plain.subject
                if mail.subject != subject:
                    problems.append(f"subject {mail.subject!r}, not {subject!r}")
            except Exception as error:  # Whatever the parser finds is a fault of the mail.
                problems.append(f"{type(error).__name__}: {error}")
        bad += bool(problems)
        if problems and bad < 6:
            print("title" if is_title else "message", repr(value), problems)
    print(f"{count} hostile titles and messages: {refused} refused, {count - refused - bad} are the text and nothing else, {bad} are not")
    return bad


def outbox(stage, title, message):
    """The mails that an opening writes; none when a value is refused, with a status that says so."""
    for path in (stage.folder / "outbox").glob("*"):
        path.unlink()
    if "\0" in title:
        return []
    words = ["incident", "open", f"--title={title}", "-s", "high", "-c", "Reporting", "-m", "-"]
    result = stage.run(stage.command(*words), text=False, input=message.encode())
    mails = [path.read_bytes() for path in (stage.folder / "outbox").glob("*")]
    if len(mails) != (result.returncode == 0) or result.returncode not in (0, 2, 4):
        raise SystemExit(f"{title!r} {message!r}: status {result.returncode}, {len(mails)} mails\n{result.stderr.decode(errors='replace')}")
    return mails


def main():
    count, incidents, seed = (int(word) for word in (sys.argv[1:] + ["1000", "100", "1"][len(sys.argv) - 1:]))
    chance = random.Random(seed)
    sys.exit(1 if check_subscribers(count, chance) + check_incidents(incidents, chance) else 0)


main()
