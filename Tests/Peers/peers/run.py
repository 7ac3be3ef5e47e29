"""Runs one group against one program: start, requests in order, stop."""

import os
import shutil
import signal
import ssl
import tempfile

from . import normal
from .exchange import perform
from .names import NAME, Names
from .origin import Origin
from .program import Program, write


def run_group(group, kind, binary, certs):
    """{case: flat outcome} of all its requests; the start of the program is a case, too."""
    directory = tempfile.mkdtemp(prefix="peers-")
    names = Names(directory)
    names.values["certs"] = certs
    origins = make_origins(group, names)
    program = Program(kind, binary, group, names)
    try:
        outcomes = {f"{group['id']}/start": {"start": program.wait()}}
        for request in group["requests"]:
            if is_step(request, program, names):
                continue
            if program.process.poll() is None:
                outcomes[request["id"]] = normal.flatten(perform(request, names, origins), names)
            else:
                outcomes[request["id"]] = {"start": f"exit {program.process.returncode}"}
        return outcomes
    finally:
        program.stop()
        for origin in origins:
            origin.close()
        shutil.rmtree(directory, ignore_errors=True)


def settled(group, kind, binary, certs):
    """Runs the group until two runs come to the same: what is left to chance has no place in a record."""
    last = run_group(group, kind, binary, certs)
    for _ in range(4):
        again = run_group(group, kind, binary, certs)
        if again == last:
            return again
        changed = [name for name in again if again[name] != last.get(name)]
        print(f"not the same twice: {', '.join(changed[:3])}")
        last = again
    return last


def is_step(request, program, names):
    """Carries out what a request asks for before, and says whether that was all."""
    if "write" in request:
        write(names, request["write"])
    if "signal" in request:
        program.process.send_signal(signal.Signals[request["signal"]])
    if "wait" in request:
        program.settle(request["wait"])
    return not any(key in request for key in ("send", "raw", "read"))


def make_origins(group, names):
    """A server for every name o1, o2, ... (and s1, ... with TLS) that the configuration mentions."""
    text = "".join(str(group.get(key, "")) for key in ("static", "flags", "env", "dynamic", "files", "requests"))
    settings = group.get("origins", {})
    origins = []
    for name in sorted(set(NAME.findall(text))):
        own = settings.get(name, {})
        if own == "closed" or not (name[0] in "os" and name[1:].isdigit()):
            continue
        tls = origin_tls(names, own) if name[0] == "s" else None
        origins.append(Origin(name, int(names[name]), names.fill(group.get("replies", {})), own.get("reply"), tls))
    return origins


def origin_tls(names, own):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    base = os.path.join(names["certs"], own.get("certificate", "origin"))
    context.load_cert_chain(base + ".crt", base + ".key")
    context.set_alpn_protocols(["http/1.1"])
    if own.get("asks"):
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(os.path.join(names["certs"], "ca.crt"))
    return context
