#!/usr/bin/env python3
"""An SMTP server that misbehaves as it is told, and logs what it really accepted.

    fault_server.py SCENARIO.json LOG [DIALOGUE]

Prints `port N` once it listens on this machine. LOG gets one JSON object a line: {"to", "from", "id", "date", "sha256",
"connection", "time", "size"} for each message that the server took over, whether it said so or not. DIALOGUE gets the number of
the connection and what came on it, a line each: CONNECT, each verb, DOT behind a message, EMPTY behind a message of nothing,
END, and EARLY for a command that came in front of a reply although PIPELINING was not offered.

A scenario is an object, every member optional:

    address       address and port to listen on                              default ["127.0.0.1", 0]: any free port
    deaf          true accepts no connection: the network loses the first packet of each
    implicit      true begins with TLS, as on port 465
    window        bytes of the receive buffer
    greeting      text of the greeting; null hangs                           default "220 fault ESMTP"
    limit         open connections above which the greeting is 421
    connections   scenarios that hold for the n-th connection alone, such as {"2": {"greeting": null}}
    offers        capabilities in the answer to EHLO                         default ["PIPELINING", "8BITMIME"]
    offersTLS     capabilities in the answer to EHLO inside TLS              default: those of `offers`
    offersLater   capabilities from the second connection on
    ehlo          script in place of the answer to EHLO
    starttls      script in place of the answer to STARTTLS; without it TLS begins when `certificate` is there
    certificate   file with certificate and key, PEM
    auth          script in place of the answer to AUTH                      default: anything is right
    split         true sends every reply a byte at a time
    together      true sends the replies to MAIL, RCPT and DATA in one piece
    behindDot     what happens to commands that come in the same bytes as a dot: "discard" forgets them, "close" ends the
                  connection, and the message is not taken
    slowRead      bytes a second at which a message is read
    rules         list of {on, to, times, connection, mail, until, do}: what happens instead of the usual answer

A rule is for a verb `on` (MAIL, RCPT, DATA, DOT, RSET, QUIT, IDLE: behind the reply to a dot), if the recipient has `to` in it, for the first
`times` times, on the n-th `connection`, for the n-th `mail` of a connection, for `until` seconds from the start. Its script
`do` is a list of steps: "say TEXT" (a line, with its CRLF), "raw TEXT" (as it is), "accept" (the message is taken and logged),
"ok" (the usual answer), "close", "reset" (RST), "hang", "sleep SECONDS", "read" (the rest of the message).
"""
import asyncio
import email.parser
import email.policy
import hashlib
import json
import socket
import ssl
import struct
import sys
import time


class Ended(Exception):
    pass


class Server:
    def __init__(self, scenario, log, dialogue):
        self.scenario = scenario
        self.log = log
        self.dialogue = dialogue
        self.connections = 0
        self.open = 0
        self.started = time.monotonic()
        self.rules = [dict(rule, left=rule.get("times", -1)) for rule in scenario.get("rules", [])]

    async def connected(self, reader, writer):
        self.connections += 1
        self.open += 1
        session = Session(self, reader, writer, self.connections)
        session.heard("CONNECT")
        try:
            await session.run()
        except (Ended, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            session.heard("END")
            self.open -= 1
            writer.close()

    def heard(self, connection, what):
        if self.dialogue:
            self.dialogue.write(f"{connection} {what}\n")
            self.dialogue.flush()


class Session:
    def __init__(self, server, reader, writer, number):
        self.server, self.reader, self.writer, self.number = server, reader, writer, number
        self.scenario = {**server.scenario, **server.scenario.get("connections", {}).get(str(number), {})}
        self.mails = 0
        self.held = b""
        self.takes_groups = False
        self.sender = self.recipient = None
        self.sender_ok = self.recipient_ok = False
        self.tls = False
        self.message = b""
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def heard(self, what):
        self.server.heard(self.number, what)

    async def raw(self, text):
        data = self.held + text.encode("latin-1")
        self.held = b""
        if self.scenario.get("split"):
            for byte in data:
                self.writer.write(bytes([byte]))
                await self.writer.drain()
                await asyncio.sleep(0)
        else:
            self.writer.write(data)
            await self.writer.drain()

    async def say(self, text):
        await self.raw(text + "\r\n")

    async def script(self, steps, usual=None):
        for step in steps:
            word, _, rest = step.partition(" ")
            if word == "say":
                await self.say(rest)
            elif word == "raw":
                await self.raw(rest.encode().decode("unicode_escape"))
            elif word == "accept":
                self.accept()
            elif word == "ok":
                await usual()
            elif word == "close":
                raise Ended
            elif word == "reset":
                linger = struct.pack("ii", 1, 0)
                self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.writer.transport.abort()
                raise Ended
            elif word == "hang":
                await asyncio.sleep(3600)
            elif word == "sleep":
                await asyncio.sleep(float(rest))
            elif word == "read":
                await self.read_message()
            else:
                raise SystemExit(f"unknown step {step}")

    def rule(self, verb):
        for rule in self.server.rules:
            if rule["on"] != verb or rule["left"] == 0:
                continue
            if "to" in rule and rule["to"] not in (self.recipient or ""):
                continue
            if "connection" in rule and rule["connection"] != self.number:
                continue
            if "mail" in rule and rule["mail"] != self.mails:
                continue
            if "until" in rule and time.monotonic() - self.server.started > rule["until"]:
                continue
            rule["left"] -= 1
            return rule["do"]
        return None

    async def answer(self, verb, usual):
        steps = self.rule(verb)
        if steps is None and verb in ("MAIL", "RCPT") and self.scenario.get("together"):
            self.held += b"250 2.1.0 ok\r\n"
        elif steps is None:
            await usual()
        else:
            await self.script(steps, usual)
        return steps is None or any(step == "ok" or step.startswith(("say 2", "raw 2")) for step in steps)

    def accept(self):
        headers = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(self.message)
        entry = {
            "to": self.recipient, "from": self.sender, "id": headers["Message-ID"], "date": headers["Date"],
            "sha256": hashlib.sha256(self.message).hexdigest(), "connection": self.number,
            "time": time.monotonic() - self.server.started, "size": len(self.message),
        }
        self.server.log.write(json.dumps(entry) + "\n")
        self.server.log.flush()

    async def line(self):
        line = await self.reader.readline()
        if not line.endswith(b"\n"):
            raise Ended
        return line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")

    async def run(self):
        if self.scenario.get("implicit"):
            await self.begin_tls()
        limit = self.scenario.get("limit")
        if limit is not None and self.server.open > limit:
            await self.say("421 4.7.0 too many connections from you")
            return
        greeting = self.scenario.get("greeting", "220 fault ESMTP")
        if greeting is None:
            await asyncio.sleep(3600)
        await self.say(greeting)
        while True:
            line = await self.line()
            verb = line.split(" ")[0].split(":")[0].upper()
            self.heard(verb)
            if not self.takes_groups and self.reader._buffer:
                self.heard("EARLY")
            handler = getattr(self, "do_" + verb.lower(), None)
            if handler is None:
                await self.say("502 5.5.1 unknown command")
            else:
                await handler(line)

    async def do_ehlo(self, line):
        if "ehlo" in self.scenario:
            return await self.script(self.scenario["ehlo"])
        offers = self.scenario.get("offers", ["PIPELINING", "8BITMIME"])
        if self.number > 1:
            offers = self.scenario.get("offersLater", offers)
        if self.tls:
            offers = self.scenario.get("offersTLS", [offer for offer in offers if offer != "STARTTLS"])
        self.takes_groups = "PIPELINING" in [offer.upper() for offer in offers]
        lines = ["fault"] + offers
        for offer in lines[:-1]:
            await self.say("250-" + offer)
        await self.say("250 " + lines[-1])

    async def do_helo(self, line):
        await self.say("250 fault")

    async def do_starttls(self, line):
        async def usual():
            await self.say("220 go ahead")
        if "starttls" in self.scenario:
            await self.script(self.scenario["starttls"], usual)
        elif "certificate" in self.scenario:
            await usual()
        else:
            return await self.say("502 5.5.1 unknown command")
        if "certificate" in self.scenario:
            await self.begin_tls()

    async def begin_tls(self):
        self.takes_groups = False
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.scenario["certificate"])
        await self.writer.start_tls(context)
        self.tls = True

    async def do_auth(self, line):
        async def usual():
            if line.upper().startswith("AUTH LOGIN"):
                if len(line.split(" ")) < 3:
                    await self.say("334 VXNlcm5hbWU6")
                    await self.line()
                await self.say("334 UGFzc3dvcmQ6")
                await self.line()
            await self.say("235 2.7.0 welcome")
        if "auth" in self.scenario:
            await self.script(self.scenario["auth"], usual)
        else:
            await usual()

    async def do_mail(self, line):
        self.mails += 1
        self.sender = line.partition("<")[2].partition(">")[0]
        self.recipient = None
        self.sender_ok = await self.answer("MAIL", lambda: self.say("250 2.1.0 ok"))

    async def do_rcpt(self, line):
        self.recipient = line.partition("<")[2].partition(">")[0]
        if not self.sender_ok:
            self.recipient_ok = False
            return await self.say("503 5.5.1 MAIL first")
        self.recipient_ok = await self.answer("RCPT", lambda: self.say("250 2.1.5 ok"))

    async def do_data(self, line):
        started = False

        async def usual():
            nonlocal started
            if self.recipient_ok:
                started = True
                await self.say("354 go on")
            else:
                await self.say("554 5.5.1 no valid recipients")
        steps = self.rule("DATA")
        if steps is None:
            await usual()
        else:
            await self.script(steps, usual)
            started = started or any(step.startswith(("say 354", "raw 354")) for step in steps)
        if started:
            await self.read_message()
            await self.dot()

    async def read_message(self):
        lines = []
        pace = self.scenario.get("slowRead")
        while True:
            if pace:
                part = await self.reader.read(64)
                if not part:
                    raise Ended
                lines.append(part)
                await asyncio.sleep(len(part) / pace)
                whole, end, rest = b"".join(lines).partition(b"\r\n.\r\n")
                if end:
                    whole += b"\r\n"
                    # Commands may follow in the same bytes.
                    self.reader._buffer[:0] = rest
                    break
                continue
            line = await self.reader.readline()
            if not line.endswith(b"\n"):
                raise Ended
            if line == b".\r\n":
                whole = b"".join(lines)
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.reader._buffer and "behindDot" in self.scenario:
            if self.scenario["behindDot"] == "close":
                raise Ended
            self.reader._buffer.clear()
        self.message = whole
        self.heard("DOT" if whole else "EMPTY")

    async def dot(self):
        async def usual():
            if self.recipient_ok:
                self.accept()
                await self.say("250 2.0.0 queued")
            else:
                await self.say("554 5.5.1 no valid recipients")
        await self.answer("DOT", usual)
        steps = self.rule("IDLE")
        if steps is not None:
            await self.script(steps)

    async def do_rset(self, line):
        await self.answer("RSET", lambda: self.say("250 2.0.0 ok"))

    async def do_noop(self, line):
        await self.say("250 2.0.0 ok")

    async def do_quit(self, line):
        await self.answer("QUIT", lambda: self.say("221 2.0.0 bye"))
        raise Ended


def listen(scenario):
    listener = socket.socket()
    if "window" in scenario:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, scenario["window"])
    listener.bind(tuple(scenario.get("address", ["127.0.0.1", 0])))
    listener.listen(0 if scenario.get("deaf") else 100)
    return listener


def fill(listener):
    """Connections that nobody takes, until the queue of the listener has no place for another."""
    waiting = []
    for _ in range(3):
        waiting.append(socket.socket())
        waiting[-1].setblocking(False)
        waiting[-1].connect_ex(listener.getsockname())
    return waiting


async def main():
    with open(sys.argv[1]) as file:
        scenario = json.load(file)
    dialogue = open(sys.argv[3], "a") if len(sys.argv) > 3 else None
    with open(sys.argv[2], "a") as log:
        server = Server(scenario, log, dialogue)
        listener = listen(scenario)
        if scenario.get("deaf"):
            waiting = fill(listener)
            print("port", listener.getsockname()[1], flush=True)
            await asyncio.sleep(3600)
            return waiting
        # A line of a message has at most 998 bytes; what is read ahead of the dialogue stays small.
        served = await asyncio.start_server(server.connected, sock=listener, limit=1 << 16)
        print("port", listener.getsockname()[1], flush=True)
        await served.serve_forever()


asyncio.run(main())
