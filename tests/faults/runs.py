"""One operation, run once over a fresh simulator with a plan of faults, and everything that can be known of the run."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import re
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from anyio.from_thread import BlockingPortal
from faults.cases import Case, fresh
from support import Blocking, sandbox_accounts, whole_account
from tours import ACCOUNTS

from provider_bridge.core import retry
from provider_bridge.core.confirm import polling as patience
from provider_bridge.faults.exchange import Asked
from provider_bridge.runners._http import AsyncHttp, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.clock import Clock, VirtualClock
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import MemoryStore
from provider_bridge.sandbox import Sandbox, World
from provider_bridge.testing.fault_transport import FaultTransport
from provider_bridge.testing.faults import FaultPlan

__all__ = ["LAG_S", "Run", "hurried", "run"]

PAGE: Final = 5
LAG_S: Final = 20.0
_PARALLEL: Final = 4


@dataclass
class Vendor:
    """The simulator with small pages, and what it was asked and carried out."""

    sandbox: Sandbox
    asked: list[Asked] = field(default_factory=list)
    applied: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Changes that it accepted, by method and path."""
    secrets: set[str] = field(default_factory=set)

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(url)
        self.asked.append(Asked(method, parts.hostname or "", parts.path, parts.query))
        self.secrets |= set(headers.get("authorization", "").split()[1:])
        url = re.sub(r"\b(page_size|size|limit)=\d+", rf"\1={PAGE}", url)
        found = self.sandbox.handle(method, url, headers, body)
        if found[0] in range(200, 300) and changes(method, parts.path):
            self.applied[method, parts.path] += 1
        return found


def changes(method: str, path: str) -> bool:
    """Whether a request changes something at the vendor: a login and a search do not."""
    return method != "GET" and "/oauth/" not in path and not path.endswith("/search")


@dataclass
class Run:
    """What came of a run."""

    outcome: Any
    vendor: Vendor
    transport: FaultTransport
    heard: list[str]
    open_flows: int
    held: bool
    """Whether the lock of the token store is still held."""
    files: dict[str, bytes]
    """What was downloaded, under its final name; what is unfinished has another."""

    @property
    def struck(self) -> tuple[str, ...]:
        return tuple(each.fault for each in self.transport.plan.struck)


_heard: list[str] = []


class _Ear(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _heard.append(record.getMessage())


@contextlib.contextmanager
def hurried() -> Generator[None]:
    """Let retries and further looks follow at once, and listen to what is logged."""
    before = retry._Wait.__call__, patience._WAITS
    log, ear = logging.getLogger("provider_bridge"), _Ear(logging.DEBUG)
    level = log.level
    retry._Wait.__call__ = lambda *_: 0.0  # type: ignore[method-assign]
    patience._WAITS = (0.0, 0.0)  # type: ignore[misc]
    log.addHandler(ear)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        retry._Wait.__call__, patience._WAITS = before  # type: ignore[method-assign,misc]
        log.removeHandler(ear)
        log.setLevel(level)


class _SyncWatched(SyncRunner):
    flows: list[Any]

    def run(self, flow: Any) -> Any:
        self.flows.append(flow)
        return super().run(flow)

    def stream(self, flow: Any) -> Any:
        self.flows.append(flow)
        return super().stream(flow)


class _AsyncWatched(AsyncRunner):
    flows: list[Any]

    async def run(self, flow: Any) -> Any:
        self.flows.append(flow)
        return await super().run(flow)

    def stream(self, flow: Any) -> Any:
        self.flows.append(flow)
        return super().stream(flow)


class _Opened:
    """A simulator's accounts over the fault transport, on one face, their flows and stores watched."""

    def __init__(
        self, case: Case, face: str, transport: FaultTransport, vendor: Vendor, portal: BlockingPortal
    ) -> None:
        self.accounts: dict[str, Any] = {}
        self.stores: list[MemoryStore] = []
        self.flows: list[Any] = []
        self._face, self._portal = face, portal
        self._client = (httpx.Client if face == "sync" else httpx.AsyncClient)(transport=transport, trust_env=False)
        self._http = self._made_http()
        for each in (whole_account if case.whole else sandbox_accounts)(vendor.sandbox):
            self.accounts[each.name] = each, each.spec.wire(each.name, each.settings, each.sources)

    def _made_http(self) -> Any:
        if self._face == "sync":
            return SyncHttp(_PARALLEL, self._client)
        return self._portal.call(_async_http, self._client)

    def open(self, clock: Clock) -> dict[str, Any]:
        """Open every account, without rate budgets: nobody has to wait."""
        return {name: self._opened(config, wiring, clock) for name, (config, wiring) in self.accounts.items()}

    def _opened(self, config: Any, wiring: Any, clock: Clock) -> Any:
        kind: Any = _SyncWatched if self._face == "sync" else _AsyncWatched
        store = MemoryStore()
        wiring = dataclasses.replace(wiring, rates={})
        runner = kind(wiring, self._http, parallel=_PARALLEL, store=store, clock=clock)
        runner.flows = self.flows
        self.stores.append(store)
        if self._face == "sync":
            return config.spec.account(config.name, config.settings, runner)
        return Blocking(config.spec.account(config.name, config.settings, runner), self._portal)

    def close(self) -> None:
        if isinstance(self._client, httpx.Client):
            self._client.close()
        else:
            self._portal.call(self._client.aclose)


async def _async_http(client: Any) -> AsyncHttp:
    return AsyncHttp(_PARALLEL, client)


class _Clock(VirtualClock):
    """The client's clock, wrong by so many minutes; it stands still with the vendor's, but for what is waited."""

    def __init__(self, minutes: float, world: World) -> None:
        super().__init__()
        still = world.time
        world.time = lambda: still() + self.ahead
        self._right = world.clock
        self._off = 60 * minutes

    def wall(self) -> float:
        return self._right() + self._off


def run(case: Case, face: str, plan: FaultPlan, portal: BlockingPortal, skew: float = 0, lag: str = "") -> Run:
    """Run a case on one face.

    ``skew`` is by how many minutes the client's clock is wrong; ``lag`` what the vendor's copies show for ``LAG_S``.
    """
    vendor = Vendor(fresh(case.scenario))
    made = case.made(vendor.sandbox)
    clock = _Clock(skew, vendor.sandbox.world)
    if lag:
        vendor.sandbox.lag_behind(LAG_S, lag)
    now = vendor.sandbox.world.now
    transport = FaultTransport.over(vendor.answer, FaultPlan(), now=now)
    opened = _Opened(case, face, transport, vendor, portal)
    accounts = opened.open(clock)
    if case.operation == "revoke":  # there is nothing to revoke before
        accounts[ACCOUNTS[case.provider]].scopes.read()
        vendor.asked.clear()
    transport.plan = plan
    _heard.clear()
    try:
        outcome = case.call(accounts, made)
    except Exception as error:  # noqa: BLE001 (whatever comes is judged)
        outcome = error
    finally:
        opened.close()
    open_flows = sum(getattr(flow, "gi_frame", None) is not None for flow in opened.flows)
    held = any(store._lock.locked() for store in opened.stores)
    return Run(outcome, vendor, transport, list(_heard), open_flows, held, _files(made, outcome))


def _files(made: dict[str, Any], outcome: Any) -> dict[str, bytes]:
    if "folder" in made:
        return {each.name: each.read_bytes() for each in made["folder"].iterdir() if ".part" not in each.name}
    return {"": made["to"].getvalue()} if "to" in made and not isinstance(outcome, Exception) else {}
