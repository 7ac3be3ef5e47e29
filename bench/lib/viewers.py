"""Viewers: small HTTP/1.1 clients that seek, watch at a pace, and notice when they would have stalled.

A viewer's receive buffer is fixed and small, so that a paused viewer soon stops the server: what a server has sent
ahead into kernel buffers would otherwise count as watched by nobody.
"""

import asyncio
import socket
import time

RECEIVE_BUFFER = 128 * 1024
TIME_LIMIT = 120  # seconds, for anything one viewer does


class Answer:
    """An open answer: its head has been read and checked, its body is read as the viewer likes."""

    def __init__(self, connection, rest):
        self.connection, self.rest = connection, rest
        self.taken = 0

    async def read(self, most):
        """Some body bytes, at most so many; empty at the end."""
        if self.rest:
            block, self.rest = self.rest[:most], self.rest[most:]
        else:
            block = await asyncio.get_running_loop().sock_recv(self.connection, most)
        self.taken += len(block)
        return block

    async def take(self, count):
        """Exactly so many bytes, as fast as they come."""
        goal = self.taken + count
        while self.taken < goal:
            if not await self.read(min(65536, goal - self.taken)):
                raise RuntimeError(f"the answer ended {goal - self.taken} bytes early")

    def close(self):
        self.connection.close()


async def ask(port, path, first, last=None):
    """GET with a range on a connection of its own, as players do for each seek."""
    loop = asyncio.get_running_loop()
    connection = socket.socket()
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        connection.setblocking(False)
        await loop.sock_connect(connection, ("127.0.0.1", port))
        end = "" if last is None else last
        await loop.sock_sendall(connection, f"GET {path} HTTP/1.1\r\nHost: bench.test\r\n"
                                            f"Range: bytes={first}-{end}\r\n\r\n".encode())
        data = b""
        while b"\r\n\r\n" not in data:
            block = await loop.sock_recv(connection, 4096)
            if not block or len(data) > 65536:
                raise RuntimeError(f"{path}: no answer: {data[:200]!r}")
            data += block
        head, _, rest = data.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 206 ") or f"bytes {first}-".encode() not in head:
            raise RuntimeError(f"{path}: not the range asked for: {head.decode(errors='replace')}")
        return Answer(connection, rest)
    except BaseException:
        connection.close()
        raise


async def first_byte(port, path, offset, read_on):
    """Seconds from connecting to the first byte at `offset`; then reads a little more, and leaves."""
    begin = time.monotonic()
    answer = await ask(port, path, offset)
    try:
        await answer.take(1)
        took = time.monotonic() - begin
        await answer.take(read_on)
        return took
    finally:
        answer.close()


async def watch(port, path, offset, count, pace):
    """Reads `count` bytes from an open-ended range, never faster than `pace` bytes a second, then leaves."""
    answer = await ask(port, path, offset)
    begin = time.monotonic()
    try:
        while answer.taken < count:
            await answer.take(min(65536, count - answer.taken))
            await asyncio.sleep(max(0, begin + answer.taken / pace - time.monotonic()))
    finally:
        answer.close()


async def play(port, path, size, bit_rate, start_level, ahead):
    """Plays a whole title as a player does: (seconds until it began to play, stalls, seconds stalled).

    It begins when `start_level` bytes are there, plays bit_rate bytes a second, and reads at most `ahead` bytes ahead.
    Whenever it has played all it has before the end, that is a stall, until `start_level` bytes are there again.
    """
    begin = time.monotonic()
    answer = await ask(port, path, 0)
    started, stalls, stalled, played_until = None, 0, 0.0, None
    level_due = start_level
    try:
        while answer.taken < size:
            await answer.take(min(16384, size - answer.taken))
            now = time.monotonic()
            if started is not None and played_until is not None and now > played_until:
                stalls, stall_began, played_until = stalls + 1, played_until, None
                level_due = min(size, answer.taken - 16384 + start_level)
            if played_until is None and answer.taken >= min(level_due, size):
                if started is None:
                    started, origin_of_time = now, now
                else:
                    stalled += now - stall_began
                    origin_of_time += now - stall_began
                played_until = origin_of_time + answer.taken / bit_rate
            elif played_until is not None:
                played_until = origin_of_time + answer.taken / bit_rate
                await asyncio.sleep(max(0, played_until - now - ahead / bit_rate))
        return started - begin, stalls, stalled
    finally:
        answer.close()


def within_limit(activity):
    """Runs one activity (a coroutine) to its end, with a limit in time."""
    return asyncio.run(asyncio.wait_for(activity, TIME_LIMIT))


async def together(activities, spacing):
    """Starts activities `spacing` seconds apart; all their results."""
    async def later(index, activity):
        await asyncio.sleep(index * spacing)
        return await activity

    return await asyncio.gather(*(later(index, activity) for index, activity in enumerate(activities)))
