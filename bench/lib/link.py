#!/usr/bin/env python3
"""A slow link on loopback: relays TCP with a round trip time, and one bandwidth shared by all its connections.

  link.py --listen PORT --to PORT --control PORT [--rtt MS] [--mbit RATE]

Each direction delays bytes by half the round trip. A new connection's first bytes wait one round trip more, as a
handshake over the link would take. From the origin towards the client, bytes leave at the link's rate, in order of
arrival; the other way carries only requests and is not limited. A connection in each direction has at most one
bandwidth-delay product (at least 64 KiB) on the way, so a reader that stops stops its sender, and never others.
The control port answers each connection with one JSON line of the counters: bytes that crossed from the origin, and
connections made.
"""

import argparse
import asyncio
import collections
import json
import socket

BLOCK = 8192
AHEAD = 0.005     # seconds a reader may run ahead of the link, because timers are no finer than a millisecond
IDLE_LIMIT = 900  # the relay ends by itself after this many seconds


class Link:
    def __init__(self, rtt, rate):
        self.rtt, self.rate = rtt, rate            # seconds; bytes in each second
        self.window = max(65536, int(rtt * rate))  # bytes
        self.free_at = 0.0                         # when the last byte handed to the link has left
        self.bytes = self.connections = 0

    def departure(self, now, count):
        """Takes the link for `count` bytes; the time at which the last of them has left."""
        self.free_at = max(now, self.free_at) + count / self.rate
        return self.free_at


async def carry(link, source, sink, ready_at, limited):
    """Moves one direction: a reader fills a queue of (arrival, bytes), a writer empties it in time."""
    loop = asyncio.get_running_loop()
    queue, changed = collections.deque(), asyncio.Event()
    state = {"waiting": 0, "ended": False}

    async def read():
        while True:
            block = await loop.sock_recv(source, BLOCK)
            now = max(loop.time(), ready_at)
            left = link.departure(now, len(block)) if limited and block else now
            queue.append((left + link.rtt / 2, block))
            state["waiting"] += len(block)
            changed.set()
            if not block:
                return
            if limited:
                link.bytes += len(block)
                await asyncio.sleep(max(0, left - loop.time() - AHEAD))
            while state["waiting"] > link.window:
                changed.clear()
                await changed.wait()

    async def write():
        while True:
            while not queue:
                changed.clear()
                await changed.wait()
            arrival, block = queue.popleft()
            await asyncio.sleep(max(0, arrival - loop.time()))
            if not block:
                sink.shutdown(socket.SHUT_WR)
                return
            await loop.sock_sendall(sink, block)
            state["waiting"] -= len(block)
            changed.set()

    async with asyncio.TaskGroup() as both:  # one that fails ends the other
        both.create_task(read())
        both.create_task(write())


async def relay(link, client, port):
    loop = asyncio.get_running_loop()
    origin = socket.socket()
    link.connections += 1
    tasks = []
    try:
        for end in (client, origin):
            end.setblocking(False)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Small kernel buffers, so that what is counted as carried has really been taken by the other end.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32768)
        origin.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
        await loop.sock_connect(origin, ("127.0.0.1", port))
        ready_at = loop.time() + link.rtt
        tasks = [asyncio.create_task(carry(link, client, origin, ready_at, False)),
                 asyncio.create_task(carry(link, origin, client, 0, True))]
        # A client that has gone ends both directions: nothing more of its answer crosses the link.
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if not tasks[1].done() and tasks[0].exception() is None:
            await asyncio.wait(tasks[1:], timeout=2 * link.rtt)
    except OSError:
        pass
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        client.close()
        origin.close()


async def serve(options):
    link = Link(options.rtt / 1000, options.mbit * 1e6 / 8)
    loop = asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", options.listen), backlog=1024)
    listener.setblocking(False)
    running = set()

    async def accept():
        while True:
            client, _ = await loop.sock_accept(listener)
            task = asyncio.create_task(relay(link, client, options.to))
            running.add(task)
            task.add_done_callback(running.discard)

    async def report(reader, writer):
        writer.write(json.dumps({"bytes": link.bytes, "connections": link.connections}).encode() + b"\n")
        await writer.drain()
        writer.close()

    await asyncio.start_server(report, "127.0.0.1", options.control)
    await asyncio.wait([asyncio.create_task(accept())], timeout=IDLE_LIMIT)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--listen", "--to", "--control"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--rtt", type=float, default=20)
    parser.add_argument("--mbit", type=float, default=50)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
