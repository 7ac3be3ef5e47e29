"""A client that sends exact bytes and takes apart what comes back, forgiving nothing and following nothing."""

import select
import socket
import ssl
import time


class Ended(Exception):
    """The peer closed or fell silent in the middle of a response."""


class Wire:
    """One connection, read through a buffer with a deadline."""

    def __init__(self, port, tls=None, source=None, host="127.0.0.1", timeout=8):
        self.socket = socket.create_connection((host, port), timeout=timeout, source_address=source and (source, 0))
        if tls:
            self.socket = tls["context"].wrap_socket(self.socket, server_hostname=tls.get("name"))
        self.buffer, self.deadline = b"", time.monotonic() + timeout

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass

    def more(self, wait=None):
        """Reads once; false at the end."""
        left = self.deadline - time.monotonic() if wait is None else wait
        pending = isinstance(self.socket, ssl.SSLSocket) and self.socket.pending()
        if not pending and not select.select([self.socket], [], [], max(left, 0))[0]:
            raise TimeoutError
        try:
            data = self.socket.recv(65536)
        except OSError:
            data = b""
        self.buffer += data
        return bool(data)

    def line(self):
        while b"\n" not in self.buffer:
            if not self.more():
                raise Ended("closed")
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line.rstrip(b"\r").decode("latin-1")

    def exactly(self, count):
        while len(self.buffer) < count:
            if not self.more():
                data, self.buffer = self.buffer, b""
                return data, False
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data, True

    def rest(self, wait=None):
        """Everything until the peer closes, or until it says nothing for `wait` seconds."""
        try:
            while self.more(wait):
                pass
            end = "closed"
        except TimeoutError:
            end = "open"
        data, self.buffer = self.buffer, b""
        return data, end

    def close(self):
        self.socket.close()


def read_response(wire, method):
    """The next response as a dictionary. Interim ones stand under `interim`."""
    response = {"status": 0, "headers": [], "body": b""}
    try:
        first = wire.line()
        while True:
            version, status, *reason = first.split(" ", 2)
            response.update(status=int(status), headers=read_fields(wire))
            if not 100 <= response["status"] < 200 or response["status"] == 101:
                break
            response.setdefault("interim", []).append([response["status"]] + response["headers"])
            first = wire.line()
        if version != "HTTP/1.1":
            response["version"] = version
        read_body(wire, method, response)
    except Ended:
        response["cut"] = "closed"
    except TimeoutError:
        response["cut"] = "silent"
    except ValueError:
        response["cut"] = "malformed"
    return response


def read_fields(wire):
    fields = []
    while field := wire.line():
        fields.append(field)
    return fields


def read_body(wire, method, response):
    values = {}
    for field in response["headers"]:
        key, _, value = field.partition(":")
        values[key.lower()] = value.strip()
    if method == "HEAD" or response["status"] in (204, 304):
        return
    if response["status"] == 101:
        response["body"] = wire.rest(0.3)[0]
    elif values.get("transfer-encoding", "").lower() == "chunked":
        read_chunks(wire, response)
    elif "content-length" in values:
        response["body"], whole = wire.exactly(int(values["content-length"]))
        if not whole:
            response["cut"] = "closed"
    else:
        response["body"], end = wire.rest()
        response["framing"] = "until closed" if end == "closed" else "silent"


def read_chunks(wire, response):
    while size := int(wire.line().split(";")[0], 16):
        data, whole = wire.exactly(size)
        response["body"] += data
        if not whole:
            raise Ended("closed")
        wire.line()
    if trailers := read_fields(wire):
        response["trailers"] = trailers


def still_open(wire, wait=0.1):
    """Whether the connection could carry another request."""
    try:
        return wire.more(wait)
    except TimeoutError:
        return True
