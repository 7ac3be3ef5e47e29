"""Rows of user-space memory: each round starts the server anew, so that nothing earlier has grown it already."""

import json
import subprocess
import time

from .context import MIB
from .rows import Row
from .table import Sample, Target


class FreshServerRow(Row):
    """The contender is started for the measurement and stopped after it."""

    def prepare(self, bench, present):
        pass

    def measure(self, bench, contender, turn):
        contender.start(bench, bench.origin.port)
        try:
            bench.load("run", contender.plain_port, "/api/small", length=1024, connections=1, requests=100)
            time.sleep(0.2)
            return self.growth(bench, contender)
        finally:
            contender.stop()


class IdleConnections(FreshServerRow):
    """Plain keep-alive connections that have had one answer each and now do nothing."""

    name = "idle"
    title = "memory of an idle connection"
    unit = "bytes"
    contenders = ("usher", "nginx", "traefik")
    targets = (Target(1024),)

    def growth(self, bench, contender):
        before, count = contender.private_bytes(), bench.sizes.idle
        command = [bench.load_tool, "idle", "--port", contender.plain_port, "--path", "/api/small", "--length", 1024,
                   "--connections", count, "--seconds", 60]
        client = bench.processes.start(
            command, bench.client_core, bench.folder / "idle.log", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            line = client.stdout.readline()
            if not line or json.loads(line)["connections"] != count:
                raise RuntimeError(f"idle connections: {(bench.folder / 'idle.log').read_text()}")
            time.sleep(0.5)
            grown = contender.private_bytes() - before
            client.stdin.close()
            if client.wait(60) != 0:
                raise RuntimeError(f"idle connections: {(bench.folder / 'idle.log').read_text()}")
        finally:
            bench.processes.stop(client)
            client.stdout.close()
        return Sample(grown / count, f"{count:,} connections, {before / MIB:.1f} MiB before")


class LongStream(FreshServerRow):
    """One very long answer through the pass-through route; the most that private memory grew while it ran."""

    name = "stream"
    title = "memory growth in a long stream"
    unit = "MiB"
    targets = (Target(4),)

    def prepare(self, bench, present):
        self.file = bench.make_sparse("stream.bin", bench.sizes.stream)

    def growth(self, bench, contender):
        before = contender.private_bytes()
        most, begin = before, time.monotonic()
        command = [bench.load_tool, "run", "--port", contender.plain_port, "--path", f"/api/{self.file}", "--length",
                   bench.sizes.stream, "--connections", 1, "--requests", 1, "--seconds", 300]
        client = bench.processes.start(command, bench.client_core, bench.folder / "stream.log")
        try:
            while client.poll() is None:
                most = max(most, contender.private_bytes())
                time.sleep(0.1)
            if client.returncode != 0:
                raise RuntimeError(f"long stream: {(bench.folder / 'stream.log').read_text()}")
        finally:
            bench.processes.stop(client)
        took = time.monotonic() - begin
        note = f"{bench.sizes.stream >> 30} GiB at {bench.sizes.stream / took / MIB:,.0f} MiB/s"
        return Sample((most - before) / MIB, note)
