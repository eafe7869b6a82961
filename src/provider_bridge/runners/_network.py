"""What goes on below HTTP: a last moment for every read, and whether a connection may be used again.

A server may send more than it was asked for: an answer twice, or another request's. Whatever is left on a connection
when an answer is whole would be taken for the next one, another person's. So such a connection is closed.
"""

from __future__ import annotations

import inspect
import math
import ssl
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from provider_bridge.runners.http_logging import sending

__all__ = ["limit_reads", "retire_if_surplus"]

_LAYERS: Final = 8
"""How many streams may be wrapped around a connection's: a client, a transport and a pool each add one."""


def limit_reads(lane: Any) -> bool:
    """Have all that a transport or a client reads for us end at the moment that ``sending`` holds.

    httpx has timeouts for a single read only, so a byte now and then has no end. httpcore takes a network backend,
    which httpx offers no way to hand in. What a caller's client does for others stays as it is. Returns whether
    everything is held to it; a transport of another make is not.
    """
    transports = [getattr(lane, "_transport", lane), *getattr(lane, "_mounts", {}).values()]
    limited = [_limit_pool(each) for each in transports if each is not None]
    return all(limited)


def _limit_pool(transport: Any) -> bool:
    pool: Any = getattr(transport, "_pool", None)
    backend = getattr(pool, "_network_backend", None)
    if backend is None:
        return type(transport).__name__ == "MockTransport"  # it answers in this process
    if not isinstance(backend, _Backend):
        family = sys.modules[type(pool).__module__.partition(".")[0]]
        pool._network_backend = _Backend(backend, family)  # noqa: SLF001 (there is no other way in)
    return True


def _within(timeout: float | None, late: type[Exception]) -> float | None:
    """Return how many seconds a step may take: what is left of the call, where that is less than its own timeout."""
    due = sending.get()
    if not due:
        return timeout
    left = due - time.monotonic()
    if left <= 0:
        raise late
    if timeout is None and left == math.inf:
        return None
    return left if timeout is None or left < timeout else timeout


class _Backend:
    """A network backend of httpcore, of either kind and either family, whose connections are limited in time."""

    def __init__(self, inner: Any, family: Any) -> None:
        self._inner = inner
        self._family = family
        self.sleep = inner.sleep
        self._waits = not inspect.iscoroutinefunction(inner.connect_tcp)

    def connect_tcp(self, *args: Any, **options: Any) -> Any:
        return self._connected(self._inner.connect_tcp, args, options)

    def connect_unix_socket(self, *args: Any, **options: Any) -> Any:
        return self._connected(self._inner.connect_unix_socket, args, options)

    def _connected(self, connect: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        options["timeout"] = _within(options.get("timeout"), self._family.ConnectTimeout)
        if self._waits:
            return _Stream(connect(*args, **options), self._family)
        return self._awaited(connect(*args, **options))

    async def _awaited(self, connecting: Awaitable[Any]) -> _Stream:
        return _AsyncStream(await connecting, self._family)


class _Stream:
    """A connection: each read ends when the call must. ``surplus`` says whether bytes are held above the socket."""

    def __init__(self, inner: Any, family: Any) -> None:
        self._inner = inner
        self._family = family
        self._read = inner.read
        self._late = family.ReadTimeout
        self.write = inner.write
        self.get_extra_info = inner.get_extra_info
        self.surplus = _buffers(inner)

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        return self._read(max_bytes, _within(timeout, self._late))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Any:
        """Seal the connection; behind a proxy's tunnel httpcore hands all three by their place."""
        return _Stream(self._sealed(ssl_context, server_hostname, timeout), self._family)

    def _sealed(self, context: ssl.SSLContext, name: str | None, timeout: float | None) -> Any:
        return self._inner.start_tls(context, name, _within(timeout, self._family.ConnectTimeout))


class _AsyncStream(_Stream):
    def aclose(self) -> Any:
        return self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's own name)
    ) -> Any:
        return _AsyncStream(await self._sealed(ssl_context, server_hostname, timeout), self._family)


# --- what is left behind an answer -------------------------------------------------------------------------


def retire_if_surplus(response: Any) -> None:
    """Have a connection closed that holds bytes beyond the answer which was read from it, or cannot be looked into.

    What has not arrived yet is not seen here; httpcore itself looks at the socket before it uses a connection again,
    and closes it where there is something to read.
    """
    stream = response.extensions.get("network_stream")
    if stream is None or response.http_version == "HTTP/2":
        return  # made in this process, or in frames that name what they answer
    surplus = getattr(stream, "surplus", None) or _buffers(stream)
    if _parser_holds(response.stream) or surplus():
        told = stream.get_extra_info

        def readable(info: str) -> Any:
            return True if info == "is_readable" else told(info)

        stream.get_extra_info = readable


def _parser_holds(stream: Any) -> bool:
    """Whether the parser of HTTP/1.1 holds more than the answer; it is behind several streams of httpx and httpcore."""
    for _ in range(_LAYERS):
        connection = getattr(stream, "_connection", None)
        if connection is not None:
            return bool(connection._h11_state.trailing_data[0])  # noqa: SLF001 (nothing public tells)
        stream = getattr(stream, "_httpcore_stream", None) or getattr(stream, "_stream", None)
    return True


def _buffers(stream: Any) -> Callable[[], bool]:
    """Return what says whether anything is held between the parser and the socket.

    A blocking connection holds nothing there: a record of TLS is never read in part. An awaited one has the bytes of
    TLS that are not decrypted yet, and under asyncio a queue.
    """
    sealed = stream.get_extra_info("ssl_object")
    inner = getattr(stream, "_stream", None)
    queue = getattr(getattr(getattr(inner, "transport_stream", inner), "_protocol", None), "read_queue", None)
    if isinstance(sealed, ssl.SSLObject):
        return lambda: bool(queue) or _opens(sealed)
    return lambda: bool(queue)


def _opens(sealed: ssl.SSLObject) -> bool:
    """Whether there is anything to decrypt, or an end of the connection."""
    try:
        sealed.read(1)
    except ssl.SSLWantReadError:
        return False
    except ssl.SSLError:
        pass
    return True
