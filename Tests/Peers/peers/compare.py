"""Compares two flat outcomes, and sorts what differs into known and new."""

import fnmatch
import os

import yaml

from .cases import HERE


class Differences:
    """The list of known differences. Each entry names cases and fields (patterns), and may name both sides' values."""

    def __init__(self):
        with open(os.path.join(HERE, "differences.yml"), encoding="utf-8") as file:
            self.entries = yaml.safe_load(file) or []
        for entry in self.entries:
            entry["used"] = 0

    def reason(self, case, field, traefik, usher):
        """Why this field of this case differs, if that is known."""
        for entry in self.entries:
            if (any(matches(case, pattern) for pattern in as_list(entry["cases"]))
                    and any(matches(field, pattern) for pattern in as_list(entry["fields"]))
                    and matches(traefik, entry.get("traefik", "*")) and matches(usher, entry.get("usher", "*"))):
                entry["used"] += 1
                return entry["reason"]
        return None

    def unused(self):
        return [entry for entry in self.entries if not entry["used"]]


def matches(text, pattern):
    """Whether the whole of `text` fits; only * has a meaning."""
    pieces = str(pattern).replace("[", "[[]").replace("?", "[?]")
    return fnmatch.fnmatchcase("absent" if text is None else text, pieces)


def as_list(value):
    return value if isinstance(value, list) else [value]


def differing(traefik, usher):
    """(field, Traefik's value or None, usher's value or None) for every field that is not the same."""
    fields = sorted(set(traefik) | set(usher))
    return [(name, traefik.get(name), usher.get(name)) for name in fields if traefik.get(name) != usher.get(name)]
