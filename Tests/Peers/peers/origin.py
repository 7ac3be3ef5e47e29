"""An upstream that writes down what it received, byte for byte as far as a head goes, and answers by script.

A reply is a dictionary: status, reason, headers (lines), body, or chunks (with trailers), or raw (exact bytes), early (raw bytes
before everything), delay and pause (seconds before the answer and after it), end: keep | close | reset | echo (send back whatever comes).
A request chooses by name: `X-Reply: slow`, or per server `X-Reply: o1=fail o2=slow`, or by a path that begins with
`/_reply/slow`. A list of replies is answered one after the other.
"""

import socket
import ssl
import struct
import threading
import time

DEFAULT = {"status": 200, "headers": ["Content-Type: text/plain"]}


class Origin:
    def __init__(self, name, port, replies, always=None, tls=None):
        self.name, self.replies, self.always, self.tls = name, replies, always, tls
        self.seen, self.turns, self.lock = [], {}, threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", port), backlog=64)
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            connection.settimeout(20)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            reader = connection.makefile("rb")
            while self.one_request(connection, reader):
                pass
        except (OSError, ValueError, ssl.SSLError):
            pass
        finally:
            connection.close()

    def one_request(self, connection, reader):
        line = reader.readline().decode("latin-1").rstrip("\r\n")
        if not line:
            return False
        fields = []
        while field := reader.readline().decode("latin-1").rstrip("\r\n"):
            fields.append(field)
        record = {"server": self.name, "line": line, "headers": fields, "body": "", "complete": False}
        with self.lock:
            self.seen.append(record)
        reply = self.choose(line, fields)
        if reply.get("early"):
            connection.sendall(reply["early"].encode("latin-1"))
        if not reply.get("deaf"):
            record["body"], record["complete"] = read_body(reader, fields)
        time.sleep(reply.get("delay", 0))
        return self.answer(connection, reader, line, reply)

    def choose(self, line, fields):
        name = self.always
        for field in fields:
            key, _, value = field.partition(":")
            if key.lower() == "x-reply" and not name:
                plain = [word for word in value.split() if "=" not in word]
                own = [word.split("=")[1] for word in value.split() if word.startswith(self.name + "=")]
                name = (own + plain + [None])[0]
        target = line.split(" ")[1] if " " in line else ""
        if not name and target.startswith("/_reply/"):
            name = target[len("/_reply/"):].split("/")[0].split("?")[0]
        reply = self.replies.get(name, DEFAULT) if name else DEFAULT
        if isinstance(reply, list):
            with self.lock:
                turn = self.turns.get(name, 0)
                self.turns[name] = turn + 1
            reply = reply[min(turn, len(reply) - 1)]
        return reply

    def answer(self, connection, reader, line, reply):
        end = reply.get("end", "keep")
        if "raw" in reply:
            connection.sendall(reply["raw"].encode("latin-1"))
            time.sleep(reply.get("pause", 0))
        elif end in ("keep", "echo"):
            connection.sendall(self.message(line, reply))
        if end == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        while end == "echo" and (data := reader.read1(65536)):
            connection.sendall(data)
        return end == "keep"

    def message(self, line, reply):
        body = reply.get("body", f"{self.name}\n").encode("latin-1") * reply.get("times", 1)
        fields = list(reply.get("headers", DEFAULT["headers"]))
        status = reply.get("status", 200)
        if "chunks" in reply:
            fields.append("Transfer-Encoding: chunked")
            pieces = [f"{len(piece):x}\r\n{piece}\r\n" for piece in reply["chunks"]]
            trailers = "".join(f"{field}\r\n" for field in reply.get("trailers", []))
            body = ("".join(pieces) + "0\r\n" + trailers + "\r\n").encode("latin-1")
        elif status not in (204, 304) and not any(field.lower().startswith("content-length") for field in fields):
            fields.append(f"Content-Length: {len(body)}")
        if line.startswith("HEAD ") or status in (204, 304):
            body = b""
        head = "\r\n".join([f"HTTP/1.1 {status} {reply.get('reason', 'Said')}"] + fields) + "\r\n\r\n"
        return head.encode("latin-1") + body


def read_body(reader, fields):
    """The body as text (with chunk framing taken off, trailers written after it), and whether it was whole."""
    values = {}
    for field in fields:
        key, _, value = field.partition(":")
        values[key.strip().lower()] = value.strip()
    if values.get("transfer-encoding", "").lower() == "chunked":
        return read_chunks(reader)
    length = int(values.get("content-length", "0") or 0)
    data = reader.read(length)
    return data.decode("latin-1"), len(data) == length


def read_chunks(reader):
    data = b""
    while True:
        line = reader.readline()
        if not line.strip():
            return data.decode("latin-1"), False
        size = int(line.split(b";")[0], 16)
        if size == 0:
            break
        data += reader.read(size)
        reader.readline()
    text = data.decode("latin-1")
    while trailer := reader.readline().strip():
        text += f"\n[trailer] {trailer.decode('latin-1')}"
    return text, True
