"""Starting, pinning, reading and ending the processes of a run. Whatever was started here is ended here, by its id."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


class Processes:
    """All processes of a run. `stop_all` is safe to call at any time, more than once."""

    def __init__(self):
        self.running = []

    def start(self, arguments, core, log, environment=None, **streams):
        """Starts a program pinned to one core, in a session of its own (Ctrl-C reaches only us, and we end it)."""

        def prepare():
            os.sched_setaffinity(0, {core})
            _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

        with open(log, "ab") as output:
            options = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output} | streams
            process = subprocess.Popen(
                [str(word) for word in arguments], preexec_fn=prepare, start_new_session=True,
                env=dict(os.environ, **(environment or {})), **options)
        self.running.append(process)
        return process

    def stop(self, process, patience=10):
        """SIGTERM, then SIGKILL for the process and the children it had."""
        if process not in self.running:
            return
        family = descendants(process.pid)
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                for pid in family:
                    signal_if_same(pid, signal.SIGKILL)
                process.wait()
        self.running.remove(process)

    def stop_all(self):
        for process in reversed(list(self.running)):
            self.stop(process, patience=5)


def signal_if_same(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def descendants(pid):
    """A process and all processes under it."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in children.read_text().split():
                found += descendants(int(child))
        except OSError:
            pass  # that thread has just ended
    return found


def cpu_seconds(pid):
    """User and system time of a process tree, every thread of it, from /proc/PID/stat."""
    total = 0
    for member in descendants(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def private_bytes(pid):
    """Anonymous memory of a process tree, from smaps_rollup: heap, stacks and private writes, but no file pages.

    (Private_Dirty would also count pages of a cache file that only this process happens to map.)
    """
    total = 0
    for member in descendants(pid):
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            if line.startswith("Anonymous:"):
                total += int(line.split()[1]) * 1024
    return total


def wait_for_port(port, process, log, seconds=20):
    """Returns when something accepts on the port; raises with the end of the log if the process dies or time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    lines = Path(log).read_text(errors="replace").splitlines()[-15:]
    raise RuntimeError(f"port {port} was never opened; the log ends:\n" + "\n".join(lines))
