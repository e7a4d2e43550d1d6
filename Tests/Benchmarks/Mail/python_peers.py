#!/usr/bin/env python3
"""Sends mail with Python's smtplib or with aiosmtplib, to be measured beside statuscomm.

    python_peers.py MODE PORT COUNT CONNECTIONS MESSAGE-FILE

MODE: one (a connection for all), fresh (a connection for each mail), threads, asyncio.
"""
import asyncio
import smtplib
import sys
import threading

SENDER = "status@acme.example"


def send(port, numbers, message, fresh=False):
    relay = None
    for number in numbers:
        relay = relay or smtplib.SMTP("127.0.0.1", port)
        address = f"user{number}@example.com"
        relay.sendmail(SENDER, [address], b"To: " + address.encode() + b"\r\n" + message)
        if fresh:
            relay.quit()
            relay = None
    if relay:
        relay.quit()


async def send_asynchronously(port, numbers, message):
    import aiosmtplib

    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False) as relay:
        for number in numbers:
            address = f"user{number}@example.com"
            await relay.sendmail(SENDER, [address], b"To: " + address.encode() + b"\r\n" + message)


async def send_all(port, count, connections, message):
    await asyncio.gather(*(send_asynchronously(port, range(n, count, connections), message) for n in range(connections)))


def main():
    mode, port, count, connections = sys.argv[1], *map(int, sys.argv[2:5])
    with open(sys.argv[5], "rb") as file:
        message = file.read()
    if mode == "threads":
        threads = [threading.Thread(target=send, args=(port, range(n, count, connections), message)) for n in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    elif mode == "asyncio":
        asyncio.run(send_all(port, count, connections, message))
    else:
        send(port, range(count), message, fresh=mode == "fresh")


main()
