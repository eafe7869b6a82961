"""A transport for clients of httpx or httpx2 that injects faults between the client and another transport.

plan = FaultPlan.parse("reset-during-body:0.2,429-seconds@3,seed=7")
client = httpx.Client(transport=FaultTransport(httpx.HTTPTransport(), plan))

It never sleeps: what would time out fails at once with the error that the timeout ends in.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import httpx

from provider_bridge.faults.acts import ELSEWHERE
from provider_bridge.faults.exchange import Answered, Asked, Delivery
from provider_bridge.runners._http import family_of, in_process
from provider_bridge.testing.fault_streams import Behind, Streams

if TYPE_CHECKING:
    from provider_bridge.faults import Fault, FaultPlan
    from provider_bridge.runners._http import InProcess

__all__ = ["FaultTransport"]

_UNREACHED: Final = {
    "refused": ("ConnectError", "connection refused"),
    "connect-timeout": ("ConnectTimeout", "nobody answered in time"),
    "dns": ("ConnectError", "the name is not known"),
    "proxy": ("ProxyError", "the proxy said 502"),
    "reset": ("ReadError", "connection reset by peer"),
    "timeout": ("ReadTimeout", "nothing came in time"),
    "endless": ("ReadTimeout", "it went on for longer than anybody waits"),
    "closed": ("RemoteProtocolError", "the server disconnected without sending a response"),
}
"""The name of the error that a way of breaking ends in, in either family, and what it says."""

_STRANGER: Final = Delivery(Answered(200, {"content-type": "application/json"}, b"{}"))
"""What the host answers that a redirect leads away to: something that could be taken for data."""


class FaultTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Asks another transport, except where the plan has a fault strike. For both kinds of client, safe for threads.

    Attributes
    ----------
    plan : what strikes when; ``plan.struck`` tells what did
    opened, closed : how many answers were handed out, and how many of them were closed
    hosts : how many requests each host got
    trusted : the hosts that were shown an ``Authorization``

    """

    def __init__(
        self,
        inner: httpx.BaseTransport | httpx.AsyncBaseTransport,
        plan: FaultPlan,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.plan = plan
        self.hosts: Counter[str] = Counter()
        self.trusted: set[str] = set()
        self._inner: Any = inner
        self._family = family_of(inner)
        self._streams = Streams(self._family)
        self._now = now
        self._lock = threading.Lock()
        self._dead: set[str] = set()
        self._behind: dict[str, tuple[Behind, Delivery]] = {}

    @classmethod
    def over(cls, answer: InProcess, plan: FaultPlan, *, now: Callable[[], datetime] | None = None) -> FaultTransport:
        """Return a transport over a vendor that is a function, as ``Sandbox().handle`` is."""
        inner = in_process(answer)
        return cls(inner, plan) if now is None else cls(inner, plan, now=now)

    @property
    def opened(self) -> int:
        return self._streams.opened

    @property
    def closed(self) -> int:
        return self._streams.closed

    def __repr__(self) -> str:
        return f"<FaultTransport of {self.plan!r}, {len(self.plan.struck)} struck>"

    # --- both kinds of client ------------------------------------------------------------------------------

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a ``Client``."""
        asked, fault, waiting = self._meet(request)
        if waiting is not None:
            return self._response(waiting, request)
        if asked.host == ELSEWHERE:
            return self._response(_STRANGER, request)
        if fault is None:
            return self._passed(self._inner.handle_request(request))
        playing = fault.strike(asked, self._now())
        try:
            ask = next(playing)
            while True:
                response = self._inner.handle_request(self._request(request, ask))
                try:
                    body = response.read()
                finally:
                    response.close()
                ask = playing.send(_answered(response, body))
        except StopIteration as end:
            return self._response(end.value, request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of an ``AsyncClient``."""
        asked, fault, waiting = self._meet(request)
        if waiting is not None:
            return self._response(waiting, request)
        if asked.host == ELSEWHERE:
            return self._response(_STRANGER, request)
        if fault is None:
            return self._passed(await self._inner.handle_async_request(request))
        playing = fault.strike(asked, self._now())
        try:
            ask = next(playing)
            while True:
                response = await self._inner.handle_async_request(self._request(request, ask))
                try:
                    body = await response.aread()
                finally:
                    await response.aclose()
                ask = playing.send(_answered(response, body))
        except StopIteration as end:
            return self._response(end.value, request)

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()

    # --- what both share -----------------------------------------------------------------------------------

    def _meet(self, request: httpx.Request) -> tuple[Asked, Fault | None, Delivery | None]:
        """Note who is asked, and choose what strikes, or what waits already; a dead connection breaks here."""
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        asked = Asked(request.method, request.url.host, path, query)
        with self._lock:
            self.hosts[asked.host] += 1
            if "authorization" in request.headers:
                self.trusted.add(asked.host)
            dead = asked.host in self._dead
            self._dead.discard(asked.host)
        if dead:
            raise self._error("closed")
        waiting = self._waiting(asked.host)
        undisturbed = waiting is not None or asked.host == ELSEWHERE
        return asked, None if undisturbed else self.plan.choose(asked), waiting

    def _waiting(self, host: str) -> Delivery | None:
        """Return what waits on the connection to a host, to be taken for the answer to this request."""
        with self._lock:
            behind, delivery = self._behind.pop(host, (None, None))
            if behind is not None and delivery is not None and not behind.idle:
                self._behind[host] = behind, delivery  # it is still being read: another connection is used
        return delivery if behind is not None and behind.reused else None

    def _request(self, request: httpx.Request, ask: Asked) -> Any:
        """Return the request to send on: as it came, or for another page of the same list."""
        target = f"{ask.path}?{ask.query}" if ask.query else ask.path
        if target.encode() == request.url.raw_path:
            return request
        return self._family.Request(
            ask.method,
            request.url.copy_with(raw_path=target.encode()),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )

    def _passed(self, response: Any) -> httpx.Response:
        """Return an answer that is left in peace, its closing watched."""
        passed: httpx.Response = self._family.Response(
            response.status_code,
            headers=response.headers,
            stream=self._streams.watched(response.stream),
            extensions=response.extensions,
        )
        return passed

    def _response(self, delivery: Delivery, request: httpx.Request) -> httpx.Response:
        """Return what is delivered of an answer, or raise what breaks before it."""
        if delivery.spoils:
            with self._lock:
                self._dead.add(request.url.host)
        answer = delivery.answer
        if answer is None:
            raise self._error(delivery.breaks or "closed")
        length = len(answer.body) if delivery.length is None else delivery.length
        headers = {**answer.headers, "content-length": str(length)}
        error = self._error(delivery.breaks) if delivery.breaks else None
        if delivery.doubled:
            return self._doubled(delivery, answer, headers, request)
        made: httpx.Response = self._family.Response(
            answer.status, headers=headers, stream=self._streams.made(answer.body, error)
        )
        return made

    def _doubled(
        self, delivery: Delivery, answer: Answered, headers: dict[str, str], request: httpx.Request
    ) -> httpx.Response:
        """Return an answer behind which the same one waits."""
        behind = Behind()
        with self._lock:
            self._behind[request.url.host] = behind, replace(delivery, doubled=False)
        made: httpx.Response = self._family.Response(
            answer.status,
            headers=headers,
            stream=self._streams.doubled(answer.body, behind),
            extensions={"network_stream": behind, "http_version": b"HTTP/1.1"},
        )
        return made

    def _error(self, how: str) -> Exception:
        name, text = _UNREACHED[how]
        error: Exception = getattr(self._family, name)(text)
        return error


def _answered(response: httpx.Response, body: bytes) -> Answered:
    """Return an answer as faults see it: its body is unpacked, so it is no longer what an encoding says."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers.raw}
    packed = {"content-encoding", "transfer-encoding"}
    return Answered(response.status_code, {name: headers[name] for name in headers if name not in packed}, body)
