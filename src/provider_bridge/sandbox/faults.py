"""The simulator on a port with faults: an ASGI application around another, and the connection under it.

Answers that keep to the rules go the usual way. What breaks the rules, such as a wrong length or a reset, is written
to the connection by hand.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import struct
import weakref
from datetime import UTC, datetime
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.faults import BadSpec, FaultPlan
from provider_bridge.faults.exchange import Answered, Asked, Delivery

if TYPE_CHECKING:
    from provider_bridge.faults import Fault

__all__ = ["SLOW_S", "Faulty", "served_plan"]

SLOW_S: Final = 90.0
"""How long a slow answer waits where the plan does not say: longer than this package's client does."""

_CONTROL: Final = "/_sandbox/"
_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""Closing throws away what was not sent, and says so to the other side."""

_LEAVING_S: Final = 0.02

_BITS: Final = 20
"""In how many bits an answer without an end comes in the time of a slow one."""


def served_plan(spec: str) -> FaultPlan:
    """Return the plan of a text, or raise ``BadSpec``, also for a fault that a server cannot do to one request."""
    plan = FaultPlan.parse(spec)
    for each in plan.planned:
        if not each.fault.served:
            raise BadSpec(f"{each.fault.name} cannot be served: it strikes before a connection is there")
    return plan


class Faulty:
    """Answers as ``app`` does, except where the plan has a fault strike. The control addresses are left in peace."""

    def __init__(self, app: Any, plan: FaultPlan) -> None:
        self._app = app
        self._plan = plan
        self._slow = SLOW_S if plan.slow is None else plan.slow
        self._dead: weakref.WeakSet[Any] = weakref.WeakSet()
        """Connections on which the next request breaks."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(_CONTROL):
            await self._app(scope, receive, send)
            return
        body = await _body_of(receive)  # read in any case, so that a reset does not meet a request that is half sent
        line = _Line(receive, send)
        if line.transport in self._dead:
            await line.reset()
            return
        asked = Asked(scope["method"], _host_of(scope), scope["raw_path"].decode("latin-1"), _query_of(scope))
        fault = self._plan.choose(asked)
        if fault is None:
            await self._app(scope, _again(body), line.dated)
            return
        await self._deliver(await self._strike(fault, asked, scope, body), line)

    async def _strike(self, fault: Fault, asked: Asked, scope: Any, body: bytes) -> Delivery:
        playing = fault.strike(asked, datetime.now(UTC))
        try:
            ask = next(playing)
            while True:
                ask = playing.send(await self._answer(ask, scope, body))
        except StopIteration as end:
            delivery: Delivery = end.value
            return delivery

    async def _answer(self, ask: Asked, scope: Any, body: bytes) -> Answered:
        """Ask the simulator itself."""
        messages: list[dict[str, Any]] = []

        async def keep(message: dict[str, Any]) -> None:
            messages.append(message)

        await self._app({**scope, "query_string": ask.query.encode("latin-1")}, _again(body), keep)
        start, *rest = messages
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
        return Answered(start["status"], headers, b"".join(each.get("body", b"") for each in rest))

    async def _deliver(self, delivery: Delivery, line: _Line) -> None:
        """Send what the client gets."""
        if delivery.breaks == "endless":
            await self._deliver_without_end(delivery, line)
        elif delivery.breaks == "timeout":
            await self._deliver_late(delivery, line)
        elif delivery.answer is None:
            await line.reset()
        elif delivery.breaks or delivery.beyond:
            await line.write(_written(delivery, delivery.answer))
            await (line.reset() if delivery.breaks == "reset" else line.close())
        else:
            if delivery.spoils:
                self._dead.add(line.transport)
            await line.answer(delivery.answer)
            if delivery.doubled:
                await line.write(_written(delivery, delivery.answer))

    async def _deliver_without_end(self, delivery: Delivery, line: _Line) -> None:
        """Send a little now and then, until whoever asked is gone; the rest of a body has an end after all."""
        start, again = delivery.drip
        late = delivery.late
        if late is not None and delivery.answer is not None:
            start, again = _written(delivery, delivery.answer), b""
        rest = b"" if late is None or delivery.answer is None else late.body[len(delivery.answer.body) :]
        line.transport.write(start)
        for bit in itertools.repeat(again) if again else (rest[at : at + 1] for at in range(len(rest))):
            if line.transport.is_closing() or not await line.wait(self._slow / _BITS):
                return
            line.transport.write(bit)
        await line.close()

    async def _deliver_late(self, delivery: Delivery, line: _Line) -> None:
        """Fall silent; who waits long enough gets the rest, or the end of the connection where nothing was done."""
        late = delivery.late
        if late is None:
            await line.wait(self._slow)
            await line.close()
            return
        pause = len(delivery.answer.body) if delivery.answer is not None else 0
        if pause:
            await line.begin(late)
            await line.send({"type": "http.response.body", "body": late.body[:pause], "more_body": True})
        await line.wait(self._slow)
        if pause:
            await line.send({"type": "http.response.body", "body": late.body[pause:]})
        else:
            await line.answer(late)


class _Line:
    """One request's connection. Uvicorn lets its transport be had, by which it can be broken."""

    def __init__(self, receive: Any, send: Any) -> None:
        self.send = send
        self._receive = receive
        try:
            self.transport: Any = send.__self__.transport
        except AttributeError:
            raise RuntimeError("faults of a connection need uvicorn") from None

    async def dated(self, message: Any) -> None:
        """Send a message, with the ``Date`` that uvicorn leaves to us: a fault may make it a wrong one."""
        if message["type"] == "http.response.start" and not any(name == b"date" for name, _ in message["headers"]):
            message = {**message, "headers": [*message["headers"], (b"date", formatdate(usegmt=True).encode())]}
        await self.send(message)

    async def begin(self, answer: Answered) -> None:
        headers = dict(answer.headers)
        if answer.status != HTTPStatus.NO_CONTENT:
            headers["content-length"] = str(len(answer.body))
        head = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await self.dated({"type": "http.response.start", "status": answer.status, "headers": head})

    async def answer(self, answer: Answered) -> None:
        """Answer as the rules are."""
        await self.begin(answer)
        await self.send({"type": "http.response.body", "body": answer.body})

    async def write(self, data: bytes) -> None:
        """Write bytes by hand, and give them the time to leave."""
        self.transport.write(data)
        await asyncio.sleep(_LEAVING_S)

    async def wait(self, seconds: float) -> bool:
        """Wait, but no longer than the client does; return whether it is still there."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._receive(), seconds)
            return False
        return True

    async def reset(self) -> None:
        """Reset the connection, so that the other side is told at once that it is no more."""
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.transport.abort()
        await self._receive()  # until uvicorn knows that it is gone

    async def close(self) -> None:
        """Close the connection in good order."""
        self.transport.close()
        await self._receive()


async def _body_of(receive: Any) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes) -> Any:
    """Return what hands out a request's body that was read already."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _host_of(scope: Any) -> str:
    host: bytes = dict(scope["headers"]).get(b"host", b"")
    return host.decode("latin-1").partition(":")[0]


def _query_of(scope: Any) -> str:
    query: bytes = scope["query_string"]
    return query.decode("latin-1")


def _written(delivery: Delivery, answer: Answered) -> bytes:
    """Return an answer's bytes as they go over the wire."""
    length = len(answer.body) if delivery.length is None else delivery.length
    headers = {**answer.headers, "content-length": str(length)}
    lines = [f"HTTP/1.1 {answer.status} Told", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + answer.body + delivery.beyond
