"""Brings outcomes into the form that is compared: a flat dictionary of short texts. All noise is taken out here."""

import gzip
import hashlib
import json
import re
import zlib

PATTERNS = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)"), "<time>"),
    (re.compile(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}"), "<time>"),
    (re.compile(r'(nonce|opaque)="[^"]*"'), r'\1="<random>"'),
    (re.compile(r"\b\d+ms$"), "<duration>"),
    (re.compile(r"127\.0\.0\.1:\d{5}\b"), "127.0.0.1:<port>"),
]
VALUES = {"date": "<date>", "x-retry-in": "<duration>", "retry-after": "<duration>"}
TIMES = ("Duration", "OriginDuration", "Overhead", "ClientPort", "ClientAddr", "ServiceAddr", "StartLocal", "StartUTC", "time")
UNORDERED = ("usedBy", "using", "error")
LONG = 400


def flatten(outcome, names):
    """{"status": "200", "header.Vary": "Origin", "upstream.line": "GET / HTTP/1.1", ...}"""
    flat = {}
    for key in ("start", "connection", "after"):
        if key in outcome:
            flat[key] = outcome[key]
    for key, value in outcome.get("tls", {}).items():
        flat[f"tls.{key}"] = str(value)
    for index, line in enumerate(outcome.get("lines", [])):
        add_body(flat, f"line{index + 1}.", line)
    if "answers" in outcome:
        flat["answers"] = ", ".join(outcome["answers"])
    for index, response in enumerate(outcome.get("responses", [])):
        add_response(flat, f"{index + 1}." if index else "", response)
    for index, seen in enumerate(outcome.get("upstream", [])):
        add_upstream(flat, "upstream." if index == 0 else f"upstream{index + 1}.", seen)
    return {names.blank(key): blank(value, names) for key, value in sorted(flat.items())}


def blank(text, names):
    text = names.blank(text)
    for pattern, word in PATTERNS:
        text = pattern.sub(word, text)
    return text


def add_response(flat, prefix, response):
    flat[prefix + "status"] = str(response["status"])
    for key in ("cut", "version", "framing"):
        if key in response:
            flat[prefix + key] = response[key]
    fields = add_fields(flat, prefix + "header.", [respelled(line) for line in response["headers"]])
    add_fields(flat, prefix + "trailer.", response.get("trailers", []))
    for interim in response.get("interim", []):
        add_fields(flat, f"{prefix}interim{interim[0]}.", interim[1:] or ["Interim: seen"])
    body, coding = unpacked(response["body"], fields.get("content-encoding", ""))
    if coding:
        for name in ("Content-Length", "Transfer-Encoding"):
            flat.pop(f"{prefix}header.{name}", None)
    if coding == "opaque":
        flat[prefix + "body"] = "<packed>"
    else:
        add_body(flat, prefix + "body.", body.decode("latin-1"), "json" in fields.get("content-type", ""))


def add_fields(flat, prefix, lines):
    """Fields by their exact name; equal names are joined in order. Returns them by lower-case name."""
    fields = {}
    for line in lines:
        name, _, value = line.partition(":")
        value = VALUES.get(name.lower(), value.strip())
        key = prefix + name
        flat[key] = f"{flat[key]} | {value}" if key in flat else value
        fields[name.lower()] = value
    if prefix + "Vary" in flat:
        flat[prefix + "Vary"] = ", ".join(sorted(re.split(r"\s*[,|]\s*", flat[prefix + "Vary"])))
    return fields


def respelled(line):
    """A response's field in Go's spelling of names: Traefik respells some of them, and no client may care."""
    name, colon, value = line.partition(":")
    return "-".join(word.capitalize() for word in name.split("-")) + colon + value


def unpacked(body, coding):
    try:
        if coding == "gzip":
            return gzip.decompress(body), coding
        if coding == "deflate":
            return zlib.decompress(body), coding
    except (OSError, EOFError, zlib.error):
        return b"<damaged>", coding
    return body, "opaque" if coding in ("br", "zstd") else ""


def add_body(flat, prefix, text, is_json=True):
    """A body as one text, or as JSON leaf by leaf."""
    if is_json and text[:1] in "{[" and text:
        try:
            return add_json(flat, prefix, json.loads(text))
        except ValueError:
            pass
    if len(text) > LONG:
        text = f"<{len(text)} bytes, {hashlib.sha256(text.encode()).hexdigest()[:12]}>"
    flat[prefix.rstrip(".")] = text


def add_json(flat, prefix, value):
    if isinstance(value, dict) and value:
        for key, item in value.items():
            if key in TIMES:
                item = "<time>"
            if key in UNORDERED and isinstance(item, list):
                item = sorted(item)
            add_json(flat, f"{prefix}{key}.", item)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            add_json(flat, f"{prefix}{index}.", item)
    else:
        flat[prefix.rstrip(".")] = value if isinstance(value, str) else json.dumps(value)


def add_upstream(flat, prefix, seen):
    for key in ("server", "line"):
        flat[prefix + key] = seen[key]
    if not seen["complete"]:
        flat[prefix + "cut"] = "request body"
    add_fields(flat, prefix + "header.", seen["headers"])
    if seen["body"]:
        add_body(flat, prefix + "body.", seen["body"], is_json=False)
