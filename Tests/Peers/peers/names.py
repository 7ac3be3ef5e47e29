"""Names that stand for what differs from run to run: @web@ for a port, @dir@ for a directory, ...

Cases are written with the names; before a run they are filled in, and afterwards the values in every outcome are turned
back into names. So two runs, and two programs, can be compared.
"""

import hashlib
import random
import re
import socket

NAME = re.compile(r"@([a-z][a-z0-9]*)@")


TAKEN = set()


def free_port():
    """A port that nobody listens at, below those that the kernel gives to clients; five digits, so that lengths are equal."""
    while True:
        port = random.randrange(12000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in TAKEN:
            TAKEN.add(port)
            return port


def sticky(address):
    """What a sticky cookie says for a server."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


class Names:
    def __init__(self, directory):
        self.values = {"dir": directory, "filler": "x" * 8000, "hostname": socket.gethostname()}

    def __getitem__(self, name):
        if name.startswith("hash"):
            return sticky(f"http://127.0.0.1:{self['o' + name[4:]]}")
        if name not in self.values:
            self.values[name] = str(free_port())
        return self.values[name]

    def fill(self, value):
        """`value` (text, or lists and dictionaries of it) with every name replaced by what it stands for."""
        if isinstance(value, str):
            return NAME.sub(lambda match: self[match.group(1)], value)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in value.items()}
        return value

    def blank(self, text):
        """`text` with every value replaced by its name; sticky cookies carry hashes of server addresses."""
        for name, value in self.values.items():
            if value.isdigit():
                for scheme in ("http", "https"):
                    text = text.replace(sticky(f"{scheme}://127.0.0.1:{value}"), f"@hash of {name}@")
                text = re.sub(rf"(?<![0-9a-f]){value}(?![0-9a-f])", f"@{name}@", text)
            else:
                text = text.replace(value, f"@{name}@")
        return text
