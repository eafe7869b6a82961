"""Opening an account on either face over a simulated vendor, and watching what it calls."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Final

from anyio.from_thread import start_blocking_portal

from provider_bridge.runners._http import AsyncHttp, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.clock import Clock, VirtualClock
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import MemoryStore

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

    from provider_bridge.config import AccountConfig
    from provider_bridge.core.calls import Call, Endpoint
    from provider_bridge.core.provider import ProviderSpec, Wiring
    from provider_bridge.core.settings import AccountSettings
    from provider_bridge.runners._http import InProcess

__all__ = ["FACES", "Blocking", "Opened", "Simulation", "listening", "opened"]

FACES: Final = ("sync", "async")
_PARALLEL: Final = 4


@dataclass(frozen=True, slots=True)
class Simulation:
    """One account of a provider, and the simulated vendor that answers for it.

    ``answer`` takes method, URL, headers and body of a request, and returns status, headers and body. ``sources``
    names the files that secrets came from, by key, as a configuration would. ``clock`` is the time for the account
    and by default no wait takes time. A simulated vendor that counts time itself, such as one with rate limits, must
    take it from the same clock.
    """

    spec: ProviderSpec
    settings: AccountSettings = field(repr=False)
    answer: InProcess = field(repr=False)
    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    name: str = "conformance"
    clock: Clock = field(default_factory=VirtualClock)

    @classmethod
    def of(cls, config: AccountConfig, answer: InProcess, clock: Clock | None = None) -> Simulation:
        """Return the simulation of an account as a ``bridge.toml`` has it."""
        return cls(config.spec, config.settings, answer, config.sources, config.name, clock or VirtualClock())


class Blocking:
    """An asynchronous account, or a part of it, made to block: so one test serves both faces."""

    def __init__(self, target: Any, portal: BlockingPortal) -> None:
        self._target = target
        self._portal = portal

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if callable(value):

            def settled(*args: Any, **kwargs: Any) -> Any:
                return self._settle(value(*args, **kwargs))

            return settled
        return value if value is None or isinstance(value, str | int) else Blocking(value, self._portal)

    def __repr__(self) -> str:
        return repr(self._target)

    def _settle(self, result: Any) -> Any:
        if isinstance(result, AsyncIterator):
            return self._items(result)
        return self._portal.call(_await, result) if isawaitable(result) else result

    def _items(self, items: Any) -> Iterator[Any]:
        end = object()
        try:
            while (item := self._portal.call(_next, items, end)) is not end:
                yield item
        finally:
            if hasattr(items, "aclose"):
                self._portal.call(items.aclose)


async def _await(result: Awaitable[Any]) -> Any:
    return await result


async def _next(items: AsyncIterator[Any], end: object) -> Any:
    return await anext(items, end)


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that is open on one face.

    ``account`` blocks on either face; ``real`` is the account itself. ``called`` are the endpoints that were called
    so far, those refused by its guard left out; ``sent`` are the methods of the requests, logins left out.
    """

    spec: ProviderSpec
    account: Any
    real: Any
    called: list[Endpoint]
    sent: list[str]

    def operation(self, name: str) -> Callable[..., Any]:
        """Return an operation by its dotted name."""
        found = self.account
        for part in name.split("."):
            found = getattr(found, part)
        return found  # type: ignore[no-any-return]


@contextmanager
def opened(simulation: Simulation, face: str, *, read_only: bool = False) -> Generator[Opened]:
    """Open a simulation's account on one face, without rate budgets: nobody has to wait."""
    spec, name = simulation.spec, simulation.name
    settings = simulation.settings.model_copy(update={"read_only": read_only})
    called: list[Endpoint] = []
    sent: list[str] = []
    wiring = _watched(spec.wire(name, settings, simulation.sources), called)

    def answer(method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        if url != wiring.exchange.token_manager.grant.token_url:
            sent.append(method)
        return simulation.answer(method, url, headers, body)

    if face == "sync":
        http = SyncHttp(_PARALLEL, app=answer)
        runner = SyncRunner(wiring, http, parallel=_PARALLEL, store=MemoryStore(), clock=simulation.clock)
        real = spec.account(name, settings, runner)
        try:
            yield Opened(spec, real, real, called, sent)
        finally:
            http.close()
        return
    with start_blocking_portal() as portal:
        async_http = AsyncHttp(_PARALLEL, app=answer)
        async_runner = AsyncRunner(wiring, async_http, parallel=_PARALLEL, store=MemoryStore(), clock=simulation.clock)
        real = spec.account(name, settings, async_runner)
        try:
            yield Opened(spec, Blocking(real, portal), real, called, sent)
        finally:
            portal.call(async_http.close)


def _watched(wiring: Wiring, called: list[Endpoint]) -> Wiring:
    """Return a wiring that notes each call which the account's own guard lets through."""
    own = wiring.exchange.guard

    def guard(call: Call) -> None:
        if own is not None:
            own(call)
        called.append(call.endpoint)

    return dataclasses.replace(wiring, rates={}, exchange=dataclasses.replace(wiring.exchange, guard=guard))


@contextmanager
def listening() -> Generator[list[str]]:
    """Collect what is logged meanwhile, by anybody and at every level."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(f"{record.getMessage()} {record.args!r}")

    root, ours = logging.getLogger(), logging.getLogger("provider_bridge")
    levels, ear = (root.level, ours.level), Ear(logging.DEBUG)
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.DEBUG)
    try:
        yield heard
    finally:
        root.removeHandler(ear)
        root.setLevel(levels[0])
        ours.setLevel(levels[1])
