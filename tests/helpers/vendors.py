"""A vendor on a real port of loopback whose answers a test can change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from provider_bridge.sandbox import Sandbox

Answer = tuple[int, dict[str, str], bytes]
Change = Callable[[str], Answer | None]

SECRET = "SENTINEL-SECRET"
PERSON = "ada.sentinel@example.test"
"""What must show nowhere; ``Vendor.leaks`` adds the simulator's secrets and every token that was sent."""


class Vendor:
    """A real server on loopback: the simulator answers, unless ``change`` answers a path first."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.change: Change = lambda _: None
        self.sandbox = Sandbox(limits=False, users=4)
        self.asked: list[str] = []
        self.leaks = {SECRET, PERSON, "sentinel@", "sandbox-secret", self.sandbox.login.personal_access_token}

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Answer a request, and remember the secret that came with it."""
        self.asked.append(path)
        self.leaks |= {headers[name].partition(" ")[2] for name in headers if name == "authorization"}
        return self.change(path) or self.sandbox.handle(method, self.base + path, headers, body)


@contextmanager
def serving() -> Generator[Vendor]:
    """Serve a vendor on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("content-length") or 0))
            given = {name.lower(): value for name, value in self.headers.items()}
            status, headers, body = vendor.answer(self.command, self.path, given, sent)
            self.send_response_only(status)
            for name, value in ({"content-length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        vendor = Vendor(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield vendor
        finally:
            server.shutdown()
            thread.join()
