"""Stands between usher and the S3 server, passes everything on as it is, and counts."""

import http.client
import http.server
import threading


class CountingProxy:
    def __init__(self, port):
        proxy = self
        self.target = port
        self.lock = threading.Lock()
        self.requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def relay(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else None
                origin = http.client.HTTPConnection("127.0.0.1", proxy.target)
                origin.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    origin.putheader(name, value)
                origin.endheaders(body)
                answer = origin.getresponse()
                content = answer.read()
                proxy.note(self.command, self.path, self.headers.get("Range"), answer.status, len(content))
                self.send_response_only(answer.status, answer.reason)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                        self.send_header(name, value)
                stated = answer.getheader("Content-Length") if self.command == "HEAD" else None
                if answer.status != 304:
                    self.send_header("Content-Length", stated or str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                origin.close()

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = relay

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def note(self, *request):
        with self.lock:
            self.requests.append(request)

    def taken(self):
        """What came since the last call: (method, target, range, status, bytes) of each request."""
        with self.lock:
            taken, self.requests = self.requests, []
        return taken
