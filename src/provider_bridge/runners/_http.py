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
import warnings
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import anyio
import httpx

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.errors import (
    BridgeClosed,
    ConfigurationError,
    ConnectFailed,
    InvalidInput,
    ProviderBridgeError,
    TimedOut,
    TransportFailed,
)
from provider_bridge.runners._network import limit_reads, retire_if_surplus
from provider_bridge.runners.certificates import forget, trusted
from provider_bridge.runners.event_loops import CLOSED, OTHER_LOOP, first_loop_of, this_loop
from provider_bridge.runners.outward import Outward, new_lane
from provider_bridge.runners.processes import begins_anew
from provider_bridge.runners.proxies import Proxy
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
_TRANSPORTS: Final = (httpx.BaseTransport, httpx.AsyncBaseTransport)
_NO_END: Final = object()
_AUTHORITIES: Final = (
    "; where a proxy or a company signs certificates, SSL_CERT_FILE must name its authority's PEM file"
)


def _limits(connections: int) -> httpx.Limits:
    return httpx.Limits(
        max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=_KEEPALIVE_S
    )


@functools.cache
def _usual() -> dict[str, str]:
    """Return the headers that httpx sends with every request."""
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client:
        usual = {name.decode("latin-1"): value.decode("latin-1") for name, value in client.headers.raw}
        return usual | {"Accept-Encoding": ACCEPTED}


def _trust() -> ssl.SSLContext:
    """Return what decides whom to trust."""
    return trusted(_usual_trust)


def _usual_trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


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
        if isinstance(error, ssl.SSLCertVerificationError):
            return f": its TLS certificate is not trusted{_AUTHORITIES}"
        if isinstance(error, ssl.SSLError):
            return ": it speaks no TLS that could be agreed on"
        error = error.__cause__ or error.__context__
    return ""


def _shown(request: Any) -> str:
    return f"<Request {request.method}>"


@functools.cache
def _quiet(family: Any) -> Any:
    """Return the family's requests, but that a traceback with the values of frames shows no address."""
    return type("Request", (family.Request,), {"__repr__": _shown})


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
    return _quiet(family)(
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
    are many. So our own clients are lanes that keep few connections, and a request takes one that is free. A lane is
    a transport alone: what httpx's client does around it, for cookies, redirects and logins, is not wanted, and takes
    a fifth of its time. Lanes are made when they are needed, so that what the environment names wrongly fails the
    accounts that need it, and no others.
    """

    _awaited = False

    def __init__(self, parallel: int, client: Any, new: Callable[[], Any], deadline: float, lowest_pace: float) -> None:
        _check_times(deadline, lowest_pace)
        self._parallel = parallel
        self._deadline = deadline
        self._lowest_pace = lowest_pace
        self._owned = client is None
        self._new = new
        self._family: Any = httpx if client is None else family_of(client)
        if client is not None:
            _check_kind(client, self._family, awaited=self._awaited)
        self._failures: tuple[type[Exception], ...] = (self._family.HTTPError, self._family.InvalidURL)
        self._lanes: list[Any] = [] if client is None else [client]
        self._limited = client is None or limit_reads(client)
        self._closed = False
        self._inherited = False
        self._make_room()
        begins_anew(self)

    def begin_anew(self) -> None:
        """Have no connection in a child: what is on the parent's is answered to the parent."""
        self._make_room()
        self._inherited = not self._owned
        if self._owned:
            forget()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)  # the parent closes them, with what it has to say
                self._lanes = []

    def _make_room(self) -> None:
        raise NotImplementedError

    def check(self) -> None:
        """Raise what is wrong before anything is sent: the bridge is closed, or its connections are the parent's."""
        if self._closed:
            raise BridgeClosed
        if self._inherited:
            raise ConfigurationError(
                "the HTTP client was made before this process was forked, and its connections are the parent's; "
                "open the bridge in the child, with a client that is made there"
            )

    def _lane(self, lanes: list[Any]) -> Any:
        """Take a client that nobody else uses; a caller's own is for all."""
        self.check()
        if not self._owned:
            return lanes[0]
        try:
            return lanes.pop()
        except IndexError:
            return self._new()

    def _put_back(self, lanes: list[Any], lane: Any) -> Any:
        """Keep a client for the next request; return it instead where it is to be closed, being the last to use it."""
        if not self._owned or lane is None:
            return None
        if self._closed:
            return lane
        lanes.append(lane)
        return None

    def _close(self) -> list[Any]:
        """Take no further request, and return the clients that are to be closed."""
        self._closed = True
        lanes, self._lanes = self._lanes, []
        return lanes if self._owned else []

    def _is_closed(self) -> bool:
        """Whether a caller's own client was closed; one that is ours is not before we are."""
        return not self._owned and bool(getattr(self._lanes[0], "is_closed", False))


def _by_way_of(proxy: Proxy | None, trust: ssl.SSLContext) -> httpx.Proxy | None:
    if proxy is None:
        return None
    try:
        return httpx.Proxy(proxy.url, ssl_context=trust if proxy.is_secure else None)
    except (ValueError, httpx.InvalidURL):
        pass
    raise proxy.unusable()  # out here, because the library's own error can hold the URL


class _SyncOutward(Outward, httpx.BaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer: httpx.Response = self.way(request).handle_request(request)
        return answer

    def close(self) -> None:
        for each in self.transports:
            each.close()


class _AsyncOutward(Outward, httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer: httpx.Response = await self.way(request).handle_async_request(request)
        return answer

    async def aclose(self) -> None:
        for each in self.transports:
            await each.aclose()


def _limited(transport: Any) -> Any:
    limit_reads(transport)
    return transport


def _new_client() -> Any:
    def make(trust: ssl.SSLContext, proxy: Proxy | None) -> Any:
        return _limited(httpx.HTTPTransport(verify=trust, limits=_limits(_LANE), proxy=_by_way_of(proxy, trust)))

    return new_lane(make, _SyncOutward, _trust)


def _new_async_client() -> Any:
    def make(trust: ssl.SSLContext, proxy: Proxy | None) -> Any:
        return _limited(httpx.AsyncHTTPTransport(verify=trust, limits=_limits(_LANE), proxy=_by_way_of(proxy, trust)))

    return new_lane(make, _AsyncOutward, _trust)


def _check_kind(client: Any, family: Any, *, awaited: bool) -> None:
    """Refuse a client of the other face: its answers would be coroutines, or none."""
    wrong = (family.Client, family.BaseTransport) if awaited else (family.AsyncClient, family.AsyncBaseTransport)
    right = (family.AsyncClient, family.AsyncBaseTransport) if awaited else (family.Client, family.BaseTransport)
    if isinstance(client, wrong) and not isinstance(client, right):
        name, opener = ("an AsyncClient", "open_async_bridge") if awaited else ("a Client", "open_bridge")
        raise ConfigurationError(f"the client for {opener} must be {name} of {family.__name__}")


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
        super().__init__(parallel, client, new, deadline, lowest_pace)

    def _make_room(self) -> None:
        room: SimpleQueue[None] = SimpleQueue()  # a semaphore, which Python's own is slower at
        for _ in range(self._parallel):
            room.put(None)
        self._room = room

    def send(self, request: Request, ready: Callable[[], None] | None = None) -> RawReply:
        """Return the answer, whatever its status, or raise ``TransportFailed``; redirects are not followed.

        ``ready`` is called when nothing but sending is left; what it raises comes out, and nothing is sent.
        """
        return self._answered(request, lambda response: read(request, response), ready)

    def fetch(self, request: Request, intake: Intake) -> RawReply:
        """Let an answer be taken in chunk by chunk; what came before a connection broke is taken in, too."""
        return self._answered(request, lambda response: let_in(response, intake, Pace(request, self._lowest_pace)))

    def _answered(
        self, request: Request, take: Callable[[Any], RawReply], ready: Callable[[], None] | None = None
    ) -> RawReply:
        """Send, and return what ``take`` makes of the answer.

        What goes wrong is raised outside of the handling of httpx's own error: that holds the request, with the token
        and the address.
        """
        held: list[None] = []
        room = self._room
        give_back = map(room.put, held)
        try:
            held.extend(islice(iter(room.get, _NO_END), 1))  # in one step, which no interrupt can come between
            return self._within(request, take, ready)
        finally:
            deque(give_back, 0)

    def _within(self, request: Request, take: Callable[[Any], RawReply], ready: Callable[[], None] | None) -> RawReply:
        failure: ProviderBridgeError
        lane, lanes, mark = None, self._lanes, sending.set(time.monotonic() + self._deadline)
        try:
            lane = self._lane(lanes)
            prepared = _prepared(self._family, lane, request)
            if ready is not None:
                ready()
            response = self._ask(lane, prepared)
            try:
                raw = take(response)
                retire_if_surplus(response)
                return raw
            finally:
                response.close()
        except self._failures as error:
            failure = _meaning(self._family, request, error, self._deadline)
        except RuntimeError:
            if not self._is_closed():
                raise
            failure = ConfigurationError(CLOSED)
        except ProviderBridgeError as error:
            error.__context__ = None
            raise
        finally:
            sending.reset(mark)
            if (last := self._put_back(lanes, lane)) is not None:
                last.close()
        raise failure from None

    @staticmethod
    def _ask(lane: Any, prepared: Any) -> Any:
        if isinstance(lane, httpx.BaseTransport):
            return lane.handle_request(prepared)
        return lane.send(prepared, stream=True, auth=None, follow_redirects=False)

    def close(self) -> None:
        """Close every connection, those in use once they are not; that may be said twice."""
        for lane in self._close():
            lane.close()


class AsyncHttp(_Http):
    """Sends requests and awaits the answers."""

    _awaited = True

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
        super().__init__(parallel, client, new, deadline, lowest_pace)
        self._loop: object = None

    def _misuse(self) -> ConfigurationError | None:
        """Return what a caller did wrong where that is why the HTTP library failed."""
        if self._is_closed():
            return ConfigurationError(CLOSED)
        return ConfigurationError(OTHER_LOOP) if self._loop is not this_loop() else None

    def _make_room(self) -> None:
        self._room = anyio.Semaphore(self._parallel, fast_acquire=True)

    def send(self, request: Request, ready: Callable[[], None] | None = None) -> Awaitable[RawReply]:
        """Return the answer, whatever its status, or raise ``TransportFailed``; redirects are not followed.

        ``ready`` is called when nothing but sending is left; what it raises comes out, and nothing is sent.
        """
        return self._answered(request, lambda response: async_read(request, response), ready)

    def fetch(self, request: Request, intake: Intake) -> Awaitable[RawReply]:
        """Let an answer be taken in chunk by chunk, the disk being waited for in a thread."""
        pace = Pace(request, self._lowest_pace)
        return self._answered(request, lambda response: async_let_in(response, intake, pace), in_whole=False)

    async def _answered(
        self,
        request: Request,
        take: Callable[[Any], Awaitable[RawReply]],
        ready: Callable[[], None] | None = None,
        *,
        in_whole: bool = True,
    ) -> RawReply:
        """Do as ``SyncHttp`` does."""
        room, lanes = self._room, self._lanes
        if self._loop is None:
            self._loop = first_loop_of(self if self._owned else lanes[0])
        try:
            room.acquire_nowait()  # mostly there is room, and nothing to ask the event loop for
        except anyio.WouldBlock:
            await room.acquire()
        try:
            return await self._within(request, take, ready, lanes, in_whole=in_whole)
        finally:
            room.release()

    async def _within(
        self,
        request: Request,
        take: Callable[[Any], Awaitable[RawReply]],
        ready: Callable[[], None] | None,
        lanes: list[Any],
        *,
        in_whole: bool,
    ) -> RawReply:
        failure: ProviderBridgeError | None
        lane, mark = self._lane(lanes), sending.set(time.monotonic() + self._deadline)
        try:
            if self._limited:
                return await self._exchanged(lane, request, take, ready)
            with anyio.CancelScope(deadline=anyio.current_time() + self._deadline) as scope:
                return await self._exchanged(lane, request, take, ready, None if in_whole else scope)
            failure = _late(request, self._deadline)
        except self._failures as error:
            failure = _meaning(self._family, request, error, self._deadline)
        except RuntimeError:
            failure = self._misuse()
            if failure is None:
                raise
        except ProviderBridgeError as error:
            error.__context__ = None
            raise
        finally:
            sending.reset(mark)
            if (last := self._put_back(lanes, lane)) is not None:
                await _closed(last)
        raise failure from None

    async def _exchanged(
        self,
        lane: Any,
        request: Request,
        take: Callable[[Any], Awaitable[RawReply]],
        ready: Callable[[], None] | None,
        for_head: anyio.CancelScope | None = None,
    ) -> RawReply:
        prepared = _prepared(self._family, lane, request)
        if ready is not None:
            ready()
        response = await self._ask(lane, prepared)
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
        """Do as ``SyncHttp`` does."""
        for lane in self._close():
            await lane.aclose()


async def _closed(lane: Any) -> None:
    """Close a client, even if the task was cancelled."""
    with anyio.CancelScope(shield=True):
        await lane.aclose()
