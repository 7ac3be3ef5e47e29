"""What every row of a run shares: options, folders, certificate, tools, the origin and the contenders."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from . import contenders, machine
from .processes import Processes

MIB = 1 << 20
GIB = 1 << 30


@dataclass
class Sizes:
    """How much each row does. `--quick` shows that everything works; only the full sizes are worth quoting."""

    warm: int = 512 * MIB       # the cached object
    fill: int = 256 * MIB       # the cold object read from end to end
    stream: int = 10 * GIB      # the long answer through the pass-through route
    idle: int = 10_000          # idle connections
    seconds: float = 3          # each round of a CPU row
    film: int = 32 * MIB        # cold seeks go into this one
    session: int = 10 * MIB     # watched after each seek
    shared: int = 8 * MIB       # what forty viewers watch at once

    @classmethod
    def quick(cls):
        return cls(128 * MIB, 64 * MIB, GIB, 2_000, 1, 16 * MIB, 3 * MIB, 3 * MIB)


class Bench:
    def __init__(self, options):
        self.options = options
        self.sizes = Sizes.quick() if options.quick else Sizes()
        self.server_core, self.client_core = machine.cores()
        self.load_before = os.getloadavg()[0]
        os.sched_setaffinity(0, {self.client_core})
        self.processes = Processes()
        self.folder = machine.scratch(options.folder)

    def prepare(self, with_traefik):
        """Installs, compiles, makes certificate and files, starts the origin, and finds the contenders."""
        machine.install_debian({"nginx": "nginx", "wrk": "wrk", "openssl": "openssl"})
        self.load_tool = machine.compile_c(machine.BENCH / "tools/load.c", self.folder / "load")
        self.make_certificate()
        nginx = machine.find("nginx")
        self.origin = contenders.Origin(self, nginx)
        self.make_object("warm.bin", self.sizes.warm)
        self.contenders = [contenders.Nginx(nginx), contenders.NginxWhole(nginx), contenders.Direct()]
        usher = os.path.abspath(self.options.usher)
        if os.access(usher, os.X_OK):
            self.contenders.insert(0, contenders.Usher(usher))
        else:
            print(f"bench: no usher at {usher}: its lines are left out (swift build -c release, or --usher PATH)", file=sys.stderr)
        traefik = machine.traefik() if with_traefik else None
        if traefik:
            self.contenders.append(contenders.Traefik(traefik))

    def make_certificate(self):
        """ECDSA P-256 for all; and an OpenSSL configuration that leaves the client one cipher to offer."""
        self.certificate, self.key = self.folder / "certificate.pem", self.folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
             "-subj", "/CN=bench.test", "-addext", "subjectAltName=DNS:bench.test,IP:127.0.0.1",
             "-keyout", self.key, "-out", self.certificate], check=True, capture_output=True)
        self.client_tls = self.folder / "client-openssl.cnf"
        self.client_tls.write_text(
            "openssl_conf = top\n[top]\nssl_conf = ssl\n[ssl]\nsystem_default = client\n[client]\n"
            "MinProtocol = TLSv1.3\nCiphersuites = TLS_AES_128_GCM_SHA256\n")

    def make_object(self, name, size):
        """A position-coded file at the origin (once)."""
        path = self.origin.files / name
        if not path.exists():
            subprocess.run([self.load_tool, "object", path, str(size)], check=True)
        return name

    def make_sparse(self, name, size):
        """A file of zeros that takes no disk."""
        path = self.origin.files / name
        with path.open("wb") as file:
            file.truncate(size)
        return name

    def named(self, *names):
        """The contenders of these names that exist here, in that order."""
        known = {contender.name: contender for contender in self.contenders}
        return [known[name] for name in names if name in known]

    def new_folder(self, name):
        number = 0
        while True:
            path = self.folder / f"{name.replace(' ', '-')}-{number}"
            if not path.exists():
                path.mkdir()
                return path
            number += 1

    def remove_folder(self, path):
        shutil.rmtree(path, ignore_errors=True)

    def load(self, mode, port, path, seconds=None, **options):
        """Runs the C client to its end; its JSON line. Raises with its message when any answer was wrong."""
        words = [self.load_tool, mode, "--port", port, "--path", path, "--seconds", seconds or self.sizes.seconds]
        for name, value in options.items():
            words += [f"--{name}"] if value is True else [f"--{name}", value]
        result = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=600)
        if result.returncode != 0:
            raise RuntimeError(f"GET {path}: {result.stderr.strip()}")
        return json.loads(result.stdout)

    def wrk(self, port, path, size, object_size, connections, seed):
        """Random ranges over TLS with wrk; its JSON line, or raises when any answer was wrong."""
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, int(self.sizes.seconds))}s", "--timeout", "10s",
                   "-s", machine.BENCH / "tools/ranges.lua", f"https://127.0.0.1:{port}/", "--", path, size,
                   object_size, seed]
        result = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120,
                                env=dict(os.environ, OPENSSL_CONF=str(self.client_tls)))
        lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
        answer = json.loads(lines[-1]) if lines else None
        if not answer or answer["wrong"] or answer["bytes"] < answer["requests"] * size or not answer["requests"]:
            raise RuntimeError(f"wrk: {result.stdout} {result.stderr}")
        return answer

    def close(self):
        self.processes.stop_all()
        shutil.rmtree(self.folder, ignore_errors=True)
