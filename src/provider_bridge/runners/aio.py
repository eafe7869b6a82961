"""The asynchronous runner: awaits, and forks into tasks. Works under asyncio and trio."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeVar

import anyio

from provider_bridge.core.calls import Call, RawReply, Request
from provider_bridge.core.facet import Async
from provider_bridge.core.steps import (
    Authenticate,
    Download,
    Empty,
    Exclusive,
    Fetch,
    Flow,
    ForgetToken,
    Fork,
    Learn,
    Now,
    Paged,
    Progress,
    ReadToken,
    ReserveToken,
    Revoke,
    SaveFile,
    SaveToken,
    Send,
    Settling,
    Sleep,
)
from provider_bridge.errors import BridgeClosed, ProviderBridgeError, TransportFailed
from provider_bridge.runners.async_listing import Listing
from provider_bridge.runners.async_rate_limiter import AsyncRateLimiter
from provider_bridge.runners.cancellable import cleaned_up, in_thread, when_free
from provider_bridge.runners.clock import Clock
from provider_bridge.runners.file_sink import open_place
from provider_bridge.runners.forks import begins_anew, check_loop
from provider_bridge.runners.metrics import TOO_MANY, UNCOUNTED, Metrics, Sent
from provider_bridge.runners.rate_limiter import Permit
from provider_bridge.runners.rate_stores import MemoryRateStore, RateStore
from provider_bridge.runners.response_stream import ResponseStream
from provider_bridge.runners.token_stores import TokenStore, store_for
from provider_bridge.runners.tracing import Tracing

if TYPE_CHECKING:
    from provider_bridge.core.files import Stored
    from provider_bridge.core.provider import Wiring
    from provider_bridge.runners._http import AsyncHttp

__all__ = ["AsyncRunner"]

T = TypeVar("T")


class _Outcome:
    """What a forked flow ended with, once ``ready`` is set."""

    def __init__(self) -> None:
        self.ready = anyio.Event()
        self.value: Any = None


class AsyncRunner:
    """Performs the steps of one account's flows, for any number of tasks of one event loop."""

    @property
    def face(self) -> type[Async]:
        """The face of the accounts that it runs for."""
        return Async

    def __init__(
        self,
        wiring: Wiring,
        http: AsyncHttp,
        *,
        parallel: int = 16,
        store: TokenStore | None = None,
        budget: RateStore | None = None,
        meter: Metrics | None = None,
        clock: Clock | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self._exchange = wiring.exchange
        self._http = http
        self._parallel = parallel
        self._store = store or store_for(wiring)
        self._clock = clock or Clock()
        self._progress = progress
        self._meter = meter or Metrics()
        self._tracing = Tracing(self._meter)
        self._turns = AsyncRateLimiter(wiring, budget or MemoryRateStore(self._clock), self._clock)
        self._renewing = anyio.Lock()
        self._closed = False
        begins_anew(self)
        self._at_once: dict[type, Callable[[Any], Any]] = {
            Now: lambda _: self._clock.now(),
            Settling: lambda _: wiring.settle,
            ReadToken: lambda step: self._store.read(durable=step.durable),
            SaveToken: lambda step: self._store.save(step.token),
            ForgetToken: lambda _: self._store.forget(),
            Progress: self._report,
        }
        self._awaited: dict[type, Callable[[Any], Awaitable[Any]]] = {
            Call: lambda step: self._traced(step.endpoint.name, self._exchange.run(step)),
            Authenticate: lambda _: self.run(self._exchange.authenticate()),
            Revoke: lambda _: self.run(self._exchange.revoke()),
            Learn: self._turns.learn,
            Send: self._send,
            SaveFile: self._save_file,
            Download: lambda step: self._traced(step.link.operation, self._exchange.download(step)),
            Fetch: self._fetch,
            Empty: lambda step: in_thread(step.sink.empty),
            ReserveToken: lambda _: in_thread(self._store.reserve),
            Exclusive: self._exclusive,
            Sleep: lambda step: self._clock.sleep(step.seconds),
            Fork: self._fork,
        }

    def begin_anew(self) -> None:
        """Have a lock in a child that no task of the parent holds."""
        self._renewing = anyio.Lock()

    async def close(self) -> None:
        """Do as ``SyncRunner`` does."""
        self._closed = True
        await self._http.close()

    def _check(self) -> None:
        if self._closed:
            raise BridgeClosed
        check_loop()

    async def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its end and return its value."""
        at_once, awaited = self._at_once, self._awaited
        try:
            self._check()
            step = next(flow)
            while True:
                kind = type(step)
                try:
                    answer = at_once[kind](step) if kind in at_once else await awaited[kind](step)
                except Exception as error:  # noqa: BLE001 (the flow decides what an error means)
                    step = flow.throw(error)
                else:
                    step = flow.send(answer)
        except StopIteration as end:
            value: T = end.value
            return value
        finally:
            flow.close()

    def stream(self, flow: Paged[T]) -> Listing[T]:
        """Drive a flow and yield what it emits, as it is asked for."""
        return Listing(flow, self._perform, self._check)

    async def _perform(self, step: object) -> Any:
        at_once = self._at_once.get(type(step))
        if at_once is not None:
            return at_once(step)
        return await self._awaited[type(step)](step)

    def _traced(self, operation: str, flow: Flow[T]) -> Awaitable[T]:
        return self._spanned(operation, flow) if self._tracing.on else self.run(flow)

    async def _spanned(self, operation: str, flow: Flow[T]) -> T:
        with self._tracing.span(operation):
            return await self.run(flow)

    def _send(self, step: Send) -> Awaitable[RawReply]:
        claim = step.claim
        self._http.check()
        if claim is None or self._turns.unpaced(claim):
            return self._sent(step, Permit())
        return self._turns.run(claim, lambda ticket: self._sent(step, ticket))

    async def _sent(self, step: Send, ticket: Permit) -> RawReply:
        sent = (step.claim.label, step.attempt, ticket.waited) if step.claim else UNCOUNTED
        raw = await self._measured(sent, step.request, ready=lambda: self._turns.go(ticket))
        ticket.counted = raw.status != TOO_MANY
        return raw

    async def _measured(
        self,
        sent: Sent,
        request: Request,
        intake: ResponseStream | None = None,
        ready: Callable[[], None] | None = None,
    ) -> RawReply:
        """Send a request, let its answer be taken in where somebody does, and measure it."""
        began = self._clock.monotonic()
        try:
            raw = await (self._http.send(request, ready) if intake is None else self._http.fetch(request, intake))
        except TransportFailed as error:
            self._meter.failed(request, sent, self._clock.monotonic() - began, error)
            raise
        size = len(raw.body) if intake is None else intake.came
        self._meter.answered(request, sent, self._clock.monotonic() - began, raw.status, size)
        return raw

    async def _fetch(self, step: Fetch) -> RawReply:
        return await self._measured(UNCOUNTED, step.request, ResponseStream(step, self._clock, self._report))

    async def _save_file(self, step: SaveFile) -> Stored:
        filling = await in_thread(lambda: open_place(step.place), lambda opened: opened.close())
        try:
            if filling.done is not None:
                return filling.done
            await self.run(step.fill(filling))
            return await in_thread(filling.commit)
        finally:
            await cleaned_up(filling.close)

    async def _exclusive(self, step: Exclusive) -> Any:
        async with self._renewing:
            await when_free(lambda: self._store.acquire(wait=False) or None, self._let_go)
            try:
                return await self.run(step.flow)
            finally:
                self._store.release()

    def _let_go(self, taken: object) -> None:
        if taken:
            self._store.release()

    def _report(self, step: Progress) -> None:
        if self._progress is not None:
            self._progress(step)

    async def _fork(self, step: Fork) -> None:
        at_once = min(step.at_once or self._parallel, self._parallel)
        pending: deque[_Outcome] = deque()
        failure: Exception | None = None
        done = 0

        async def settle() -> None:
            nonlocal done
            outcome = pending.popleft()
            await outcome.ready.wait()
            step.into(outcome.value)
            done += 1
            self._report(Progress(step.what, done=done))

        async with anyio.create_task_group() as tasks:
            try:
                async with aclosing(self.stream(step.source)) as flows:
                    async for flow in flows:
                        if len(pending) >= at_once:
                            await settle()
                        outcome = _Outcome()
                        pending.append(outcome)
                        tasks.start_soon(self._forked, flow, outcome)
                while pending:
                    await settle()
            except Exception as error:  # noqa: BLE001 (raised again below, outside of the group)
                failure = error
                tasks.cancel_scope.cancel()
        if failure is not None:
            raise failure

    async def _forked(self, flow: Flow[Any], outcome: _Outcome) -> None:
        try:
            outcome.value = await self.run(flow)
        except ProviderBridgeError as error:
            outcome.value = error
        outcome.ready.set()
