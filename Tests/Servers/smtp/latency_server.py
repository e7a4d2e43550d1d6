#!/usr/bin/env python3
"""An SMTP relay that is far away: every reply comes a round trip after its command, and the one to the dot later still.

    latency_server.py ROUND_TRIP_MS DOT_MS LOG

Prints `port N` once it listens on 127.0.0.1. Commands that arrive together are answered together. LOG gets the address of each
recipient whose message was taken, a line each.
"""
import asyncio
import socket
import sys


class Relay(asyncio.Protocol):
    def __init__(self, round_trip, dot, log):
        self.round_trip, self.dot, self.log = round_trip, dot, log
        self.buffer = bytearray()
        self.in_data = False
        self.recipient = b""
        self.free_at = 0.0

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reply(b"220 far ESMTP\r\n")

    def reply(self, text, extra=0.0, ends=False):
        loop = asyncio.get_running_loop()
        # In order: a reply never overtakes the one before, and asyncio does not promise an order at one moment.
        self.free_at = max(loop.time() + self.round_trip + extra, self.free_at + 1e-6)
        loop.call_at(self.free_at, self.write, text, ends)

    def write(self, text, ends):
        if not self.transport.is_closing():
            self.transport.write(text)
            if ends:
                self.transport.close()

    def data_received(self, data):
        self.buffer += data
        while True:
            if self.in_data:
                end = self.buffer.find(b"\r\n.\r\n")
                if end < 0:
                    return
                del self.buffer[: end + 5]
                self.in_data = False
                self.log.write(self.recipient.decode() + "\n")
                self.log.flush()
                self.reply(b"250 2.0.0 queued\r\n", self.dot)
            else:
                end = self.buffer.find(b"\n")
                if end < 0:
                    return
                line = bytes(self.buffer[:end]).strip()
                del self.buffer[: end + 1]
                self.command(line)

    def command(self, line):
        verb = line[:4].upper()
        if verb == b"EHLO":
            self.reply(b"250-far\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            self.in_data = True
            self.reply(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.reply(b"221 2.0.0 bye\r\n", ends=True)
        elif verb in (b"MAIL", b"RCPT", b"RSET", b"HELO", b"NOOP"):
            if verb == b"RCPT":
                self.recipient = line.partition(b"<")[2].partition(b">")[0]
            self.reply(b"250 2.1.0 ok\r\n")
        else:
            self.reply(b"502 5.5.1 unknown command\r\n")


async def main():
    round_trip, dot = float(sys.argv[1]) / 1000, float(sys.argv[2]) / 1000
    with open(sys.argv[3], "w") as log:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Relay(round_trip, dot, log), "127.0.0.1", 0)
        print("port", server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


asyncio.run(main())
