"""The one module that imports httpx. See docs/adr/0001-httpx.md for why, and for when that changes.

A caller may hand in a client of ``httpx`` or of its continuation ``httpx2``; the family is taken from the
client's own class.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import ssl
import sys
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, NoReturn
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import httpx

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.errors import ConfigurationError, ConnectFailed, TimedOut, TransportFailed

if TYPE_CHECKING:
    from provider_bridge.runners.intake import Intake

__all__ = ["AsyncHttp", "InProcess", "SyncHttp"]

InProcess = Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]
"""A server in this process: method, URL, headers, body to status, headers, body."""

_FAMILIES: Final = ("httpx", "httpx2")
_TIMEOUT: Final = {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 120.0}
_KEEPALIVE_S: Final = 30
_LANE: Final = 4
"""Connections that one lane may keep: one for each host an account talks to, and to spare."""

_LARGEST: Final = 64 * 1024 * 1024

# httpx logs whole URLs, httpcore headers: both can name people. Records made while we send are dropped.
_sending: ContextVar[bool] = ContextVar("provider_bridge_sending", default=False)
_QUIET: Final = tuple(
    name + suffix
    for suffix, names in {
        "": ("httpx", "httpx2", "httpcore", "httpcore2"),
        ".connection": ("httpcore", "httpcore2"),
        ".http11": ("httpcore", "httpcore2"),
        ".http2": ("httpcore", "httpcore2"),
        ".proxy": ("httpcore", "httpcore2"),
        ".socks": ("httpcore", "httpcore2"),
    }.items()
    for name in names
)


def _not_ours(_: logging.LogRecord) -> bool:
    return not _sending.get()


for _name in _QUIET:
    logging.getLogger(_name).addFilter(_not_ours)


@contextlib.contextmanager
def _quietly() -> Generator[None]:
    mark = _sending.set(True)
    try:
        yield
    finally:
        _sending.reset(mark)


@contextlib.contextmanager
def _alone() -> Generator[None]:
    """Let our errors go out without httpx's own: that holds the request, with the token and the address."""
    try:
        yield
    except TransportFailed as error:
        error.__context__ = None
        raise


def _options(parallel: int, app: InProcess | None) -> dict[str, Any]:
    options: dict[str, Any] = {
        "timeout": httpx.Timeout(**_TIMEOUT),
        "verify": _trust(),
        "limits": httpx.Limits(
            max_connections=parallel, max_keepalive_connections=parallel, keepalive_expiry=_KEEPALIVE_S
        ),
        "follow_redirects": False,
    }
    if app is not None:
        options |= {"transport": _transport(app), "trust_env": False}
    return options


@functools.cache
def _trust() -> ssl.SSLContext:
    """Return what decides whom to trust; it is slow to make, so it is made once."""
    return httpx.create_ssl_context()


def _transport(app: InProcess) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        status, headers, body = app(request.method, str(request.url), dict(request.headers), request.content)
        return httpx.Response(status, headers=headers, content=body)

    return httpx.MockTransport(answer)


def _family(client: object) -> Any:
    """Return the module a client belongs to, ``httpx`` or ``httpx2``."""
    for base in type(client).__mro__:
        name = base.__module__.partition(".")[0]
        if name in _FAMILIES:
            return sys.modules[name]
    raise ConfigurationError("an HTTP client must be one of httpx or httpx2")


def _raise(family: Any, request: Request, error: Exception) -> NoReturn:
    """Raise what the error means; its own text may hold a URL, so it is not kept; ``_alone`` unchains it."""
    parts = urlsplit(request.url)
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    if isinstance(error, family.ConnectError | family.ConnectTimeout):
        raise ConnectFailed(request.operation, f"could not connect to {host}{_why(error)}") from None
    if isinstance(error, family.PoolTimeout):
        raise ConnectFailed(request.operation, "no connection came free in time") from None
    if isinstance(error, family.TimeoutException):
        raise TimedOut(request.operation, f"{host} did not answer in time") from None
    raise TransportFailed(request.operation, f"the connection to {host} broke ({type(error).__name__})") from None


def _why(error: BaseException | None) -> str:
    """Tell a certificate that is not trusted from a host that is away: the remedies differ."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return ": its TLS certificate is not trusted"
        error = error.__cause__ or error.__context__
    return ""


def _arguments(request: Request) -> dict[str, Any]:
    return {"headers": dict(request.headers), "content": request.body or None}


def _reply(response: Any, body: bytes | bytearray) -> RawReply:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers.raw}
    return RawReply(response.status_code, headers, bytes(body))


def _raw(response: Any) -> Iterator[bytes]:
    """Return the bytes as they come; an answer that was made in this process has been read already."""
    chunks: Iterator[bytes] = response.iter_bytes() if response.is_stream_consumed else response.iter_raw()
    return chunks


def _async_raw(response: Any) -> AsyncIterator[bytes]:
    chunks: AsyncIterator[bytes] = response.aiter_bytes() if response.is_stream_consumed else response.aiter_raw()
    return chunks


async def _taken(intake: Intake, chunk: bytes) -> bool:
    """Take in a chunk, waiting in a thread where the disk is behind; return whether more is wanted."""
    if intake.add(chunk) and not intake.offer() and not await anyio.to_thread.run_sync(intake.settle):
        return False
    intake.tell()
    return intake.wanted


def _grow(request: Request, body: bytearray, chunk: bytes) -> None:
    body += chunk
    if len(body) > _LARGEST:
        raise TransportFailed(request.operation, f"the answer is larger than {_LARGEST // 1024 // 1024} MiB")


class SyncHttp:
    """Sends requests and waits for the answers. Safe for threads.

    A pool of httpx looks at each of its connections for each request, which costs more than the request when
    there are many. So our own clients are lanes that keep few connections, and a request takes one that is free.
    """

    def __init__(self, parallel: int, client: Any = None, app: InProcess | None = None) -> None:
        self._owned = client is None
        self._room = threading.Semaphore(parallel)
        self._options = _options(_LANE, app)
        self._lanes: list[Any] = [client if client is not None else self._new_lane()]
        self._family = _family(self._lanes[0])

    def _new_lane(self) -> httpx.Client:
        return httpx.Client(**self._options)

    def send(self, request: Request) -> RawReply:
        """Return the answer, whatever its status, or raise ``TransportFailed``; redirects are not followed."""
        body = bytearray()
        with _alone(), self._lane() as client, self._answer(client, request) as response:
            for chunk in response.iter_bytes():
                _grow(request, body, chunk)
            return _reply(response, body)

    def fetch(self, request: Request, intake: Intake) -> RawReply:
        """Let an answer be taken in chunk by chunk; what came before a connection broke is taken in, too."""
        with _alone(), self._lane() as client, self._answer(client, request) as response:
            intake.begin(_reply(response, b""))
            try:
                for chunk in _raw(response):
                    if intake.add(chunk) and not intake.settle():
                        break
                    intake.tell()
            finally:
                intake.end()
            return intake.finish()

    @contextlib.contextmanager
    def _lane(self) -> Generator[Any]:
        if not self._owned:
            yield self._lanes[0]
            return
        with self._room:
            try:
                lane = self._lanes.pop()
            except IndexError:
                lane = self._new_lane()
            try:
                yield lane
            finally:
                self._lanes.append(lane)

    @contextlib.contextmanager
    def _answer(self, client: Any, request: Request) -> Generator[Any]:
        with _quietly():
            try:
                prepared = client.build_request(request.method, request.url, **_arguments(request))
                response = client.send(prepared, stream=True, auth=None, follow_redirects=False)
                try:
                    yield response
                finally:
                    response.close()
            except (self._family.HTTPError, self._family.InvalidURL) as error:
                _raise(self._family, request, error)

    def close(self) -> None:
        if self._owned:
            for lane in self._lanes:
                lane.close()


class AsyncHttp:
    """Sends requests and awaits the answers, in lanes as ``SyncHttp`` does."""

    def __init__(self, parallel: int, client: Any = None, app: InProcess | None = None) -> None:
        self._owned = client is None
        self._room = anyio.Semaphore(parallel)
        self._options = _options(_LANE, app)
        self._lanes: list[Any] = [client if client is not None else self._new_lane()]
        self._family = _family(self._lanes[0])

    def _new_lane(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(**self._options)

    async def send(self, request: Request) -> RawReply:
        """Return the answer, whatever its status, or raise ``TransportFailed``; redirects are not followed."""
        with _alone():
            return await self._send(request)

    async def _send(self, request: Request) -> RawReply:
        body = bytearray()
        async with self._lane() as client, self._answer(client, request) as response:
            async for chunk in response.aiter_bytes():
                _grow(request, body, chunk)
            return _reply(response, body)

    async def fetch(self, request: Request, intake: Intake) -> RawReply:
        """Let an answer be taken in chunk by chunk, the disk being waited for in a thread."""
        with _alone():
            return await self._fetch(request, intake)

    async def _fetch(self, request: Request, intake: Intake) -> RawReply:
        async with self._lane() as client, self._answer(client, request) as response:
            intake.begin(_reply(response, b""))
            try:
                with anyio.CancelScope() as enough:  # leaving the loop would leave httpx's generators to the collector
                    async for chunk in _async_raw(response):
                        if not enough.cancel_called and not await _taken(intake, chunk):
                            enough.cancel()
            finally:
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(intake.end)
            return intake.finish()

    @contextlib.asynccontextmanager
    async def _lane(self) -> AsyncGenerator[Any]:
        if not self._owned:
            yield self._lanes[0]
            return
        async with self._room:
            lane = self._lanes.pop() if self._lanes else self._new_lane()
            try:
                yield lane
            finally:
                self._lanes.append(lane)

    @contextlib.asynccontextmanager
    async def _answer(self, client: Any, request: Request) -> AsyncGenerator[Any]:
        with _quietly():
            try:
                prepared = client.build_request(request.method, request.url, **_arguments(request))
                response = await client.send(prepared, stream=True, auth=None, follow_redirects=False)
                try:
                    yield response
                finally:
                    await response.aclose()
            except (self._family.HTTPError, self._family.InvalidURL) as error:
                _raise(self._family, request, error)

    async def close(self) -> None:
        if self._owned:
            for lane in self._lanes:
                await lane.aclose()
