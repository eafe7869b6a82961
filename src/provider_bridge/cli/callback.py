"""Waiting on this machine for a person who comes back from logging in."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from provider_bridge.errors import ConfigurationError, InvalidInput, LoginFailed

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["is_local", "listening"]

_HOSTS: Final = frozenset({"127.0.0.1", "localhost"})
_PAGE: Final = b"<!doctype html><title>provider-bridge</title><p>You can close this window and go back to the terminal."
_SLOW_S: Final = 5
_LOOK_S: Final = 0.05
"""How often the server looks whether it shall end."""


def is_local(redirect_uri: str) -> bool:
    """Whether a person who is sent there comes to this machine, on a port that can be listened on."""
    try:
        parts = urlsplit(redirect_uri)
        return parts.scheme == "http" and parts.hostname in _HOSTS and bool(parts.port)
    except ValueError:
        raise InvalidInput("the redirect URI is no URL") from None


class _Server(ThreadingHTTPServer):
    """A server on which a client that connects and sends nothing, or sends it slowly, holds up no other client."""

    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a stranger's broken connection is no news."""


@contextmanager
def listening(
    redirect_uri: str, seconds: float, answers: Callable[[SecretStr], bool]
) -> Generator[Callable[[], SecretStr]]:
    """Listen on 127.0.0.1 and yield what waits for the person and returns the whole address they came to.

    It answers that one path and nothing else, says nothing, and gives up after ``seconds`` with ``LoginFailed``.
    Another address than the one that ``answers`` our login is a stranger's: the person is waited for as before.
    """
    parts = urlsplit(redirect_uri)
    found: SimpleQueue[SecretStr] = SimpleQueue()

    class Handler(BaseHTTPRequestHandler):
        timeout = _SLOW_S

        def do_GET(self) -> None:
            came = SecretStr(f"{parts.scheme}://{parts.netloc}{self.path}")
            known = self.path.partition("?")[0] == (parts.path or "/") and answers(came)
            with suppress(OSError):  # a browser that does not wait for the page is logged in all the same
                self._answer(known=known)
            if known:
                found.put(came)

        def _answer(self, *, known: bool) -> None:
            self.send_response_only(200 if known else 404)
            for name, value in (
                ("content-type", "text/html; charset=utf-8"),
                ("cache-control", "no-store"),
                ("referrer-policy", "no-referrer"),
                ("content-length", str(len(_PAGE) if known else 0)),
            ):
                self.send_header(name, value)
            self.end_headers()
            if known:
                self.wfile.write(_PAGE)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's names)
            """Say nothing: the address holds a code."""

    try:
        server = _Server(("127.0.0.1", parts.port or 0), Handler)
    except OSError as error:
        raise ConfigurationError(
            f"port {parts.port} cannot be listened on: {error.strerror}; take another or --paste"
        ) from None

    def wait() -> SecretStr:
        try:
            return found.get(timeout=seconds)
        except Empty:
            raise LoginFailed(
                "late", f"the browser did not come back within {seconds:.0f} seconds; start the login again"
            ) from None

    with server:
        Thread(target=server.serve_forever, args=(_LOOK_S,), daemon=True).start()
        try:
            yield wait
        finally:
            server.shutdown()
