"""Rows behind an emulated link to the origin: 20 ms round trip, 50 Mbit/s."""

import json
import random
import socket
import time

from . import machine
from .context import MIB
from .processes import wait_for_port
from .rows import Row
from .table import Sample, Target
from .viewers import ask, first_byte, play, together, watch, within_limit

RTT, MBIT = 20, 50             # milliseconds, megabits each second
HEADER = 256 * 1024            # what a player reads of an MP4 before it seeks: the moov box at the front
SEED = 20


class LinkRow(Row):
    """Contenders in front of an origin behind a link. Every round uses a title that nobody has asked for yet."""

    baseline = "direct"
    contenders = ("direct", "usher", "nginx", "nginx whole")
    film = "film.mp4"

    def prepare(self, bench, present):
        bench.make_object(self.film, self.film_size(bench))
        self.port, self.control = machine.free_port(), machine.free_port()
        log = bench.folder / "link.log"
        command = ["/usr/bin/env", "python3", machine.BENCH / "lib/link.py", "--listen", self.port, "--to",
                   bench.origin.port, "--control", self.control, "--rtt", RTT, "--mbit", MBIT]
        self.link = bench.processes.start(command, bench.client_core, log)
        wait_for_port(self.control, self.link, log)
        for contender in present:
            contender.start(bench, self.port)

    def finish(self, bench):
        if getattr(self, "link", None) is not None:
            bench.processes.stop(self.link)
            self.link = None

    def film_size(self, bench):
        raise NotImplementedError

    def counters(self):
        with socket.create_connection(("127.0.0.1", self.control), timeout=5) as connection:
            return json.loads(connection.makefile().readline())

    def quiet(self, seconds=60):
        """Waits until nothing crosses the link any more; the bytes that have crossed."""
        deadline, before, steady = time.monotonic() + seconds, -1, 0
        while time.monotonic() < deadline:
            crossed = self.counters()["bytes"]
            steady = steady + 1 if crossed == before else 0
            if steady == 4:
                return crossed
            before = crossed
            time.sleep(0.1)
        raise RuntimeError(f"the link was still busy after {seconds} s")

    def title_path(self, turn):
        return f"/media/{self.name}-{turn}/{self.film}"


class ColdSeek(LinkRow):
    name = "seek"
    title = "first byte of a cold seek (20 ms, 50 Mbit/s)"
    unit = "ms"
    targets = (Target(1.1, "direct"),)

    film = "seek.mp4"

    def film_size(self, bench):
        return bench.sizes.film

    def measure(self, bench, contender, turn):
        """A player's opening, then a seek to anywhere in the second to the fourth fifth."""
        path, size = self.title_path(turn), self.film_size(bench)
        offset = random.Random(SEED + turn).randrange(size // 5, size * 4 // 5)
        self.quiet()
        if contender.name != "nginx whole":  # it would begin to fetch the whole title here
            within_limit(self.open(contender.plain_port, path))
        took = within_limit(first_byte(contender.plain_port, path, offset, 65536))
        self.quiet()
        return Sample(took * 1000, f"at {offset / MIB:.1f} of {size // MIB} MiB")

    async def open(self, port, path):
        answer = await ask(port, path, 0, HEADER - 1)
        await answer.take(HEADER)
        answer.close()


class FetchedBytes(LinkRow):
    """A sitting with an MP4: its header, then two seeks, each watched for a while at a steady pace."""

    name = "fetched"
    title = "bytes fetched ÷ bytes watched"
    unit = "ratio"
    targets = (Target(1.2),)
    film = "sitting.mp4"
    pace = 2.5e6  # bytes a second: a film of 20 Mbit/s

    def film_size(self, bench):
        return bench.sizes.session * 8

    def measure(self, bench, contender, turn):
        path, size, each = self.title_path(turn), self.film_size(bench), bench.sizes.session
        chance = random.Random(SEED + turn)
        before = self.quiet()
        within_limit(watch(contender.plain_port, path, 0, HEADER, self.pace))
        for part in (1, 4):
            offset = chance.randrange(size * part // 8, size * (part + 1) // 8)
            within_limit(watch(contender.plain_port, path, offset, each, self.pace))
        watched = HEADER + 2 * each
        fetched = self.quiet() - before
        return Sample(fetched / watched, f"{fetched / MIB:.1f} MiB for {watched / MIB:.1f}")


class SharedTitle(LinkRow):
    """Forty viewers begin one cold title of 4 Mbit/s within two seconds: together 160 Mbit/s, over a link of 50."""

    baseline = None
    viewers = 40
    bit_rate = 5e5         # bytes a second
    start_level = 262_144  # bytes a player wants before it plays
    ahead = 2 * MIB        # bytes it reads ahead at most
    film = "shared.mp4"
    most_rounds = 3        # these repeat, and take their time

    def __init__(self, figure, seen):
        self.figure, self.seen = figure, seen
        self.name, self.title, self.unit, bound = {
            "copies": ("forty-copies", "forty viewers of a cold title: copies fetched", "copies", 1.05),
            "stalls": ("forty-stalls", "forty viewers of a cold title: stalls", "stalls", 0),
        }[figure]
        self.targets = [Target(bound)]

    @classmethod
    def both(cls):
        """Two rows that share what was seen: the second one plays again only what the first did not."""
        seen = {}
        return [cls("copies", seen), cls("stalls", seen)]

    def film_size(self, bench):
        return bench.sizes.shared

    def measure(self, bench, contender, turn):
        key = (contender.name, turn)
        if key not in self.seen:
            self.seen[key] = self.play_all(contender, self.title_path(turn), self.film_size(bench))
        copies, stalls, note = self.seen[key]
        return Sample(copies if self.figure == "copies" else stalls, note)

    def play_all(self, contender, path, size):
        before = self.quiet()
        viewers = within_limit(together(
            [play(contender.plain_port, path, size, self.bit_rate, self.start_level, self.ahead)
             for _ in range(self.viewers)], spacing=0.05))
        copies = (self.quiet() - before) / size
        stalls = sum(stalls for _, stalls, _ in viewers)
        slowest = max(started for started, _, _ in viewers)
        stalled = sum(seconds for _, _, seconds in viewers)
        return copies, stalls, f"slowest start {slowest:.2f} s, stalled {stalled:.1f} s in all"
