"""Starts the S3 server and usher, each in a directory of its own."""

import json
import os
import socket
import subprocess
import time

KEY, SECRET = "media-key", "media-secret"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(port, process, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{process.args[0]} does not listen on {port}")


def start(arguments, directory):
    log = open(os.path.join(directory, os.path.basename(arguments[0]) + ".log"), "wb")
    return subprocess.Popen(arguments, stdout=log, stderr=log, cwd=directory)


def start_s3(weed, directory):
    master, master_grpc, volume, volume_grpc, filer, filer_grpc, s3, s3_grpc = free_ports(8)
    identities = {
        "identities": [
            {
                "name": "media",
                "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
                "actions": ["Admin", "Read", "Write", "List"],
            }
        ]
    }
    config = os.path.join(directory, "s3.json")
    with open(config, "w") as file:
        json.dump(identities, file)
    data = os.path.join(directory, "data")
    os.mkdir(data)
    process = start(
        [
            weed, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={data}", "-s3", f"-s3.config={config}",
            f"-master.port={master}", f"-master.port.grpc={master_grpc}", f"-volume.port={volume}",
            f"-volume.port.grpc={volume_grpc}", f"-filer.port={filer}", f"-filer.port.grpc={filer_grpc}",
            f"-s3.port={s3}", f"-s3.port.grpc={s3_grpc}", "-master.volumeSizeLimitMB=64", "-volume.max=8",
        ],
        directory,
    )
    wait_for(s3, process)
    return process, s3


def start_usher(usher, directory, origin):
    (port,) = free_ports(1)
    static = os.path.join(directory, "static.yml")
    dynamic = os.path.join(directory, "dynamic.yml")
    with open(static, "w") as file:
        file.write(
            f"""
entryPoints: {{web: {{address: "127.0.0.1:{port}"}}}}
providers: {{file: {{filename: {dynamic}}}}}
caches: {{media: {{path: {directory}/store, size: 256MiB, defaults: {{ttl: 1h}}}}}}
"""
        )
    with open(dynamic, "w") as file:
        file.write(
            f"""
http:
  routers: {{files: {{rule: "PathPrefix(`/`)", middlewares: [media], service: s3}}}}
  middlewares: {{media: {{cache: {{store: media}}}}}}
  services: {{s3: {{loadBalancer: {{servers: [{{url: "http://127.0.0.1:{origin}"}}]}}}}}}
"""
        )
    process = start([usher, "serve", f"--configFile={static}"], directory)
    wait_for(port, process)
    return process, port
