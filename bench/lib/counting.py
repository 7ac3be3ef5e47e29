"""System calls and allocations for each request: they repeat exactly, so a test can hold them."""

import signal
import struct
import time
from pathlib import Path

from . import machine
from .processes import descendants

FEW, MANY = 200, 1200  # requests; the difference of two runs leaves out what only happens once


def count_all(bench, names):
    """{contender: {case: {"syscalls", "allocations", "frees", "calls": {name: number}}}}, each for one request."""
    machine.install_debian({"strace": "strace"})
    library = machine.compile_c(
        machine.BENCH / "tools/malloc_count.c", bench.folder / "malloc_count.so", "-shared", "-fPIC")
    found = {}
    for contender in bench.named(*names):
        counter = bench.folder / f"allocations-{contender.name}"
        environment = {"LD_PRELOAD": library, "MALLOC_COUNT_FILE": str(counter)}
        contender.start(bench, bench.origin.port, environment=environment)
        try:
            found[contender.name] = {name: count(bench, contender, counter, case) for name, case in cases(bench)}
        finally:
            contender.stop()
    return found


def cases(bench):
    """One connection, one request after the other."""
    size = bench.sizes.warm
    yield "cached hit, 64 KiB range", {"path": "/media/warm/warm.bin", "range": 65536, "object": size}
    yield "pass-through, 1 KiB answer", {"path": "/api/small", "length": 1024}


def count(bench, contender, counter, case):
    def send(requests):
        bench.load("run", contender.plain_port, connections=1, requests=requests, seconds=60, **case)

    if "object" in case:
        bench.load("run", contender.plain_port, case["path"], requests=1, connections=1, seconds=120,
                   length=case["object"])
    send(FEW)
    allocations = [difference(counter, lambda: send(requests)) for requests in (FEW, MANY)]
    calls = [traced(bench, contender, lambda: send(requests)) for requests in (FEW, MANY)]
    each = {name: each_request(calls[0].get(name, 0), total) for name, total in sorted(calls[1].items())}
    each = {name: number for name, number in each.items() if number >= 0.01}
    return {
        "syscalls": round(sum(each.values()), 2),
        "allocations": each_request(allocations[0][0], allocations[1][0]),
        "frees": each_request(allocations[0][1], allocations[1][1]),
        "calls": each,
    }


def each_request(few, many):
    return round((many - few) / (MANY - FEW), 2)


def difference(counter, action):
    before = struct.unpack("=QQ", counter.read_bytes())
    action()
    after = struct.unpack("=QQ", counter.read_bytes())
    return [late - early for late, early in zip(after, before)]


def traced(bench, contender, action):
    """{system call: number of calls} of the contender while the action runs, from `strace -c -f`."""
    summary = bench.folder / f"strace-{time.monotonic_ns()}"
    pids = descendants(contender.process.pid)
    attach = [word for pid in pids for word in ("-p", str(pid))]
    log = bench.folder / "strace.log"
    tracer = bench.processes.start(["strace", "-c", "-f", "-qq", "-o", summary, *attach], bench.client_core, log)
    try:
        wait_until_traced(pids, tracer, log)
        action()
        tracer.send_signal(signal.SIGINT)
        tracer.wait(20)
    finally:
        bench.processes.stop(tracer)
    return parse(summary.read_text())


def wait_until_traced(pids, tracer, log, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and tracer.poll() is None:
        tasks = [task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir()]
        if all("TracerPid:\t0\n" not in (task / "status").read_text() for task in tasks):
            return
        time.sleep(0.02)
    raise RuntimeError(f"strace could not attach: {log.read_text()}")


def parse(summary):
    """`% time  seconds  usecs/call  calls  [errors]  syscall`"""
    found = {}
    for line in summary.splitlines():
        words = line.split()
        if len(words) >= 5 and words[3].isdigit() and words[-1] != "total":
            found[words[-1]] = int(words[3])
    return found
