"""The one module that imports httpx. See docs/adr/0001-httpx.md for why, and for when that changes.

A caller may hand in a client of ``httpx`` or of its continuation ``httpx2``; the family is taken from the
client's own class.
"""

from __future__ import annotations

import functools
import math
import ssl
import time
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

import anyio
import httpx

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.errors import ConfigurationError, ProviderBridgeError
from provider_bridge.runners._network import limit_reads, retire_if_surplus
from provider_bridge.runners.certificates import trusted
from provider_bridge.runners.decompression import ACCEPTED
from provider_bridge.runners.event_loops import CLOSED, OTHER_LOOP, first_loop_of, this_loop
from provider_bridge.runners.failed_calls import late, meaning
from provider_bridge.runners.http_logging import sending
from provider_bridge.runners.http_routes import RoutedTransport, new_lane
from provider_bridge.runners.lanes import DEADLINE_S, LOWEST_PACE, Lanes, family_of
from provider_bridge.runners.proxies import Proxy
from provider_bridge.runners.response_body import Pace, async_let_in, async_read, let_in, read

if TYPE_CHECKING:
    from provider_bridge.runners.response_stream import ResponseStream

__all__ = ["DEADLINE_S", "LOWEST_PACE", "AsyncHttp", "InProcess", "SyncHttp", "family_of", "in_process"]

InProcess = Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]
"""A server in this process: method, URL, headers, body to status, headers, body."""

_TIMEOUT: Final = {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 120.0}
_KEEPALIVE_S: Final = 30
_LANE: Final = 4
"""Connections that one lane may keep: one for each host an account talks to, and to spare."""

_PACKED: Final = {b"accept-encoding": (b"Accept-Encoding", ACCEPTED.encode())}
_TRANSPORTS: Final = (httpx.BaseTransport, httpx.AsyncBaseTransport)
_NO_END: Final = object()


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


def _shown(request: Any) -> str:
    return f"<Request {request.method}>"


@functools.cache
def _quiet(family: Any) -> Any:
    """Return the family's requests, but that a traceback with the values of frames shows no address."""
    return type("Request", (family.Request,), {"__repr__": _shown})


@functools.lru_cache(maxsize=64)
def _headers(family: Any, own: tuple[tuple[bytes, bytes], ...] | None, sent: tuple[tuple[str, str], ...]) -> Any:
    """Return a request's headers, in httpx's form: they stay the same for as long as a token does."""
    if own is None:
        return family.Headers({**_usual(), **dict(sent)})  # both write names alike
    ours = dict(_PACKED)
    for name, value in sent:
        ours[name.lower().encode()] = name.encode(), value.encode()
    return family.Headers([each for each in own if each[0].lower() not in ours] + list(ours.values()))


def _prepared(family: Any, client: Any, request: Request) -> Any:
    """Return a request as httpx sends it, with a client's own headers and timeout.

    It asks for the encodings that we unpack, and not for those that a client could. It has no cookies, which would
    take one account's session to another, and none of the parameters that a client may have for every request: httpx
    puts them in the place of ours.
    """
    if isinstance(client, _TRANSPORTS):
        headers, timeout = _headers(family, None, tuple(request.headers.items())), _TIMEOUT
    else:
        headers = _headers(family, tuple(client.headers.raw), tuple(request.headers.items()))
        timeout = client.timeout.as_dict()
    content = request.body or None
    return _quiet(family)(
        request.method, request.url, headers=headers, content=content, extensions={"timeout": timeout}
    )


def _by_way_of(proxy: Proxy | None, trust: ssl.SSLContext) -> httpx.Proxy | None:
    if proxy is None:
        return None
    try:
        return httpx.Proxy(proxy.url, ssl_context=trust if proxy.is_secure else None)
    except (ValueError, httpx.InvalidURL):
        pass
    raise proxy.unusable()  # out here, because the library's own error can hold the URL


class _SyncOutward(RoutedTransport, httpx.BaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer: httpx.Response = self.way(request).handle_request(request)
        return answer

    def close(self) -> None:
        for each in self.transports:
            each.close()


class _AsyncOutward(RoutedTransport, httpx.AsyncBaseTransport):
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


class SyncHttp(Lanes):
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
        super().__init__(parallel, client, httpx, new, deadline, lowest_pace)

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

    def fetch(self, request: Request, intake: ResponseStream) -> RawReply:
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
            failure = meaning(self._family, request, error, self._deadline)
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


class AsyncHttp(Lanes):
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
        super().__init__(parallel, client, httpx, new, deadline, lowest_pace)
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

    def fetch(self, request: Request, intake: ResponseStream) -> Awaitable[RawReply]:
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
            failure = late(request, self._deadline)
        except self._failures as error:
            failure = meaning(self._family, request, error, self._deadline)
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
