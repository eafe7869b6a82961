"""Forked children for tests, and a server on this machine that says what it was asked."""

from __future__ import annotations

import json
import os
import select
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HUNG_S = 15


class Child:
    """A forked process that does some work; ``result`` waits for what came of it."""

    def __init__(self, work: Callable[[], Any]) -> None:
        ours, theirs = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads, which is what is tested
            self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(ours)
                _tell(theirs, work)
            finally:
                os._exit(0)
        os.close(theirs)
        self._ours = ours

    def result(self) -> Any:
        """Return what the child's work returned; it must not take long."""
        try:
            ready, _, _ = select.select([self._ours], [], [], HUNG_S)
            if not ready:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError("the child hangs")
            with os.fdopen(os.dup(self._ours), "rb") as pipe:
                found = json.loads(pipe.read())
        finally:
            os.close(self._ours)
            os.waitpid(self.pid, 0)
        if isinstance(found, dict) and "failed" in found:
            raise AssertionError(found["failed"])
        return found


def _tell(pipe: int, work: Callable[[], Any]) -> None:
    try:
        told = json.dumps(work())
    except BaseException:  # noqa: BLE001 (told to the parent)
        told = json.dumps({"failed": traceback.format_exc()})
    os.write(pipe, told.encode())


class Named:
    """A server that answers with the path that was asked for; ``connections`` is how many it ever had."""

    def __init__(self) -> None:
        self.connections = 0
        self.asked: list[str] = []
        self.open: set[object] = set()
        self.wait: Callable[[str], object] = lambda _: None
        self.body: Callable[[str], object] = lambda path: {"path": path}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                outer.connections += 1
                outer.open.add(self)

            def finish(self) -> None:
                outer.open.discard(self)
                super().finish()

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.wait(self.path)
                body = json.dumps(outer.body(self.path)).encode()
                self.send_response_only(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's names)
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Generator[Named]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
