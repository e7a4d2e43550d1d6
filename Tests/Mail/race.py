#!/usr/bin/env python3
"""Several processes send the same notification at once: every recipient gets one mail.

    race.py [ROUNDS [RECIPIENTS]]        default 3 rounds of 1,000

The processes are the ones that meet in practice: an alert that fires twice, a person who retries, and cron. Exit 1 when
anybody got none or two.
"""
import collections
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Servers" / "smtp"))
import mailstage  # noqa: E402
import relays  # noqa: E402


def race(folder, recipients):
    with relays.FaultServer(folder) as server:
        stage = mailstage.Stage(folder, server.port, recipients)
        opening, retry = stage.opening("--key", "ALERT"), stage.command("delivery", "retry")
        processes = [stage.start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for command in [opening, opening, opening]]
        while not stage.counts() and any(process.poll() is None for process in processes):
            pass
        processes += [stage.start(retry, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(3)]
        outputs = [process.communicate()[0].decode() for process in processes]
        last = stage.run(retry)
        accepted = server.by_recipient()
        incidents = stage.document("incident", "list")["result"]
    result = collections.Counter(
        missed=recipients - len(accepted), twice=sum(len(mails) > 1 for mails in accepted.values()),
        failed=(last.returncode != 0) + (len(incidents) != 1) + (stage.counts() != {"accepted": recipients}),
    )
    if result.total():
        print(dict(result), [process.returncode for process in processes], *outputs, last.stdout, last.stderr, sep="\n", file=sys.stderr)
    return result


def main():
    rounds, recipients = (int(word) for word in (sys.argv[1:] + ["3", "1000"][len(sys.argv) - 1:]))
    total = collections.Counter()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            total += race(folder, recipients)
    print(f"{rounds} rounds of six processes, {recipients} recipients each: {total['missed']} missed, {total['twice']} got more than one")
    sys.exit(1 if total.total() else 0)


main()
