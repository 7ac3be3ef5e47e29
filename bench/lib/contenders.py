"""The servers that are compared: what each is started with. All get the same cores, certificate, cipher and origin."""

import http.client
import os
import subprocess
import time

from . import machine
from .processes import cpu_seconds, private_bytes, wait_for_port


class Contender:
    """One server in front of one origin. Start it as often as you like: each start has an empty cache."""

    name = ""
    offers = frozenset()  # of: cache, tls, pass

    def __init__(self, program):
        self.program = program
        self.process = None

    def start(self, bench, origin_port, wrap=(), environment=None):
        """Starts with upstream 127.0.0.1:origin_port. `wrap` goes before the command line."""
        self.bench = bench
        self.folder = bench.new_folder(self.name)
        self.origin_port = origin_port
        self.plain_port, self.tls_port = machine.free_port(), machine.free_port()
        self.log = self.folder / "log"
        command = [*wrap, *self.configure()]
        self.process = bench.processes.start(command, bench.server_core, self.log, environment)
        wait_for_port(self.plain_port, self.process, self.log)
        self.wait_for_route()
        return self

    def wait_for_route(self, seconds=10):
        """Traefik opens its port before it has read its routes."""
        deadline, status = time.monotonic() + seconds, None
        while time.monotonic() < deadline:
            client = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=seconds)
            client.request("GET", "/api/small")
            status = client.getresponse().status
            client.close()
            if status == 200:
                return
            time.sleep(0.05)
        raise RuntimeError(f"{self.name} answers {status} where the origin answers 200")

    def stop(self):
        if self.process is not None:
            self.bench.processes.stop(self.process)
            self.process = None
            self.bench.remove_folder(self.folder)

    def cpu_seconds(self):
        return cpu_seconds(self.process.pid)

    def private_bytes(self):
        return private_bytes(self.process.pid)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def configure(self):
        """Writes the configuration; returns the command line."""
        raise NotImplementedError

    def version(self):
        raise NotImplementedError


def first_line(*command):
    result = subprocess.run(command, capture_output=True, text=True, timeout=20)
    lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
    return lines[0].strip() if lines else "unknown"


class Usher(Contender):
    name = "usher"
    offers = frozenset({"cache", "tls", "pass"})

    def configure(self):
        dynamic = self.write("dynamic.yml", f"""\
http:
  routers:
    api: {{rule: "PathPrefix(`/api/`)", entryPoints: [web], service: origin}}
    media: {{rule: "PathPrefix(`/media/`)", entryPoints: [web], middlewares: [media], service: origin}}
    secure: {{rule: "PathPrefix(`/media/`)", entryPoints: [websecure], middlewares: [media], service: origin, tls: {{}}}}
  middlewares:
    media: {{cache: {{store: media}}}}
  services:
    origin: {{loadBalancer: {{servers: [{{url: "http://127.0.0.1:{self.origin_port}"}}]}}}}
tls:
  certificates:
    - {{certFile: {self.bench.certificate}, keyFile: {self.bench.key}}}
""")
        static = self.write("static.yml", f"""\
entryPoints:
  web: {{address: "127.0.0.1:{self.plain_port}"}}
  websecure: {{address: "127.0.0.1:{self.tls_port}"}}
providers:
  file: {{filename: {dynamic}}}
caches:
  media: {{path: {self.folder}/store, size: 8GiB, chunkSize: 1MiB}}
""")
        return [self.program, "serve", f"--configFile={static}"]

    def version(self):
        return first_line(self.program, "version")


class Nginx(Contender):
    """proxy_cache with slices of 1 MiB."""

    name = "nginx"
    offers = frozenset({"cache", "tls", "pass"})
    slices = """slice 1m; proxy_cache_key $uri$slice_range; proxy_set_header Range $slice_range;"""

    def configure(self):
        path = self.write("nginx.conf", f"""\
{machine_lines(self.folder)}
http {{
  {http_lines(self.folder)}
  open_file_cache max=10000 inactive=10m;
  proxy_cache_path {self.folder}/cache levels=1:2 keys_zone=media:32m max_size=8g inactive=1d use_temp_path=off;
  upstream origin {{
    server 127.0.0.1:{self.origin_port};
    keepalive 128; keepalive_requests 1000000000; keepalive_timeout 600s;
  }}
  server {{
    listen 127.0.0.1:{self.plain_port} backlog=4096;
    listen 127.0.0.1:{self.tls_port} ssl;
    ssl_certificate {self.bench.certificate};
    ssl_certificate_key {self.bench.key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:tls:4m;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    location /api/ {{ proxy_pass http://origin; }}
    location /media/ {{
      proxy_cache media;
      proxy_cache_lock on;
      proxy_cache_valid 200 206 1d;
      {self.slices}
      proxy_pass http://origin;
    }}
  }}
}}
""")
        return [self.program, "-p", self.folder, "-c", path, "-e", self.log]

    def version(self):
        return first_line(self.program, "-v").removeprefix("nginx version: ")


class NginxWhole(Nginx):
    """proxy_cache as most configurations have it: a miss fetches the whole object."""

    name = "nginx whole"
    offers = frozenset({"cache"})
    slices = "proxy_cache_key $uri;"


class Traefik(Contender):
    name = "traefik"
    offers = frozenset({"pass"})

    def configure(self):
        dynamic = self.write("dynamic.yml", f"""\
http:
  routers:
    api: {{rule: "PathPrefix(`/api/`)", entryPoints: [web], service: origin}}
  services:
    origin: {{loadBalancer: {{servers: [{{url: "http://127.0.0.1:{self.origin_port}"}}]}}}}
""")
        static = self.write("static.yml", f"""\
global: {{checkNewVersion: false, sendAnonymousUsage: false}}
log: {{level: ERROR}}
entryPoints:
  web: {{address: "127.0.0.1:{self.plain_port}"}}
providers:
  file: {{filename: {dynamic}}}
""")
        return [self.program, f"--configFile={static}"]

    def version(self):
        result = subprocess.run([self.program, "version"], capture_output=True, text=True, timeout=20)
        for line in result.stdout.splitlines():
            if line.startswith("Version:"):
                return "Traefik " + line.split()[1]
        return "Traefik"


class Direct:
    """No server in between: the client asks the origin itself. What the origin link's rows compare with."""

    name = "direct"
    offers = frozenset()

    def start(self, bench, origin_port):
        self.plain_port = origin_port
        return self

    def stop(self):
        pass

    def version(self):
        return ""


def machine_lines(folder):
    """nginx, outside `http`: one worker, in the foreground, room for 10,000 idle connections."""
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log error;
worker_rlimit_nofile 19000;
events {{ worker_connections 16384; }}"""


def http_lines(folder):
    """nginx, inside `http`: the same for the contender and for the origin.

    tcp_nopush is off because it makes nginx slower here: with slices, the end of an answer of 64 KiB then waits some
    40 ms in the corked socket.
    """
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    return f"""access_log off; sendfile on; tcp_nopush off; tcp_nodelay on; server_tokens off;
  keepalive_requests 1000000000; keepalive_timeout 600s; {temporary}"""


class Origin:
    """nginx serving files: /media/TITLE/FILE is one file under any number of titles, so each can be cold once."""

    def __init__(self, bench, program):
        self.folder = bench.new_folder("origin")
        self.port = machine.free_port()
        self.files = self.folder / "files"
        self.files.mkdir()
        text = "".join(chr(ord("a") + i % 26) for i in range(1024))
        config = self.folder / "nginx.conf"
        config.write_text(f"""\
{machine_lines(self.folder)}
http {{
  {http_lines(self.folder)}
  open_file_cache max=1000 inactive=10m;
  default_type application/octet-stream;
  types {{ video/mp4 mp4; }}
  server {{
    listen 127.0.0.1:{self.port} backlog=4096;
    root {self.files};
    location = /api/small {{ default_type text/plain; return 200 "{text}"; }}
    location /api/ {{ rewrite ^/api/(.*)$ /$1 break; }}
    location /media/ {{
      add_header Cache-Control "public, max-age=86400";
      rewrite ^/media/[^/]+/(.*)$ /$1 break;
    }}
  }}
}}
""")
        command = [program, "-p", self.folder, "-c", config, "-e", self.folder / "log"]
        self.process = bench.processes.start(command, bench.client_core, self.folder / "log")
        wait_for_port(self.port, self.process, self.folder / "log")
