"""The one module that imports httpx. See docs/adr/0001-httpx.md for why, and for when that changes.

A caller may hand in a client of ``httpx`` or of its continuation ``httpx2``; the family is taken from the
client's own class.
"""

from __future__ import annotations

import functools
import math
import ssl
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies

import anyio
import httpx

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.errors import (
    ConfigurationError,
    ConnectFailed,
    InvalidInput,
    ProviderBridgeError,
    TimedOut,
    TransportFailed,
)
from provider_bridge.runners._network import limit_reads, retire_if_surplus
from provider_bridge.runners.quiet import sending
from provider_bridge.runners.reading import Pace, async_let_in, async_read, let_in, read
from provider_bridge.runners.unpacking import ACCEPTED

if TYPE_CHECKING:
    from provider_bridge.runners.intake import Intake

__all__ = ["DEADLINE_S", "LOWEST_PACE", "AsyncHttp", "InProcess", "SyncHttp", "family_of", "in_process"]

InProcess = Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]
"""A server in this process: method, URL, headers, body to status, headers, body."""

DEADLINE_S: Final = 90.0
"""Seconds within which an answer must be complete, or a download's begin."""

LOWEST_PACE: Final = 1000.0
"""Bytes a second that a download must bring, taken over half a minute."""

_FAMILIES: Final = ("httpx", "httpx2")
_TIMEOUT: Final = {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 120.0}
_KEEPALIVE_S: Final = 30
_LANE: Final = 4
"""Connections that one lane may keep: one for each host an account talks to, and to spare."""

_PACKED: Final = {b"accept-encoding": (b"Accept-Encoding", ACCEPTED.encode())}
_PROXIED: Final = {"all", "http", "https"}
_TRANSPORTS: Final = (httpx.BaseTransport, httpx.AsyncBaseTransport)
_NO_END: Final = object()


def _limits(connections: int) -> httpx.Limits:
    return httpx.Limits(
        max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=_KEEPALIVE_S
    )


def _options() -> dict[str, Any]:
    return {
        "timeout": httpx.Timeout(**_TIMEOUT),
        "verify": _trust(),
        "limits": _limits(_LANE),
        "follow_redirects": False,
    }


def _is_direct() -> bool:
    """Whether the environment names no proxy, so that nothing of httpx's client is needed but its transport."""
    return not _PROXIED & getproxies().keys()


@functools.cache
def _usual() -> dict[str, str]:
    """Return the headers that httpx sends with every request."""
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client:
        usual = {name.decode("latin-1"): value.decode("latin-1") for name, value in client.headers.raw}
        return usual | {"Accept-Encoding": ACCEPTED}


@functools.cache
def _trust() -> ssl.SSLContext:
    """Return what decides whom to trust; it is slow to make, so it is made once."""
    return httpx.create_ssl_context()


def in_process(app: InProcess) -> httpx.MockTransport:
    """Return a transport to a server in this process."""

    def answer(request: httpx.Request) -> httpx.Response:
        status, headers, body = app(request.method, str(request.url), dict(request.headers), request.content)
        return httpx.Response(status, headers=headers, content=body)

    return httpx.MockTransport(answer)


def family_of(client: object) -> Any:
    """Return the module that a client or a transport belongs to, ``httpx`` or ``httpx2``."""
    for base in type(client).__mro__:
        name = base.__module__.partition(".")[0]
        if name in _FAMILIES:
            return sys.modules[name]
    raise ConfigurationError("an HTTP client or transport must be one of httpx or httpx2")


def _meaning(family: Any, request: Request, error: Exception, deadline: float) -> TransportFailed:
    """Return what the error means; its own text may hold a URL, so it is not kept."""
    parts = urlsplit(request.url)
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    if isinstance(error, family.ConnectError | family.ConnectTimeout):
        return ConnectFailed(request.operation, f"could not connect to {host}{_why(error)}")
    if isinstance(error, family.ProxyError):  # it made no way to the host, so nothing was sent
        return ConnectFailed(request.operation, f"the proxy made no way to {host}")
    if isinstance(error, family.PoolTimeout):
        return ConnectFailed(request.operation, "no connection came free in time")
    if time.monotonic() >= sending.get():
        return _late(request, deadline)
    if isinstance(error, family.TimeoutException):
        return TimedOut(request.operation, f"{host} did not answer in time")
    return TransportFailed(request.operation, f"the connection to {host} broke ({type(error).__name__})")


def _late(request: Request, deadline: float) -> TimedOut:
    """Return the error for a call that took all of its time; it is not tried again."""
    failure = TimedOut(request.operation, f"the answer was not complete within {deadline:g} s")
    failure.final = True
    return failure


def _why(error: BaseException | None) -> str:
    """Tell a certificate that is not trusted from a host that is away: the remedies differ."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return ": its TLS certificate is not trusted"
        error = error.__cause__ or error.__context__
    return ""


def _prepared(family: Any, client: Any, request: Request) -> Any:
    """Return a request as httpx sends it, with a client's own headers and timeout.

    It asks for the encodings that we unpack, and not for those that a client could. It has no cookies, which would
    take one account's session to another, and none of the parameters that a client may have for every request: httpx
    puts them in the place of ours.
    """
    if isinstance(client, _TRANSPORTS):
        headers: Any = {**_usual(), **request.headers}  # both write names alike
        timeout = _TIMEOUT
    else:
        own = dict(_PACKED)
        for name, value in request.headers.items():
            own[name.lower().encode()] = name.encode(), value.encode()
        headers = [each for each in client.headers.raw if each[0].lower() not in own] + list(own.values())
        timeout = client.timeout.as_dict()
    content = request.body or None
    return family.Request(
        request.method, request.url, headers=headers, content=content, extensions={"timeout": timeout}
    )


def _check_times(deadline: object, lowest_pace: object) -> None:
    if isinstance(deadline, bool) or not isinstance(deadline, int | float) or not deadline > 0:
        raise InvalidInput("`deadline` must be a number of seconds above 0")
    if isinstance(lowest_pace, bool) or not isinstance(lowest_pace, int | float) or not lowest_pace >= 0:
        raise InvalidInput("`lowest_pace` must be a number of bytes a second, 0 or more")


class _Http:
    """What both faces share: the clients.

    A pool of httpx looks at each of its connections for each request, which costs more than the request when there
    are many. So our own clients are lanes that keep few connections, and a request takes one that is free. Unless the
    environment names a proxy, a lane is a transport alone: what httpx's client does around it, for cookies, redirects
    and logins, is not wanted, and takes a fifth of its time.
    """

    def __init__(self, client: Any, new: Callable[[], Any], deadline: float, lowest_pace: float) -> None:
        _check_times(deadline, lowest_pace)
        self._deadline = deadline
        self._lowest_pace = lowest_pace
        self._owned = client is None
        self._new = new
        self._family: Any = httpx if client is None else family_of(client)
        self._failures: tuple[type[Exception], ...] = (self._family.HTTPError, self._family.InvalidURL)
        self._lanes: list[Any] = [new() if client is None else client]
        self._limited = limit_reads(self._lanes[0])

    def _lane(self) -> Any:
        """Take a client that nobody else uses; a caller's own is for all."""
        if not self._owned:
            return self._lanes[0]
        try:
            return self._lanes.pop()
        except IndexError:
            lane = self._new()
            limit_reads(lane)
            return lane

    def _put_back(self, lane: Any) -> None:
        if self._owned and lane is not None:
            self._lanes.append(lane)


def _new_client() -> Any:
    if _is_direct():
        return httpx.HTTPTransport(verify=_trust(), limits=_limits(_LANE))
    return httpx.Client(**_options())


def _new_async_client() -> Any:
    if _is_direct():
        return httpx.AsyncHTTPTransport(verify=_trust(), limits=_limits(_LANE))
    return httpx.AsyncClient(**_options())


class SyncHttp(_Http):
    """Sends requests and waits for the answers. Safe for threads."""

    def __init__(
        self,
        parallel: int,
        client: Any = None,
        app: InProcess | None = None,
        *,
        deadline: float = DEADLINE_S,
        lowest_pace: float = LOWEST_PACE,
    ) -> None:
        new = _new_client if app is None else lambda: in_process(app)
        super().__init__(client, new, deadline, lowest_pace)
        self._room: SimpleQueue[None] = SimpleQueue()  # a semaphore, which Python's own is slower at
        for _ in range(parallel):
            self._room.put(None)

    def send(self, request: Request) -> RawReply:
        """Return the answer, whatever its status, or raise ``TransportFailed``; redirects are not followed."""
        return self._answered(request, lambda response: read(request, response))

    def fetch(self, request: Request, intake: Intake) -> RawReply:
        """Let an answer be taken in chunk by chunk; what came before a connection broke is taken in, too."""
        return self._answered(request, lambda response: let_in(response, intake, Pace(request, self._lowest_pace)))

    def _answered(self, request: Request, take: Callable[[Any], RawReply]) -> RawReply:
        """Send, and return what ``take`` makes of the answer.

        What goes wrong is raised outside of the handling of httpx's own error: that holds the request, with the token
        and the address.
        """
        held: list[None] = []
        give_back = map(self._room.put, held)
        try:
            held.extend(islice(iter(self._room.get, _NO_END), 1))  # in one step, which no interrupt can come between
            return self._within(request, take)
        finally:
            deque(give_back, 0)

    def _within(self, request: Request, take: Callable[[Any], RawReply]) -> RawReply:
        lane, mark = None, sending.set(time.monotonic() + self._deadline)
        try:
            lane = self._lane()
            response = self._ask(lane, _prepared(self._family, lane, request))
            try:
                raw = take(response)
                retire_if_surplus(response)
                return raw
            finally:
                response.close()
        except self._failures as error:
            failure = _meaning(self._family, request, error, self._deadline)
        except ProviderBridgeError as error:
            error.__context__ = None
            raise
        finally:
            sending.reset(mark)
            self._put_back(lane)
        raise failure from None

    @staticmethod
    def _ask(lane: Any, prepared: Any) -> Any:
        if isinstance(lane, httpx.BaseTransport):
            return lane.handle_request(prepared)
        return lane.send(prepared, stream=True, auth=None, follow_redirects=False)

    def close(self) -> None:
        if self._owned:
            for lane in self._lanes:
                lane.close()


class AsyncHttp(_Http):
    """Sends requests and awaits the answers."""

    def __init__(
        self,
        parallel: int,
        client: Any = None,
        app: InProcess | None = None,
        *,
        deadline: float = DEADLINE_S,
        lowest_pace: float = LOWEST_PACE,
    ) -> None:
        new = _new_async_client if app is None else lambda: in_process(app)
        super().__init__(client, new, deadline, lowest_pace)
        self._room = anyio.Semaphore(parallel, fast_acquire=True)

    def send(self, request: Request) -> Awaitable[RawReply]:
        """Return the answer, whatever its status, or raise ``TransportFailed``; redirects are not followed."""
        return self._answered(request, lambda response: async_read(request, response))

    def fetch(self, request: Request, intake: Intake) -> Awaitable[RawReply]:
        """Let an answer be taken in chunk by chunk, the disk being waited for in a thread."""
        pace = Pace(request, self._lowest_pace)
        return self._answered(request, lambda response: async_let_in(response, intake, pace), in_whole=False)

    async def _answered(
        self, request: Request, take: Callable[[Any], Awaitable[RawReply]], *, in_whole: bool = True
    ) -> RawReply:
        """Do as ``SyncHttp`` does."""
        try:
            self._room.acquire_nowait()  # mostly there is room, and nothing to ask the event loop for
        except anyio.WouldBlock:
            await self._room.acquire()
        try:
            return await self._within(request, take, in_whole=in_whole)
        finally:
            self._room.release()

    async def _within(
        self, request: Request, take: Callable[[Any], Awaitable[RawReply]], *, in_whole: bool
    ) -> RawReply:
        lane, mark = self._lane(), sending.set(time.monotonic() + self._deadline)
        try:
            if self._limited:
                return await self._exchanged(lane, request, take)
            with anyio.CancelScope(deadline=anyio.current_time() + self._deadline) as scope:
                return await self._exchanged(lane, request, take, None if in_whole else scope)
            failure: TransportFailed = _late(request, self._deadline)
        except self._failures as error:
            failure = _meaning(self._family, request, error, self._deadline)
        except ProviderBridgeError as error:
            error.__context__ = None
            raise
        finally:
            sending.reset(mark)
            self._put_back(lane)
        raise failure from None

    async def _exchanged(
        self,
        lane: Any,
        request: Request,
        take: Callable[[Any], Awaitable[RawReply]],
        for_head: anyio.CancelScope | None = None,
    ) -> RawReply:
        response = await self._ask(lane, _prepared(self._family, lane, request))
        try:
            if for_head is not None:
                for_head.deadline = math.inf
            raw = await take(response)
            retire_if_surplus(response)
            return raw
        finally:
            await response.aclose()

    @staticmethod
    def _ask(lane: Any, prepared: Any) -> Awaitable[Any]:
        if isinstance(lane, httpx.AsyncBaseTransport):
            return lane.handle_async_request(prepared)
        answer: Awaitable[Any] = lane.send(prepared, stream=True, auth=None, follow_redirects=False)
        return answer

    async def close(self) -> None:
        if self._owned:
            for lane in self._lanes:
                await lane.aclose()
