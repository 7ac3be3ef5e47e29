"""Starts one of the two programs on a group's configuration, and waits until it serves it."""

import glob
import os
import re
import signal
import subprocess
import time

STATIC = """\
entryPoints:
  web: {address: "127.0.0.1:@web@"}
providers: {file: {filename: "@dir@/dynamic.yml"}}
"""
HASTE = {"TRAEFIK_LOG_LEVEL": "DEBUG", "TRAEFIK_PROVIDERS_PROVIDERSTHROTTLEDURATION": "100ms"}
QUIET = "global: {checkNewVersion: false, sendAnonymousUsage: false}\n"


class Program:
    """A running program. What it logs goes to program.log in the run's directory."""

    def __init__(self, kind, binary, group, names):
        self.kind, self.names, self.group = kind, names, group
        self.calm = 0.6 if kind == "traefik" else 0
        self.directory = names["dir"]
        self.write_files(group)
        self.log = os.path.join(self.directory, "program.log")
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                [binary, *names.fill(self.arguments())], cwd=self.directory, env=names.fill(self.environment()),
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)

    def write_files(self, group):
        files = dict(group.get("files", {}))
        if "dynamic" in group:
            files.setdefault("dynamic.yml", group["dynamic"])
        if not any(key in group for key in ("flags", "env")) or "static" in group:
            files.setdefault(group.get("staticName", "static.yml"), with_log(group.get("static", STATIC)))
        write(self.names, files)

    def arguments(self):
        if "flags" in self.group:
            return self.group["flags"] + ["--log.level=DEBUG", "--providers.providersThrottleDuration=100ms"]
        if "env" in self.group or "staticName" in self.group:
            return []
        return ["--configFile=static.yml"]

    def environment(self):
        base = {"PATH": os.environ["PATH"], "HOME": self.directory, "LC_ALL": "C"}
        own = {key: str(value) for key, value in self.group.get("env", {}).items()}
        return base | (HASTE if own else {}) | own

    def wait(self, limit=20):
        """Until the configuration is in force: its last line of log says so, and none has come since. Returns what came of it: "running", or the exit code."""
        deadline, size, since = time.monotonic() + limit, -1, time.monotonic()
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return f"exit {self.process.returncode}"
            text = self.read_log()
            if len(text) != size or self.is_busy():
                size, since = len(text), time.monotonic()
            if self.is_ready(text) and time.monotonic() - since > self.calm:
                return "running"
            time.sleep(0.02)
        return "running"

    def is_ready(self, text):
        if self.kind == "usher":
            return "serving" in text
        wanted = ["internal"] + (["file"] if "*file.Provider" in text else [])
        heard = all(re.search(rf"Configuration received.*providerName=\S*{name}", text) for name in wanted)
        return heard and "Creating middleware" in text.split("Configuration received")[-1]

    def is_busy(self):
        """Whether one of its threads has something to do, if only to wait for a processor."""
        for file in glob.glob(f"/proc/{self.process.pid}/task/*/stat"):
            try:
                with open(file, encoding="latin-1") as stat:
                    if stat.read().rpartition(")")[2].split()[0] in "RD":
                        return True
            except OSError:
                pass
        return False

    def settle(self, least):
        """Waits for `least` seconds, and until it has nothing to do."""
        time.sleep(least)
        idle = 0
        while idle < 5:
            time.sleep(0.02)
            idle = 0 if self.is_busy() else idle + 1

    def read_log(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


def with_log(static):
    """The static file with a log that shows when the configuration is in force, and no wait before it is."""
    if "Throttle" not in static:
        static = static.replace("providers: {", "providers: {providersThrottleDuration: 100ms, ")
        static = static.replace("[providers.file]", '[providers]\nprovidersThrottleDuration = "100ms"\n[providers.file]')
    toml = static.lstrip().startswith("[")
    if toml:
        return static + ("" if "[log]" in static else '\n[log]\nlevel = "DEBUG"\n')
    return static + ("" if "log:" in static else "log: {level: DEBUG}\n") + ("" if "global:" in static else QUIET)


def write(names, files):
    """Writes files into the run's directory; each appears whole, at once."""
    for name, text in files.items():
        path = os.path.join(names["dir"], name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + ".part", "w", encoding="utf-8") as file:
            file.write(names.fill(text))
        os.replace(path + ".part", path)
