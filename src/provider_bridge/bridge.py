"""Opening accounts: from a configuration file, or from the sandbox that needs none.

with open_bridge("bridge.toml") as bridge:
    for account in bridge:
        print(account.name, account.attention.read())
"""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Generic, Never, TypeVar, cast

from provider_bridge.config import AccountConfig, load_config, parse_config
from provider_bridge.core.exchange import read_only_guard
from provider_bridge.core.provider import ProviderSpec, Wiring
from provider_bridge.core.steps import Progress
from provider_bridge.errors import ConfigurationError
from provider_bridge.facets.base import Account, AsyncAccount
from provider_bridge.runners._http import DEADLINE_S, LOWEST_PACE, AsyncHttp, InProcess, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.clock import Clock, VirtualClock
from provider_bridge.runners.configured_rate_store import rate_store_for
from provider_bridge.runners.metrics import Metrics, OnCall, Totals
from provider_bridge.runners.rate_stores import MemoryRateStore
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import MemoryStore

__all__ = ["AsyncBridge", "Bridge", "open_async_bridge", "open_bridge"]

A = TypeVar("A")
Watch = Callable[[str, "Progress"], None]


class _Accounts(Generic[A]):
    """Accounts by name, in the order of the configuration."""

    def __init__(self, accounts: Mapping[str, A], meters: Mapping[str, Metrics] = MappingProxyType({})) -> None:
        self._accounts = accounts
        self._meters = meters

    @property
    def totals(self) -> dict[str, Totals]:
        """What each account's calls add up to so far: calls, retries, refusals, failures, seconds waited, bytes."""
        return {name: meter.totals for name, meter in self._meters.items()}

    def __iter__(self) -> Iterator[A]:
        return iter(self._accounts.values())

    def __len__(self) -> int:
        return len(self._accounts)

    def __getitem__(self, name: str) -> A:
        try:
            return self._accounts[name]
        except KeyError:
            known = ", ".join(self._accounts)
            raise ConfigurationError(f"no account is named {name!r}; there are: {known}") from None

    def _of(self, name: str, provider: ProviderSpec[Any, Any]) -> A:
        found: Any = self[name]
        if found.provider != provider.name:
            raise ConfigurationError(
                f"account {name!r} must be of provider {provider.name!r}, and is of {found.provider!r}"
            )
        return cast("A", found)

    def __contains__(self, name: object) -> bool:
        return name in self._accounts

    def __reduce__(self) -> Never:
        raise TypeError("a bridge cannot be sent to another process; open one there")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {', '.join(self._accounts)}>"


class Bridge(_Accounts[Account]):
    """Accounts whose operations block. Made by ``open_bridge``."""

    def get(self, name: str, provider: ProviderSpec[A, Any]) -> A:
        """Return an account with its provider's own type, on which every facet completes without a guard.

        Args:
            name: Its name in the configuration.
            provider: ``provider_bridge.Zoom``, ``GoToWebinar``, ``GoToMeeting``, or what a plug-in brings.

        Raises:
            ConfigurationError: No account has this name, or it is of another provider.

        """
        return cast("A", self._of(name, provider))


class AsyncBridge(_Accounts[AsyncAccount]):
    """Accounts whose operations are awaited. Made by ``open_async_bridge``."""

    def get(self, name: str, provider: ProviderSpec[Any, A]) -> A:
        """Return an account with its provider's own type; otherwise as ``Bridge.get``."""
        return cast("A", self._of(name, provider))


def _sources(
    config: str | os.PathLike[str] | None, *, sandbox: bool, scenario: str, size: str, seed: int
) -> tuple[tuple[AccountConfig, ...], InProcess | None, Clock]:
    """Return the accounts, the simulator that answers for them if it is the sandbox, and the clock for both."""
    if sandbox == (config is not None):
        raise ConfigurationError("give either a configuration file or sandbox=True")
    if config is not None:
        return load_config(config), None, Clock()
    try:
        from provider_bridge.sandbox import Sandbox
    except ModuleNotFoundError:
        raise ConfigurationError("the sandbox needs: pip install 'provider-bridge[sandbox]'") from None
    clock = VirtualClock()
    try:
        simulator = Sandbox(scenario=scenario, size=size, seed=seed, clock=clock.wall)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    text = simulator.config("http://127.0.0.1")
    return parse_config(text, "the sandbox's configuration", private=True, environ={}), simulator.handle, clock


def _settling(settle: float | timedelta | None) -> float | None:
    seconds = settle.total_seconds() if isinstance(settle, timedelta) else settle
    if seconds is not None and not (math.isfinite(seconds) and seconds >= 0):
        raise ConfigurationError("settle must be a time of 0 seconds or more")
    return seconds


def _wirings(
    accounts: tuple[AccountConfig, ...], *, read_only: bool, settle: float | timedelta | None = None
) -> list[tuple[AccountConfig, Wiring]]:
    """Return each account with its wiring; two credentials in one token file would overwrite each other."""
    seconds = _settling(settle)
    found: list[tuple[AccountConfig, Wiring]] = []
    owners: dict[str, tuple[str, str]] = {}
    for each in accounts:
        wiring = each.spec.wire(each.name, each.settings, each.sources)
        wiring = dataclasses.replace(wiring, settle=each.settings.settle if seconds is None else seconds)
        if read_only:
            wiring = dataclasses.replace(wiring, exchange=dataclasses.replace(wiring.exchange, guard=read_only_guard))
        credential = wiring.exchange.token_manager.grant.credential
        name, owner = owners.setdefault(wiring.token_file or each.name, (each.name, credential))
        if owner != credential:
            raise ConfigurationError(f"accounts {name!r} and {each.name!r} have other credentials but one token_file")
        found.append((each, wiring))
    return found


def _meters(accounts: tuple[AccountConfig, ...], on_call: OnCall | None) -> dict[str, Metrics]:
    return {each.name: Metrics(each.name, each.spec.name, on_call) for each in accounts}


def _watch(name: str, progress: Watch | None) -> Callable[[Progress], None] | None:
    return None if progress is None else lambda step: progress(name, step)


@contextmanager
def open_bridge(
    config: str | os.PathLike[str] | None = None,
    *,
    sandbox: bool = False,
    scenario: str = "compliant",
    size: str = "small",
    seed: int = 1,
    read_only: bool = False,
    settle: float | timedelta | None = None,
    parallel: int = 16,
    client: Any = None,
    deadline: float = DEADLINE_S,
    lowest_pace: float = LOWEST_PACE,
    progress: Watch | None = None,
    on_call: OnCall | None = None,
) -> Generator[Bridge]:
    """Open every account of a configuration file, or with ``sandbox=True`` those of the embedded simulator.

    Args:
        config: path of a ``bridge.toml``.
        sandbox: use the simulator instead; it needs the extra ``sandbox``, no account and no network.
        scenario: what the simulated accounts look like: compliant, violating, legacy or forbidden.
        size: how large they are: small (about 40 users) or large (20,000).
        seed: another seed makes other people.
        read_only: refuse every call that could change something before it is sent, at every account.
        settle: for how long, in seconds, an absence has to hold before a deletion counts as proven; 0 waits for
            nothing and says ``Unconfirmed``. Without it each account's ``settle`` in the file, else 40 seconds.
        parallel: how many calls may be under way at once, per account.
        client: an ``httpx.Client`` or ``httpx2.Client`` to use instead of one of our own.
        deadline: seconds within which an answer must be complete, or a download's must begin; ``math.inf`` for none.
        lowest_pace: bytes a second that a download must bring, taken over half a minute; 0 for any.
        progress: is told how far a long operation is, with the account's name.
        on_call: is told of every request that was sent, for metrics; it must be quick, and safe for threads.

    Raises ``ConfigurationError`` before anything is sent when the configuration cannot be used, and ``InvalidInput``
    when ``deadline`` or ``lowest_pace`` cannot be.

    """
    accounts, app, clock = _sources(config, sandbox=sandbox, scenario=scenario, size=size, seed=seed)
    meters = _meters(accounts, on_call)
    with ExitStack() as stack:
        opened: dict[str, Account] = {}
        for each, wiring in _wirings(accounts, read_only=read_only, settle=settle):
            # each account's own: one that is hardly answered holds up no other
            http = SyncHttp(parallel, client, app, deadline=deadline, lowest_pace=lowest_pace)
            runner = SyncRunner(
                wiring,
                http,
                parallel=parallel,
                store=MemoryStore() if app else None,
                budget=MemoryRateStore(clock) if app else rate_store_for(wiring.sharing),
                meter=meters[each.name],
                clock=clock,
                progress=_watch(each.name, progress),
            )
            stack.callback(runner.close)
            opened[each.name] = cast("Account", each.spec.account(each.name, each.settings, runner))
        yield Bridge(opened, meters)


@asynccontextmanager
async def open_async_bridge(
    config: str | os.PathLike[str] | None = None,
    *,
    sandbox: bool = False,
    scenario: str = "compliant",
    size: str = "small",
    seed: int = 1,
    read_only: bool = False,
    settle: float | timedelta | None = None,
    parallel: int = 16,
    client: Any = None,
    deadline: float = DEADLINE_S,
    lowest_pace: float = LOWEST_PACE,
    progress: Watch | None = None,
    on_call: OnCall | None = None,
) -> AsyncGenerator[AsyncBridge]:
    """Do as ``open_bridge`` does, for code that awaits; ``client`` is an ``AsyncClient`` of httpx or httpx2."""
    accounts, app, clock = _sources(config, sandbox=sandbox, scenario=scenario, size=size, seed=seed)
    meters = _meters(accounts, on_call)
    async with AsyncExitStack() as stack:
        opened: dict[str, AsyncAccount] = {}
        for each, wiring in _wirings(accounts, read_only=read_only, settle=settle):
            http = AsyncHttp(parallel, client, app, deadline=deadline, lowest_pace=lowest_pace)
            runner = AsyncRunner(
                wiring,
                http,
                parallel=parallel,
                store=MemoryStore() if app else None,
                budget=MemoryRateStore(clock) if app else rate_store_for(wiring.sharing),
                meter=meters[each.name],
                clock=clock,
                progress=_watch(each.name, progress),
            )
            stack.push_async_callback(runner.close)
            opened[each.name] = cast("AsyncAccount", each.spec.account(each.name, each.settings, runner))
        yield AsyncBridge(opened, meters)
