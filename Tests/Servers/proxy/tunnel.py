#!/usr/bin/env python3
"""A proxy that makes tunnels, by HTTP CONNECT or by SOCKS 5, told apart by the first byte, and says what it was asked for.

    tunnel.py [STATUS]

Prints `port N` once it listens on 127.0.0.1, then a line `http HOST:PORT` or `socks HOST:PORT` for each tunnel. With STATUS it
makes none and answers CONNECT with that status.
"""
import asyncio
import struct
import sys


async def pump(reader, writer):
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def http(first, reader):
    head = first + await reader.readuntil(b"\r\n\r\n")
    return "http", head.split()[1].decode(), b"HTTP/1.1 200 made by a test\r\nX-Tunnel: 250 not the relay's\r\n\r\n"


async def socks(reader, writer):
    # RFC 1928: methods, then the request with address type 1 (IPv4), 3 (name) or 4 (IPv6).
    await reader.readexactly((await reader.readexactly(1))[0])
    writer.write(b"\x05\x00")
    _, _, _, kind = await reader.readexactly(4)
    if kind == 1:
        host = ".".join(str(byte) for byte in await reader.readexactly(4))
    else:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
    port = struct.unpack(">H", await reader.readexactly(2))[0]
    return "socks", f"{host}:{port}", b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00"


async def serve(reader, writer):
    try:
        first = await reader.readexactly(1)
        way, place, answer = await (socks(reader, writer) if first == b"\x05" else http(first, reader))
        print(way, place, flush=True)
        if len(sys.argv) > 1:
            writer.write(f"HTTP/1.1 {sys.argv[1]} no\r\nContent-Length: 0\r\n\r\n".encode())
            writer.close()
            return
        host, port = place.rsplit(":", 1)
        there, back = await asyncio.open_connection(host, int(port))
        writer.write(answer)
        await asyncio.gather(pump(reader, back), pump(there, writer))
    except (ConnectionError, asyncio.IncompleteReadError):
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
