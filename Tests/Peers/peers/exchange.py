"""Carries out one request of a case and says what came of it, as plain data."""

import concurrent.futures
import os
import ssl
import time

from . import certificates, client

def perform(request, names, origins):
    """The outcome of one request: responses, and what each upstream saw in the meantime."""
    for origin in origins:
        origin.seen.clear()
    if "read" in request:
        with open(os.path.join(names["dir"], request["read"]), encoding="utf-8") as file:
            return {"lines": file.read().splitlines()}
    if "times" in request or "parallel" in request:
        return {"answers": many(request, names)}
    outcome = once(request, names)
    time.sleep(request.get("linger", 0))
    seen = [dict(record) for origin in origins for record in origin.seen]
    return outcome | {"upstream": seen}


def many(request, names):
    """Short answers (status and the body's first line) of the same request over and over, or at the same time."""
    def short(_):
        response = once(request, names)["responses"][0]
        text = response["body"].decode("latin-1").split("\n")[0][:40]
        return f"{response['status']} {text}".strip()

    if "parallel" in request:
        with concurrent.futures.ThreadPoolExecutor(request["parallel"]) as pool:
            return sorted(pool.map(short, range(request["parallel"])))
    answers = [short(index) for index in range(request["times"])]
    return sorted(answers) if request.get("sorted") else answers


def once(request, names):
    tls = tls_settings(request, names) if "tls" in request else None
    port = int(names[request.get("entry", "web")])
    try:
        wire = client.Wire(port, tls, request.get("source"), timeout=request.get("timeout", 8))
    except ssl.SSLError as error:
        return {"connection": f"TLS: {error.reason}"}
    except OSError as error:
        return {"connection": type(error).__name__}
    try:
        return converse(wire, request, names, tls)
    finally:
        wire.close()


def converse(wire, request, names, tls):
    outcome = {"tls": describe(wire.socket, names)} if tls else {}
    if "raw" in request:
        pieces = request["raw"] if isinstance(request["raw"], list) else [request["raw"]]
        for index, piece in enumerate(pieces):
            time.sleep(0.15 if index else 0)
            wire.send(names.fill(piece).encode("latin-1"))
        method = pieces[0].lstrip().split(" ")[0]
    else:
        method, data = compose(request, names)
        wire.send(data)
    outcome["responses"] = []
    for _ in range(request.get("responses", 1)):
        outcome["responses"].append(client.read_response(wire, method))
    if outcome["responses"] and ("raw" in request or request.get("after")):
        cut = any("cut" in response for response in outcome["responses"])
        outcome["after"] = "cut" if cut else ("open" if client.still_open(wire) else "closed")
    return outcome


def compose(request, names):
    """Method and bytes of a request written in short."""
    method, _, target = names.fill(request["send"]).partition(" ")
    host, slash, path = target.partition("/")
    fields = names.fill(request.get("headers", []))
    known = [field.partition(":")[0].lower() for field in fields]
    lines = [f"{method} {slash + path or '/'} {request.get('version', 'HTTP/1.1')}"]
    lines += [] if "host" in known or not host else [f"Host: {host}"]
    lines += [] if "accept-encoding" in known or request.get("bare") else ["Accept-Encoding: identity"]
    lines += [] if "user-agent" in known or request.get("bare") else ["User-Agent: peers"]
    body = names.fill(request.get("body", "")) * request.get("bodyTimes", 1)
    if "body" in request and "transfer-encoding" not in known and "content-length" not in known:
        lines.append(f"Content-Length: {len(body)}")
    return method, ("\r\n".join(lines + fields) + "\r\n\r\n" + body).encode("latin-1")


def tls_settings(request, names):
    own = request["tls"] or {}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(own.get("alpn", ["http/1.1"]))
    context.minimum_version = ssl.TLSVersion[own.get("min", "TLSv1_2")]
    context.maximum_version = ssl.TLSVersion[own.get("max", "TLSv1_3")]
    if "ciphers" in own:
        context.set_ciphers(own["ciphers"])
    if "certificate" in own:
        base = os.path.join(names["certs"], own["certificate"])
        context.load_cert_chain(base + ".crt", base + ".key")
    return {"context": context, "name": own.get("name")}


def describe(connection, names):
    der = connection.getpeercert(binary_form=True)
    return {
        "version": connection.version(), "protocol": connection.selected_alpn_protocol(),
        "certificate": certificates.subject(names["dir"], der), "cipher": connection.cipher()[0]}
