"""The synchronous runner: blocks, and forks into threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

from provider_bridge.core.calls import Call, RawReply, Request
from provider_bridge.core.facet import Sync
from provider_bridge.core.steps import (
    Authenticate,
    Download,
    Emit,
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
from provider_bridge.runners.clock import Clock
from provider_bridge.runners.file_sink import open_place
from provider_bridge.runners.metrics import TOO_MANY, UNCOUNTED, Metrics, Sent
from provider_bridge.runners.rate_limiter import Permit
from provider_bridge.runners.rate_stores import MemoryRateStore, RateStore
from provider_bridge.runners.response_stream import ResponseStream
from provider_bridge.runners.sync_rate_limiter import SyncRateLimiter
from provider_bridge.runners.thread_pool import ThreadPool
from provider_bridge.runners.token_stores import TokenStore, store_for
from provider_bridge.runners.tracing import Tracing

if TYPE_CHECKING:
    from provider_bridge.core.files import Stored
    from provider_bridge.core.provider import Wiring
    from provider_bridge.runners._http import SyncHttp

__all__ = ["SyncRunner"]

T = TypeVar("T")


class _Stopped(BaseException):
    """Ends a forked flow whose siblings failed; never leaves the runner."""


class SyncRunner:
    """Performs the steps of one account's flows. Safe for threads."""

    @property
    def face(self) -> type[Sync]:
        """The face of the accounts that it runs for."""
        return Sync

    def __init__(
        self,
        wiring: Wiring,
        http: SyncHttp,
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
        self._turns = SyncRateLimiter(wiring, budget or MemoryRateStore(self._clock), self._clock, self._sleep)
        self._threads = threading.local()
        self._closed = False
        self._perform: dict[type, Callable[[Any], Any]] = {
            Call: lambda step: self._traced(step.endpoint.name, self._exchange.run(step)),
            Authenticate: lambda _: self.run(self._exchange.authenticate()),
            Revoke: lambda _: self.run(self._exchange.revoke()),
            Now: lambda _: self._clock.now(),
            Settling: lambda _: wiring.settle,
            Send: self._send,
            SaveFile: self._save_file,
            Download: lambda step: self._traced(step.link.operation, self._exchange.download(step)),
            Fetch: self._fetch,
            Empty: lambda step: step.sink.empty(),
            ReadToken: lambda step: self._store.read(durable=step.durable),
            ReserveToken: lambda _: self._store.reserve(),
            SaveToken: lambda step: self._store.save(step.token),
            ForgetToken: lambda _: self._store.forget(),
            Exclusive: self._exclusive,
            Sleep: lambda step: self._sleep(step.seconds),
            Learn: self._turns.learn,
            Progress: self._report,
            Fork: self._fork,
        }

    def close(self) -> None:
        """Run nothing any more, and close every connection; that may be said twice."""
        self._closed = True
        self._http.close()

    def _check(self) -> None:
        if self._closed:
            raise BridgeClosed

    def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its end and return its value."""
        perform = self._perform
        try:
            self._check()
            step = next(flow)
            while True:
                try:
                    answer = perform[type(step)](step)
                except Exception as error:  # noqa: BLE001 (the flow decides what an error means)
                    step = flow.throw(error)
                else:
                    step = flow.send(answer)
        except StopIteration as end:
            value: T = end.value
            return value
        finally:
            flow.close()

    def stream(self, flow: Paged[T]) -> Generator[T]:
        """Drive a flow and yield what it emits, as it is asked for."""
        try:
            self._check()
            step = next(flow)
            while True:
                if isinstance(step, Emit):
                    yield from step.items
                    step = flow.send(None)
                    continue
                try:
                    answer = self._perform[type(step)](step)
                except Exception as error:  # noqa: BLE001 (the flow decides what an error means)
                    step = flow.throw(error)
                else:
                    step = flow.send(answer)
        except StopIteration:
            return
        finally:
            flow.close()

    def _traced(self, operation: str, flow: Flow[T]) -> T:
        if not self._tracing.on:
            return self.run(flow)
        with self._tracing.span(operation):
            return self.run(flow)

    def _send(self, step: Send) -> RawReply:
        claim = step.claim
        self._http.check()
        if claim is None or self._turns.unpaced(claim):
            return self._sent(step, Permit())
        return self._turns.run(claim, lambda ticket: self._sent(step, ticket))

    def _sent(self, step: Send, ticket: Permit) -> RawReply:
        sent = (step.claim.label, step.attempt, ticket.waited) if step.claim else UNCOUNTED
        raw = self._measured(sent, step.request, ready=lambda: self._turns.go(ticket))
        ticket.counted = raw.status != TOO_MANY
        return raw

    def _measured(
        self,
        sent: Sent,
        request: Request,
        intake: ResponseStream | None = None,
        ready: Callable[[], None] | None = None,
    ) -> RawReply:
        """Send a request, let its answer be taken in where somebody does, and measure it."""
        began = self._clock.monotonic()
        try:
            raw = self._http.send(request, ready) if intake is None else self._http.fetch(request, intake)
        except TransportFailed as error:
            self._meter.failed(request, sent, self._clock.monotonic() - began, error)
            raise
        size = len(raw.body) if intake is None else intake.came
        self._meter.answered(request, sent, self._clock.monotonic() - began, raw.status, size)
        return raw

    def _save_file(self, step: SaveFile) -> Stored:
        filling = open_place(step.place)
        try:
            if filling.done is not None:
                return filling.done
            self.run(step.fill(filling))
            return filling.commit()
        finally:
            filling.close()

    def _fetch(self, step: Fetch) -> RawReply:
        return self._measured(
            UNCOUNTED, step.request, ResponseStream(step, self._clock, self._report, self._check_stop)
        )

    def _check_stop(self) -> None:
        """End a forked flow in the middle of a file when its siblings failed."""
        stop: threading.Event | None = getattr(self._threads, "stop", None)
        if stop is not None and stop.is_set():
            raise _Stopped

    def _exclusive(self, step: Exclusive) -> Any:
        self._store.acquire()
        try:
            return self.run(step.flow)
        finally:
            self._store.release()

    def _sleep(self, seconds: float) -> None:
        stop: threading.Event = getattr(self._threads, "stop", None) or threading.Event()
        if self._clock.wait(seconds, stop):
            raise _Stopped

    def _report(self, step: Progress) -> None:
        if self._progress is not None:
            self._progress(step)

    def _fork(self, step: Fork) -> None:
        done = 0

        def into(outcome: Any) -> None:
            nonlocal done
            step.into(outcome)
            done += 1
            self._report(Progress(step.what, done=done))

        at_once = min(step.at_once or self._parallel, self._parallel)
        ThreadPool(self.stream(step.source), self._forked, into, at_once, self._enter).work()

    def _enter(self, stop: threading.Event) -> None:
        self._threads.stop = stop

    def _forked(self, flow: Flow[Any], stop: threading.Event) -> Any:
        if stop.is_set():
            flow.close()
            return None
        try:
            return self.run(flow)
        except ProviderBridgeError as error:
            return error
        except _Stopped:
            return None
