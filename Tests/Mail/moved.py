#!/usr/bin/env python3
"""A relay moves to another address while mail is on its way: the name is looked up again for every connection.

    moved.py [RECIPIENTS]        default 200

The first relay ends each connection after a few mails; in the middle of the send the name becomes that of a second one. The send
has a hosts file of its own (unshare(1), root). Exit 1 when anybody got none or two, or when the second relay got nothing.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Servers" / "smtp"))
import mailstage  # noqa: E402
import relays  # noqa: E402

NAME = "relay.example.test"
IN_A_NAMESPACE = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"']


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        hosts = pathlib.Path(folder) / "hosts"
        hosts.write_text(f"127.0.0.1 localhost {NAME}\n")
        if subprocess.run([*IN_A_NAMESPACE, hosts, "true"], stderr=subprocess.DEVNULL).returncode != 0:
            print("no mount namespace here: skipped")
            return
        places = [pathlib.Path(folder) / name for name in ("first", "second", "stage")]
        for place in places:
            place.mkdir()
        ending = {"rules": [{"on": "IDLE", "mail": 5, "do": ["close"]}]}
        with relays.FaultServer(places[0], ending) as first, relays.FaultServer(places[1], {"address": ["127.0.0.2", first.port]}) as second:
            stage = mailstage.Stage(places[2], first.port, count, connections=3, rate="50/s", relay=f"smtp://{NAME}:{first.port}", allowPlaintext=True)
            process = stage.start([*IN_A_NAMESPACE, hosts, *stage.opening()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            while process.poll() is None and len(first.accepted()) < count // 5:
                time.sleep(0.01)
            hosts.write_text(f"127.0.0.2 {NAME}\n")
            output = process.communicate()[0].decode()
            before, after = [mail["to"] for mail in first.accepted()], [mail["to"] for mail in second.accepted()]
    everybody = before + after
    print(f"{count} recipients: {len(before)} mails at the first address, {len(after)} at the second; "
          f"{count - len(set(everybody))} missed, {len(everybody) - len(set(everybody))} got more than one")
    if process.returncode != 0 or not after or len(set(everybody)) != count or len(everybody) != count:
        raise SystemExit(f"status {process.returncode}: {output}")


main()
