"""Mail relays on free loopback ports, for scripts: the fault server, Postfix's smtp-sink, and a whole Postfix.

Each is a context manager with a `port`, and ends what it started.
"""
import collections
import contextlib
import grp
import json
import os
import pathlib
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for_port(port, seconds=30):
    end = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


class FaultServer:
    """`fault_server.py` with a scenario; `accepted` is what it took over."""

    def __init__(self, folder, scenario=None):
        self.log = pathlib.Path(folder) / "fault-server.log"
        (pathlib.Path(folder) / "scenario.json").write_text(json.dumps(scenario or {}))
        command = [sys.executable, HERE / "fault_server.py", pathlib.Path(folder) / "scenario.json", self.log]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def size(self):
        return self.log.stat().st_size

    def accepted(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def by_recipient(self):
        mails = collections.defaultdict(list)
        for entry in self.accepted():
            mails[entry["to"]].append(entry)
        return mails


class FarRelay:
    """`latency_server.py`: a relay with a round trip, and a pause in front of the reply to the dot, in milliseconds."""

    def __init__(self, folder, round_trip, dot):
        self.log = pathlib.Path(folder) / "far-relay.log"
        command = [sys.executable, HERE / "latency_server.py", str(round_trip), str(dot), self.log]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def count(self):
        return len(self.log.read_text().splitlines())


class Sink:
    """`smtp-sink`, which takes everything and, when `count` is given, ends itself after one mail more."""

    def __init__(self, count=None, options=()):
        self.port = free_port()
        words = ["smtp-sink", *(["-u", "postfix"] if os.getuid() == 0 else []), *options]
        if count is not None:
            words += ["-M", str(count + 1)]
        self.process = subprocess.Popen([*words, f"127.0.0.1:{self.port}", "1000"], stderr=subprocess.DEVNULL)
        wait_for_port(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def has_count(self):
        """Whether exactly `count` mails came: the sink is there, and is gone behind one more."""
        if self.process.poll() is not None:
            return False
        with contextlib.suppress(OSError, smtplib.SMTPException):
            with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as one:
                one.sendmail("a@example.com", ["b@example.com"], b"Subject: one more\r\n\r\n")
        try:
            self.process.wait(5)
            return True
        except subprocess.TimeoutExpired:
            return False


MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example
mydestination =
alias_maps =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = example.com
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
smtputf8_enable = yes
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """A Postfix of its own, with its own configuration and queue, that delivers everything for example.com into one maildir.

    Needs root and the `postfix` package; nothing of the machine's own mail is touched.
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve() / "postfix"
        self.port = free_port()
        owner = pwd.getpwnam("postfix")
        for name in ["conf", "queue", "data", "mail"]:
            (self.folder / name).mkdir(parents=True)
        # The daemons run as another user, and have to reach their files.
        for path in [self.folder.parent, self.folder]:
            path.chmod(path.stat().st_mode | 0o711)
        for name in ["data", "mail"]:
            shutil.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        values = {"folder": self.folder, "port": self.port, "user": owner.pw_uid, "group": grp.getgrnam("postfix").gr_gid}
        (self.folder / "conf" / "main.cf").write_text(MAIN.format(**values))
        (self.folder / "conf" / "master.cf").write_text(MASTER.format(**values))
        subprocess.run(["postfix", "-c", self.folder / "conf", "check"], check=True)
        daemons = subprocess.run(["postconf", "-h", "daemon_directory"], capture_output=True, text=True).stdout.strip()
        self.process = subprocess.Popen(
            [f"{daemons or '/usr/lib/postfix/sbin'}/master", "-c", self.folder / "conf", "-d"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )
        wait_for_port(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # The master ends its daemons with it.
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def mails(self, count, seconds=300):
        """Recipient and bytes of each delivered mail, once `count` are there or nothing more comes."""
        new = self.folder / "mail" / "all" / "new"
        end, seen = time.monotonic() + seconds, -1
        while time.monotonic() < end:
            names = len(os.listdir(new)) if new.exists() else 0
            if names >= count:
                break
            if names != seen:
                seen, end = names, time.monotonic() + seconds
            time.sleep(0.2)
        for path in sorted(new.iterdir()) if new.exists() else []:
            yield self.parse(path.read_bytes())

    @staticmethod
    def parse(raw):
        """Takes off what Postfix put in front, and gives the message its line ends back."""
        lines, place, recipient = raw.split(b"\n"), 0, ""
        while lines[place].startswith((b"Return-Path:", b"X-Original-To:", b"Delivered-To:", b"Received:", b"\t")):
            name, _, value = lines[place].partition(b": ")
            if name == b"X-Original-To":
                recipient = value.decode()
            place += 1
        return recipient, b"\r\n".join(lines[place:])
