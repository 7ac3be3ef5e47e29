"""Certificates for one run: an authority, and what it signed. Files stand in the run's directory as NAME.crt and NAME.key."""

import os
import subprocess

LEAVES = {
    "a": "DNS:a.test,DNS:www.a.test",
    "b": "DNS:b.test",
    "wild": "DNS:*.wild.test",
    "fallback": "DNS:fallback.test",
    "origin": "DNS:origin.test,IP:127.0.0.1",
    "client": "DNS:client.test",
}


def openssl(directory, *arguments, text=""):
    return subprocess.run(
        ["openssl", *arguments], cwd=directory, input=text.encode(), check=True, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL).stdout


def make(directory):
    """Makes the authority and every leaf, unless they are there."""
    if os.path.exists(os.path.join(directory, "client.crt")):
        return
    os.makedirs(directory, exist_ok=True)
    openssl(directory, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
            "-subj", "/CN=Peers", "-keyout", "ca.key", "-out", "ca.crt")
    for name, names in LEAVES.items():
        openssl(directory, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", f"/CN={name}.crt", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        with open(os.path.join(directory, f"{name}.ext"), "w", encoding="ascii") as extensions:
            extensions.write(f"subjectAltName={names}\n")
        openssl(directory, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "20", "-extfile", f"{name}.ext", "-out", f"{name}.crt")


def subject(directory, der):
    """The subject's common name of a certificate in DER."""
    process = subprocess.run(["openssl", "x509", "-inform", "der", "-noout", "-subject"], cwd=directory, input=der,
                             stdout=subprocess.PIPE, check=True)
    return process.stdout.decode().strip().rpartition("CN = ")[2]
