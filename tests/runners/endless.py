"""A server of raw bytes: what no HTTP library would send, and when."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Generator

__all__ = ["Wire", "serving"]


class Wire:
    """One connection: what was asked on it, and a way to send until whoever asked is gone."""

    def __init__(self, connection: socket.socket, number: int) -> None:
        self._connection = connection
        self.number = number
        self.closed = threading.Event()

    def close(self) -> None:
        self._connection.close()

    def asked(self) -> bytes:
        """Return a request's head; nothing when there is none any more."""
        found = b""
        while not found.endswith(b"\r\n\r\n"):
            try:
                more = self._connection.recv(65536)
            except OSError:
                more = b""
            if not more:
                return b""
            found += more
        return found

    def seal(self, context: ssl.SSLContext) -> None:
        """Go on in TLS, as what is behind a proxy's tunnel does."""
        self._connection = context.wrap_socket(self._connection, server_side=True)

    def send(self, data: bytes) -> bool:
        """Send, and return whether whoever asked is still there."""
        try:
            self._connection.sendall(data)
        except OSError:
            self.closed.set()
            return False
        return True

    def drip(self, data: bytes, every: float, *, then: bytes = b"") -> None:
        """Send ``data``, and then a little now and then without end."""
        alive = self.send(data)
        while alive and not self.closed.wait(every):
            alive = self.send(then)


@contextlib.contextmanager
def serving(answer: Callable[[Wire], None], context: ssl.SSLContext | None = None) -> Generator[str]:
    """Have each connection answered in a thread of its own; yield the URL."""
    wires: list[Wire] = []
    threads: list[threading.Thread] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def work(connection: socket.socket, wire: Wire) -> None:
        with contextlib.closing(wire), contextlib.suppress(OSError):
            answer(wire)

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if context is not None:
                    connection = context.wrap_socket(connection, server_side=True)
            except ssl.SSLError:
                continue
            except OSError:
                return
            wire = Wire(connection, len(wires))
            wires.append(wire)
            threads.append(threading.Thread(target=work, args=(connection, wire), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"http{'s' if context else ''}://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        for wire in wires:
            wire.closed.set()
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join(5)
        for thread in threads:
            thread.join(5)
