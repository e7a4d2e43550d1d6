#!/usr/bin/env python3
"""Many WebSocket subscribers and a few real tabs: one publish reaches all, a restart of nginx loses nobody.

usage: subscribers.py [--clients 2000] [--tabs 3] [--spread SECONDS]

The subscribers are this program's own, on asyncio: they follow the element's rules (a random wait within the feed's
spread before each new attempt, doubled by each failure; a fetch of the feed within the spread after each connection;
lower sequences dropped), so that what is measured is what those rules do to the server.
"""
import argparse
import asyncio
import base64
import json
import os
import random
import resource
import sys
import time

from harness import Browser, Case, Site, banner, shows, state


class Subscriber:
    def __init__(self, crowd, port, name):
        self.crowd, self.port, self.name = crowd, port, name
        self.sequence, self.message, self.spread, self.drops = 0, None, 10, 0
        self.live = False

    def show(self, text):
        document = json.loads(text)
        if document["sequence"] < self.sequence:
            return
        self.sequence, self.spread = document["sequence"], document["spread_seconds"]
        self.message = document["banners"][0]["message"] if document["banners"] else None
        self.crowd.notify()

    async def live_on(self):
        while True:
            fetching = None
            try:
                reader, writer = await self.connect()
                self.live, self.drops = True, 0
                self.crowd.opened.append(time.monotonic())
                fetching = asyncio.ensure_future(self.fetch_within(self.spread))
                try:
                    while True:
                        self.show(await self.event(reader, writer))
                finally:
                    self.live = False
                    writer.close()
            except (OSError, EOFError, ValueError):
                pass
            finally:
                if fetching:
                    fetching.cancel()
            longest = min(900, self.spread * 2 ** min(self.drops, 6))
            self.drops += 1
            await asyncio.sleep(max(0.5, random.random() * longest))

    async def connect(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write((f"GET /events/{self.name} HTTP/1.1\r\nHost: localhost:{self.port}\r\nUpgrade: websocket\r\n"
                      f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            writer.close()
            raise ValueError("refused")
        return reader, writer

    async def event(self, reader, writer):
        """The next text message (RFC 6455, section 5.2); answers pings, ends on a close frame."""
        while True:
            first, second = await reader.readexactly(2)
            length = second & 127
            if length > 125:
                length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
            payload = await reader.readexactly(length)
            opcode = first & 15
            if opcode == 1:
                return payload
            if opcode == 8:
                raise EOFError
            if opcode == 9:
                mask = os.urandom(4)
                writer.write(bytes([0x8A, 0x80 | length]) + mask
                             + bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload)))

    async def fetch_within(self, seconds):
        await asyncio.sleep(random.random() * seconds)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(f"GET /feed/{self.name}.json HTTP/1.0\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
            head, _, body = answer.partition(b"\r\n\r\n")
            if b" 200 " in head.split(b"\r\n")[0]:
                self.crowd.fetched.append(time.monotonic())
                self.show(body)
        except (OSError, ValueError):
            pass


class Crowd:
    def __init__(self, count, port, name):
        self.opened, self.fetched = [], []
        self.changed = asyncio.Event()
        self.members = [Subscriber(self, port, name) for _ in range(count)]

    def notify(self):
        self.changed.set()

    async def until(self, condition, timeout, what):
        end = time.monotonic() + timeout
        while not all(condition(each) for each in self.members):
            missing = sum(not condition(each) for each in self.members)
            assert time.monotonic() < end, f"{missing} of {len(self.members)} not within {timeout} s: {what}"
            self.changed.clear()
            try:
                await asyncio.wait_for(self.changed.wait(), 0.1)
            except asyncio.TimeoutError:
                pass


def busiest_second(times):
    """The most events in any one second."""
    times, most, start = sorted(times), 0, 0
    for end, time_ in enumerate(times):
        while time_ - times[start] > 1:
            start += 1
        most = max(most, end - start + 1)
    return most


async def rehearse(options, site, case, pages):
    channel, name = case.channel, case.name
    call = asyncio.get_running_loop().run_in_executor
    crowd = Crowd(options.clients, site.port, name)
    tasks = []
    for each in crowd.members:
        tasks.append(asyncio.ensure_future(each.live_on()))
        if len(tasks) % 50 == 0:
            await asyncio.sleep(0.02)
    await crowd.until(lambda each: each.live and each.message == "First", 30 + options.spread, "the first feed")
    print(f"{options.clients} subscribers live, {await call(None, channel.subscribers)} by the server's own count")

    started = time.monotonic()
    await call(None, lambda: channel.publish(banner(message="One publish"), spread_seconds=options.spread))
    await crowd.until(lambda each: each.message == "One publish", 20, "one publish")
    print(f"one publish reached all {options.clients} in {time.monotonic() - started:.2f} s")
    for page in pages:
        await call(None, lambda: page.wait(shows("One publish")))

    crowd.opened.clear()
    crowd.fetched.clear()
    await call(None, site.stop)
    await crowd.until(lambda each: not each.live, 10, "the end of the server")
    # While it is down the incident goes on: what the stream's memory would have said is lost.
    await call(None, site.start)
    back = time.monotonic()
    await call(None, lambda: channel.put(banner(message="Meanwhile"), spread_seconds=options.spread))
    await crowd.until(lambda each: each.live and each.message == "Meanwhile", options.spread * 6 + 10, "the restart")
    took = time.monotonic() - back
    for page in pages:
        await call(None, lambda: page.wait(f"{shows('Meanwhile')} && {state('live')}", timeout=options.spread * 6 + 10))
    peak, fetches = busiest_second(crowd.opened), busiest_second(crowd.fetched)
    print(f"after a restart all {options.clients} show the current state within {took:.1f} s; "
          f"at most {peak} connections and {fetches} fetches in one second (spread {options.spread} s)")
    # Spread evenly, one second holds 1/spread of them; all at once would be all of them.
    assert peak < options.clients * min(1, 3 / options.spread) + 20, "reconnected in a herd"

    await call(None, lambda: channel.publish(banner(message="Again"), spread_seconds=options.spread))
    await crowd.until(lambda each: each.message == "Again", 20, "a publish after the restart")
    for page in pages:
        await call(None, lambda: page.wait(shows("Again")))
    for task in tasks:
        task.cancel()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--tabs", type=int, default=2)
    parser.add_argument("--spread", type=int, default=4)
    options = parser.parse_args()
    needed = options.clients * 2 + 200
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        sys.exit(f"{needed} open files are needed, {hard} are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    site = Site(NCHAN_CONNECTIONS=str(needed))
    try:
        with Browser() as browser:
            case = Case(site, browser, "crowd")
            case.channel.put(banner(message="First"), spread_seconds=options.spread)
            pages = [case.open() for _ in range(options.tabs)]
            for page in pages:
                page.wait(f"{shows('First')} && {state('live')}")
            asyncio.run(rehearse(options, site, case, pages))
    finally:
        site.close()


if __name__ == "__main__":
    main()
