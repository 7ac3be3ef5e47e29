"""The form of a row, and the rows of CPU cost: the same origin, contenders side by side, round about."""

import time

from .context import GIB, MIB
from .table import Result, Sample, Target


class Row:
    """Starts its contenders, lets each have its turn in every round, and ends them."""

    name = ""              # for --only
    title = ""
    unit = ""
    baseline = "nginx"
    contenders = ("usher", "nginx")
    targets = ()
    most_rounds = 1000     # for rows whose rounds take long or repeat exactly

    def run(self, bench, rounds):
        result = Result(self.title, self.unit, self.baseline, list(self.targets))
        present = bench.named(*self.contenders)
        try:
            self.prepare(bench, present)
            for turn in range(min(rounds, self.most_rounds)):
                order = present if turn % 2 == 0 else present[::-1]
                for contender in order:
                    sample = self.measure(bench, contender, turn)
                    result.samples.setdefault(contender.name, []).append(sample)
        finally:
            for contender in present:
                contender.stop()
            self.finish(bench)
        result.samples = {c.name: result.samples[c.name] for c in present}
        return result

    def prepare(self, bench, present):
        for contender in present:
            contender.start(bench, bench.origin.port)

    def measure(self, bench, contender, turn):
        raise NotImplementedError

    def finish(self, bench):
        pass


def cost(contender, action):
    """(CPU seconds of the contender, the action's answer, share of the time it was busy)."""
    cpu, begin = contender.cpu_seconds(), time.monotonic()
    answer = action()
    cpu, took = contender.cpu_seconds() - cpu, time.monotonic() - begin
    return cpu, answer, cpu / took


def per_request(contender, action):
    """A sample of CPU µs for each request."""
    cpu, answer, busy = cost(contender, action)
    rate = answer["requests"] / answer["seconds"]
    return Sample(cpu * 1e6 / answer["requests"], f"{rate:,.0f} req/s, {busy:.0%} busy")


class WarmRanges(Row):
    """Random aligned ranges of one object that is wholly in the cache."""

    unit = "CPU µs/request"
    path = "/media/warm/warm.bin"

    def __init__(self, size, tls, targets):
        label = f"{size // MIB} MiB" if size >= MIB else f"{size // 1024} KiB"
        self.size, self.tls, self.targets = size, tls, targets
        self.name = f"{'tls' if tls else 'warm'}-{label.replace(' ', '').lower()[:-2]}"
        self.title = f"warm {label} ranges, {'TLS' if tls else 'plain'}"

    def prepare(self, bench, present):
        super().prepare(bench, present)
        size = bench.sizes.warm
        for contender in present:
            common = {"port": contender.plain_port, "path": self.path, "length": size, "connections": 1}
            bench.load("run", seconds=120, requests=1, verify=True, **common)
            bench.load("run", seconds=120, requests=300, range=self.size, object=size, verify=True, **common)

    def measure(self, bench, contender, turn):
        if self.tls:
            return per_request(contender, lambda: bench.wrk(
                contender.tls_port, self.path, self.size, bench.sizes.warm, connections=16, seed=turn + 1))
        return per_request(contender, lambda: bench.load(
            "run", contender.plain_port, self.path, range=self.size, object=bench.sizes.warm, connections=16,
            seed=turn + 1))


class PassThrough(Row):
    name = "pass"
    title = "pass-through, 1 KiB answers"
    unit = "CPU µs/request"
    contenders = ("usher", "nginx", "traefik")
    targets = (Target(1.15, "nginx", floor=True), Target(4, "traefik", floor=True))

    def measure(self, bench, contender, turn):
        return per_request(contender, lambda: bench.load(
            "run", contender.plain_port, "/api/small", length=1024, connections=64))


class ColdFill(Row):
    """A whole object that is not in the cache, read from its beginning to its end by one client."""

    name = "fill"
    title = "cold sequential fill"
    unit = "CPU ms/GiB"

    def prepare(self, bench, present):
        super().prepare(bench, present)
        bench.make_object("fill.bin", bench.sizes.fill)
        for contender in present:
            self.read(bench, contender, "check", verify=True)

    def read(self, bench, contender, title, **options):
        return bench.load("run", contender.plain_port, f"/media/{title}/fill.bin", seconds=120, requests=1,
                          connections=1, length=bench.sizes.fill, **options)

    def measure(self, bench, contender, turn):
        cpu, answer, busy = cost(contender, lambda: self.read(bench, contender, f"cold-{turn}"))
        rate = answer["bytes"] / answer["seconds"] / MIB
        return Sample(cpu * 1000 * GIB / answer["bytes"], f"{rate:,.0f} MiB/s, {busy:.0%} busy")


def all_rows():
    from .link_rows import ColdSeek, FetchedBytes, SharedTitle
    from .memory_rows import IdleConnections, LongStream
    kib = 1024
    return [
        WarmRanges(64 * kib, False, [Target(2, "nginx", floor=True)]),
        WarmRanges(MIB, False, [Target(1.15, "nginx", floor=True)]),
        WarmRanges(64 * kib, True, []),
        WarmRanges(MIB, True, [Target(1.1, "nginx", floor=True)]),
        PassThrough(), ColdFill(), IdleConnections(), LongStream(), ColdSeek(), FetchedBytes(),
        *SharedTitle.both(),
    ]
