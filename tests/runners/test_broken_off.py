"""Broken off at any moment: no connection is left open, no lock held, no half a file under a name, no flow unclosed.

A task is cancelled after each number of turns of its loop, as asyncio does it and as anyio does; on the other face an
interrupt comes with each effect. What is run logs in, lists with a fork, changes an object and saves a file.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import re
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import anyio
import pytest
from runners.test_http import server

from provider_bridge.core.calls import Call, Endpoint, PerKeyDailyLimit
from provider_bridge.core.download.flow import save
from provider_bridge.core.files import Link, Place
from provider_bridge.core.flow import fork
from provider_bridge.core.provider import Wiring
from provider_bridge.core.steps import Flow
from provider_bridge.providers.zoom.account import wire_up
from provider_bridge.providers.zoom.configuration import ZoomSettings
from provider_bridge.runners._http import AsyncHttp, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.rate_stores import FileRateStore
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import FileStore

pytestmark = pytest.mark.sweep

FILE = bytes(range(256)) * 1024
TOKEN = {"access_token": "hush", "token_type": "bearer", "expires_in": 3600}
LIST = Endpoint("GET", "/meetings/{meetingId}", "heavy", (), "", "id")
CHANGE = Endpoint(
    "PATCH", "/meetings/{meetingId}", "heavy", (), "", caps=(PerKeyDailyLimit("changed", 1000, lambda _: ["m"]),)
)


def _answer(handler: BaseHTTPRequestHandler) -> None:
    body = FILE if handler.path == "/file" else json.dumps(TOKEN | {"id": 1}).encode()
    handler.rfile.read(int(handler.headers.get("content-length", 0)))
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.send_header("ETag", '"1"')
    handler.end_headers()
    with contextlib.suppress(ConnectionError):
        handler.wfile.write(body)


@pytest.fixture(scope="module")
def base() -> Generator[str]:
    with server(_answer) as url:
        yield url


class World:
    """Everything a run could leave behind, and one run's flows."""

    def __init__(self, base: str, folder: Path) -> None:
        self.base = base
        self.folder = folder
        self.store = FileStore(folder / "token")
        self.budget = FileRateStore(folder / "budget", "k")
        self.flows: list[Generator[Any, Any, Any]] = []
        settings = ZoomSettings.model_validate(
            {
                "provider": "zoom",
                "client_id": "i",
                "client_secret": "s",
                "account_id": "a",
                "api_url": base,
                "token_url": f"{base}/token",
            }
        )
        self.wiring: Wiring = replace(wire_up("z", settings, {}), refresh_token_file="")

    def _noted(self, flow: Flow[Any]) -> Flow[Any]:
        self.flows.append(flow)
        return flow

    def _one(self, call: Call) -> Flow[Any]:
        return (yield call)

    def flow(self) -> Flow[Any]:
        """Do some of everything."""
        yield from fork("x", [self._noted(self._one(Call(LIST, {"meetingId": str(n)}))) for n in range(3)])
        link = Link("GET /x", f"{self.base}/file", len(FILE))
        place = Place(str(self.folder), "file.bin", "mark", (), len(FILE))
        yield Call(CHANGE, {"meetingId": "1"}, body={"topic": "x"})
        return (yield from save(place, link, lambda: self._found(link)))

    def _found(self, link: Link) -> Flow[Link]:
        yield from ()
        return link

    def whole_flow(self) -> Flow[Any]:
        return self._noted(self.flow())

    def check(self) -> None:
        """Look whether anything was left behind."""
        assert all(inspect.getgeneratorstate(each) in {"GEN_CLOSED", "GEN_CREATED"} for each in self.flows)
        target = self.folder / "file.bin"
        assert not target.exists() or target.read_bytes() == FILE
        for _ in range(1000):  # a thread that waited for the lock when its task left lets go of it by itself
            if not self.store._lock.locked():
                break
            time.sleep(0.002)
        assert not self.store._lock.locked()
        self.store.acquire()  # would wait for ever if another descriptor had it
        self.store.release()
        if self.budget.path.exists():
            kept = json.loads(self.budget.path.read_text())
            assert not kept["alone"], "an object is still closed to others"
        for each in ("token", "budget"):
            assert not [path for path in self.folder.glob(f".{each}*") if re.search(r"part|new", path.name)]


@pytest.fixture
def world(base: str, tmp_path: Path) -> Callable[[int], World]:
    def make(number: int) -> World:
        folder = tmp_path / str(number)
        folder.mkdir()
        return World(base, folder)

    return make


def idle(http: AsyncHttp | SyncHttp) -> bool:
    """Whether no connection of a pool is in use, and every lane is back."""
    pools = [lane._pool for lane in http._lanes]
    return all(each.is_idle() or each.is_closed() for pool in pools for each in pool.connections)


async def _run(world: World, http: AsyncHttp) -> Any:
    runner = AsyncRunner(world.wiring, http, store=world.store, budget=world.budget)
    return await runner.run(world.whole_flow())


def test_a_task_is_cancelled_after_any_number_of_turns(world: Callable[[int], World]) -> None:
    """As asyncio does it: wherever the task waits, shields or not."""

    async def broken_off(number: int) -> bool:
        here = world(number)
        http = AsyncHttp(4)
        task = asyncio.ensure_future(_run(here, http))
        for _ in range(number):
            if task.done():
                break
            await asyncio.sleep(0)
        whole = task.done()
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0)
        assert idle(http)
        assert task.cancelled() or task.exception() is None
        await http.close()
        here.check()
        return whole and not task.cancelled()

    number = 0
    while not asyncio.run(broken_off(number)):
        number += 1 if number < 40 else 1 + number // 10
        assert number < 10_000_000


@pytest.mark.filterwarnings(  # httpcore's, which trio sees: its connection is closed, its generators are left over
    "ignore:Exception ignored in. <async_generator object:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_scope_is_cancelled_at_any_moment(world: Callable[[int], World], backend: str) -> None:
    """As anyio does it, under either loop, after so many milliseconds."""

    async def broken_off(number: int, seconds: float) -> bool:
        here = world(number)
        http = AsyncHttp(4)
        with anyio.move_on_after(seconds) as scope:
            await _run(here, http)
        assert idle(http)
        await http.close()
        here.check()
        return not scope.cancelled_caught

    number = 0
    while not anyio.run(broken_off, number, number * 0.012, backend=backend):
        number += 1
        assert number < 2000


def test_an_interrupt_comes_with_any_effect(world: Callable[[int], World]) -> None:
    """Ctrl-C before and after each thing that is done, in the thread that asked for it or in a forked one."""

    def broken_off(number: int) -> bool:
        here = world(number)
        http = SyncHttp(4)
        runner = SyncRunner(here.wiring, http, store=here.store, budget=here.budget)
        left = [number]

        def counted(perform: Callable[[Any], Any]) -> Callable[[Any], Any]:
            def performed(step: Any) -> Any:
                _tick(left)
                done = perform(step)
                _tick(left)
                return done

            return performed

        runner._perform = {kind: counted(perform) for kind, perform in runner._perform.items()}
        with contextlib.suppress(KeyboardInterrupt):
            runner.run(here.whole_flow())
        assert idle(http)
        http.close()
        here.check()
        return left[0] > 0

    number = 0
    while not broken_off(number):
        number += 1 if number < 40 else 2
    assert number > 50


def _tick(left: list[int]) -> None:
    left[0] -= 1
    if left[0] == -1:
        raise KeyboardInterrupt
