"""Reads the case files: one YAML file per feature, a list of groups each, which are configurations with requests.

group     its name
static, flags, env      the static configuration: a file's text, or flags, or environment (none: program.STATIC)
dynamic, files          the dynamic file's text; other files by name
replies, origins        what upstreams answer by name; per server: {reply: NAME, tls: true} or closed
requests  a list; "GET host/path" in short, or a dictionary:
          send, name, headers (lines), body, version, entry (name of the port), source (address), tls {name, alpn, ...},
          raw (exact bytes, or a list of pieces with a pause between), responses (how many to read), times, parallel, sorted,
          read (a file of the run's directory to record). Steps between requests: write {file: text}, wait (seconds),
          signal.
"""

import os

import yaml

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CASES = os.path.join(HERE, "cases")


def load():
    """All groups in order: dictionaries with `feature` and `id`, their requests with `id`s that occur once."""
    groups, seen = [], set()
    for file in sorted(os.listdir(CASES)):
        feature = file.removesuffix(".yml")
        with open(os.path.join(CASES, file), encoding="utf-8") as text:
            for group in yaml.safe_load(text) or []:
                group.update(feature=feature, id=f"{feature}/{group['group']}")
                group["requests"] = [as_request(item) for item in group.get("requests", [])]
                for request in group["requests"]:
                    request["id"] = unique(f"{group['id']}/{title(request)}", seen)
                groups.append(group)
    return groups


def names():
    """Every case there is."""
    groups = load()
    starts = {f"{group['id']}/start" for group in groups}
    return starts | {request["id"] for group in groups for request in group["requests"]}


def as_request(item):
    return {"send": item} if isinstance(item, str) else dict(item)


def title(request):
    for key in ("name", "send", "read"):
        if key in request:
            return str(request[key])
    return "raw" if "raw" in request else "step"


def unique(name, seen):
    candidate, count = name, 1
    while candidate in seen:
        count += 1
        candidate = f"{name} #{count}"
    seen.add(candidate)
    return candidate
