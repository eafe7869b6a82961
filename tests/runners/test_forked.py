"""A process that is forked: each answer belongs to its request, and what a thread of the parent held is free."""

from __future__ import annotations

import contextlib
import copy
import gc
import json
import multiprocessing
import os
import pickle
import socket
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from forking import Child, Named

import provider_bridge as pb
from provider_bridge.core.calls import Request
from provider_bridge.core.rate_limit.limits import Window
from provider_bridge.core.rate_limit.window import RateRequest
from provider_bridge.runners._http import AsyncHttp, SyncHttp
from provider_bridge.runners.locks import FileLock
from provider_bridge.runners.metrics import UNCOUNTED, Metrics
from provider_bridge.runners.rate_stores import FileRateStore, MemoryRateStore
from provider_bridge.runners.token_stores import FileStore, MemoryStore
from provider_bridge.runners.webhook_store import MemorySeenStore

PACE = Window("light", 1000, 1.0, 100, 0.1)


@pytest.fixture
def server() -> Generator[Named]:
    with Named().running() as named:
        yield named


def asked(url: str, who: str, number: int) -> Request:
    return Request("GET /x", "GET", f"{url}/{who}{number}", {})


def wrong(http: SyncHttp, url: str, who: str, calls: int = 40) -> list[str]:
    """Return the answers that belong to others."""
    paths = [(f"/{who}{n}", json.loads(http.send(asked(url, who, n)).body)["path"]) for n in range(calls)]
    return [got for wanted, got in paths if wanted != got]


async def async_wrong(http: AsyncHttp, url: str, who: str, calls: int = 40) -> list[str]:
    found: list[str] = []

    async def one(n: int) -> None:
        got = json.loads((await http.send(asked(url, who, n))).body)["path"]
        if got != f"/{who}{n}":
            found.append(got)

    for start in range(0, calls, 4):
        async with anyio.create_task_group() as tasks:
            for n in range(start, start + 4):
                tasks.start_soon(one, n)
    return found


def test_parent_and_children_have_their_own_answers(server: Named) -> None:
    """A bug once: both went on with the kept connection, and each read what the other had asked for."""
    http = SyncHttp(4)
    assert not wrong(http, server.url, "before", 3)
    children = [Child(partial(wrong, http, server.url, f"c{number}-")) for number in range(3)]

    assert not wrong(http, server.url, "p")
    assert [[], [], []] == [child.result() for child in children]
    assert server.connections == 4
    http.close()


def test_a_child_of_a_child_begins_anew_too(server: Named) -> None:
    http = SyncHttp(4)
    wrong(http, server.url, "before", 1)

    def child() -> list[Any]:
        mine = wrong(http, server.url, "child", 2)
        grandchild = Child(partial(wrong, http, server.url, "grand"))
        return [mine, wrong(http, server.url, "again"), grandchild.result()]

    assert [[], [], []] == Child(child).result()
    assert not wrong(http, server.url, "p")
    http.close()


def test_threads_of_parent_and_child_have_their_own_answers(server: Named) -> None:
    """Forked in the middle of what many threads ask."""
    http = SyncHttp(8)
    found: list[str] = []

    def work(who: str) -> None:
        found.extend(wrong(http, server.url, who))

    def with_threads(who: str) -> list[str]:
        threads = [threading.Thread(target=work, args=(f"{who}{number}-",)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    busy = [threading.Thread(target=work, args=(f"busy{number}-",)) for number in range(6)]
    for thread in busy:
        thread.start()
    children = [Child(partial(with_threads, f"c{number}-")) for number in range(2)]
    for thread in busy:
        thread.join()

    assert not found
    assert [[], []] == [child.result() for child in children]
    http.close()


def test_a_child_closes_nothing_of_the_parents(server: Named) -> None:
    """The parent's connection is still good when a child has closed its own."""
    http = SyncHttp(2)
    wrong(http, server.url, "before", 1)

    def child() -> list[str]:
        wrong(http, server.url, "c", 1)
        http.close()
        return [each.name for each in Path("/proc/self/fd").iterdir() if _is_connected(int(each.name), server.url)]

    assert [] == Child(child).result()
    assert not wrong(http, server.url, "after", 3)
    assert server.connections == 2
    http.close()


def _is_connected(handle: int, url: str) -> bool:
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(handle)) as found:
        return bool(found.getpeername()[1] == int(url.rpartition(":")[2]))
    return False


def test_a_room_that_is_full_in_the_parent_is_free_in_the_child(server: Named) -> None:
    """Threads that were sending are not there any more, so nothing waits for them."""
    http = SyncHttp(1)
    slow = threading.Event()
    server.wait = lambda path: slow.wait(10) if path == "/slow0" else None
    thread = threading.Thread(target=http.send, args=(asked(server.url, "slow", 0),))
    thread.start()
    while "/slow0" not in server.asked:
        time.sleep(0.001)
    child = Child(partial(wrong, http, server.url, "c", 3))

    assert [] == child.result()
    slow.set()
    thread.join()
    http.close()


def test_a_callers_client_is_refused_in_a_child(server: Named) -> None:
    """Its connections cannot be begun anew from here."""
    with httpx.Client() as client:
        http = SyncHttp(2, client)
        wrong(http, server.url, "before", 1)

        def child() -> str:
            try:
                http.send(asked(server.url, "c", 0))
            except pb.ConfigurationError as error:
                return str(error)
            return ""

        assert "made before this process was forked" in Child(child).result()
        assert not wrong(http, server.url, "p", 3)


def test_a_child_of_an_asynchronous_program_begins_anew(server: Named) -> None:
    """It runs a loop of its own, with connections of its own, while the parent's tasks wait for answers."""

    async def parent() -> None:
        http = AsyncHttp(4)
        await async_wrong(http, server.url, "before", 4)
        child = await anyio.to_thread.run_sync(lambda: Child(lambda: anyio.run(async_wrong, http, server.url, "c")))
        assert not await async_wrong(http, server.url, "p")
        assert [] == await anyio.to_thread.run_sync(child.result)
        await http.close()

    anyio.run(parent)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_child_needs_nothing_of_a_loop_that_is_over(server: Named, backend: str) -> None:
    """Forked after the parent's loop has ended, with its locks held and its connections kept."""
    made: list[AsyncHttp] = []

    async def parent() -> None:
        made.append(AsyncHttp(1))
        await async_wrong(made[0], server.url, "before", 4)
        await made[0]._room.acquire()

    async def child() -> list[str]:
        found = await async_wrong(made[0], server.url, "c")
        await made[0].close()
        return found

    anyio.run(parent, backend=backend)

    assert [] == Child(lambda: anyio.run(child, backend=backend)).result()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the parent's own, which it left open
        made.clear()
        gc.collect()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_going_on_with_the_parents_loop_is_refused(server: Named, tmp_path: Path, backend: str) -> None:
    """Both would wait on the same, and wake each other."""

    async def go() -> str:
        async with pb.open_async_bridge(config(tmp_path, server.url)) as bridge:
            account: Any = bridge["z"]
            assert await account.directory.groups.list().__anext__()
            child = os.fork()
            if not child:
                told = ""
                try:
                    await account.identify()
                except pb.ConfigurationError as error:
                    told = str(error)
                except BaseException as error:  # noqa: BLE001 (told to the parent)
                    told = repr(error)
                (tmp_path / "told").write_text(told)
                os._exit(0)
            await anyio.to_thread.run_sync(os.waitpid, child, 0)
            assert await account.directory.groups.list().__anext__()
            return (tmp_path / "told").read_text()

    server.body = groups_of
    assert "run a new one in the child" in anyio.run(go, backend=backend)


def groups_of(path: str) -> object:
    if "token" in path:
        return {"access_token": "token", "expires_in": 3600}
    return {"groups": [{"id": "g0", "name": path, "total_members": 1}], "total_records": 1}


def config(folder: Path, url: str, more: str = "") -> Path:
    path = folder / "bridge.toml"
    path.write_text(f"""
[accounts.z]
provider = "zoom"
account_id = "acc"
client_id = "id"
client_secret = "hush"
plan = "business"
api_url = "{url}/v2"
token_url = "{url}/oauth/token"
{more}
""")
    path.chmod(0o600)
    return path


def _groups(bridge: pb.Bridge, _: str = "") -> list[str]:
    account: Any = bridge["z"]
    return [each.name for each in account.directory.groups.list()]


def _opened_here(path: str, out: Any) -> None:
    with pb.open_bridge(path) as bridge:
        out.put(_groups(bridge))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_every_way_to_start_a_process_works(server: Named, tmp_path: Path, method: str) -> None:
    """A bridge that is opened in the child is the child's, however that was started."""
    server.body = groups_of
    more = f'budget_file = "{tmp_path / "budget"}"\ntoken_file = "{tmp_path / "token"}"'
    path = config(tmp_path, server.url, more)
    context: Any = multiprocessing.get_context(method)
    out = context.Queue()
    with pb.open_bridge(path) as bridge:
        assert _groups(bridge)
        child = context.Process(target=_opened_here, args=(str(path), out))
        child.start()
        assert out.get(timeout=30)
        child.join()
        assert _groups(bridge)


def test_a_bridge_opened_before_the_fork_serves_the_workers(server: Named, tmp_path: Path) -> None:
    """As a server does it that loads the program and then forks its workers."""
    server.body = groups_of
    more = f'budget_file = "{tmp_path / "budget"}"\ntoken_file = "{tmp_path / "token"}"'
    with pb.open_bridge(config(tmp_path, server.url, more)) as bridge:
        assert _groups(bridge)
        workers = [Child(partial(_groups, bridge)) for _ in range(3)]
        assert all(worker.result() for worker in workers)
        assert _groups(bridge)


# --- locks ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def held(lock: Callable[[], object], release: Callable[[], object]) -> Generator[None]:
    """Have another thread hold something meanwhile."""
    inside, over = threading.Event(), threading.Event()

    def hold() -> None:
        lock()
        inside.set()
        over.wait(30)
        release()

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(10)
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_lock_in_memory_that_a_thread_held_is_free_in_the_child() -> None:
    """A bug once: a child that was forked during a renewal hung for ever."""
    store = MemoryStore()
    with held(store.acquire, store.release):
        assert Child(lambda: store.acquire(wait=False)).result() is True


def test_the_child_waits_for_a_renewal_of_its_parent_and_not_longer(tmp_path: Path) -> None:
    """Another process renews: the child takes its turn when that is over."""
    store, tried = FileStore(tmp_path / "token"), tmp_path / "tried"

    def child() -> list[bool]:
        first = store.acquire(wait=False)
        tried.touch()
        return [first, store.acquire()]

    with held(store.acquire, store.release):
        waiting = Child(child)
        while not tried.exists():
            time.sleep(0.001)

    assert waiting.result() == [False, True]


def _live_until_closed(ours: int, theirs: int) -> int:
    os.close(theirs)
    return len(os.read(ours, 1))


@pytest.mark.parametrize("kind", ["token", "budget"])
def test_a_child_does_not_hold_its_parents_lock(tmp_path: Path, kind: str) -> None:
    """A bug once: as long as a child lived that was forked during a renewal, nobody else could renew."""
    path = tmp_path / "x"
    store, budget = FileStore(path), FileRateStore(path, "k")
    mine, other = (
        (store, FileLock(path.with_name(".x.lock")))
        if kind == "token"
        else (
            budget._between,
            FileLock(budget._between.path),
        )
    )
    with held(mine.acquire, mine.release):
        ours, theirs = os.pipe()
        child = Child(partial(_live_until_closed, ours, theirs))
        assert not other.acquire(wait=False)
    end = time.monotonic() + 30
    while not (free := other.acquire(wait=False)) and time.monotonic() < end:
        time.sleep(0.001)  # the child may not have begun yet
    assert free
    other.release()
    os.close(theirs)
    child.result()


def test_what_counts_goes_on_in_a_child() -> None:
    """The locks of meters, budgets and notifications that were seen are free there."""
    meter, budget, seen = Metrics(), MemoryRateStore(), MemorySeenStore()
    request = Request("GET /x", "GET", "https://api.example.test/x", {})

    def child() -> list[Any]:
        meter.answered(request, UNCOUNTED, 0.1, 200, 5)
        seen.discard("x")
        return [meter.totals.calls, budget.ask((), RateRequest(PACE)).number]

    with (
        held(meter._lock.acquire, meter._lock.release),
        held(budget._lock.acquire, budget._lock.release),
        held(seen._lock.acquire, seen._lock.release),
    ):
        assert [1, 1] == Child(child).result()


def test_a_child_forked_while_threads_take_turns_does_not_wait_for_them(server: Named, tmp_path: Path) -> None:
    """Queues of the budget are begun anew as well."""
    server.body = groups_of
    with pb.open_bridge(config(tmp_path, server.url)) as bridge:
        _groups(bridge)
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                _groups(bridge)

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        children = [Child(partial(_groups, bridge)) for _ in range(4)]
        found = [child.result() for child in children]
        stop.set()
        for thread in threads:
            thread.join()

    assert all(found)


def test_what_nobody_uses_any_more_is_forgotten() -> None:
    """What begins anew is not kept alive for that."""
    http = SyncHttp(1)
    seen = weakref.ref(http)
    http.close()
    del http
    gc.collect()

    assert seen() is None


def test_a_bridge_cannot_be_sent_to_another_process() -> None:
    """Connections do not travel; the sentence says what to do."""
    with pb.open_bridge(sandbox=True) as bridge, pytest.raises(TypeError, match="open one there"):
        pickle.dumps(bridge)


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_what_a_bridge_has_cannot_be_sent_to_another_process(copied: Callable[[object], object]) -> None:
    """A bug once: an account, handed to a pool of processes, told of a lambda that cannot be pickled."""
    with pb.open_bridge(sandbox=True) as bridge:
        for account in bridge:
            for each in (account, getattr(account, "events")):  # noqa: B009 (not every account has them)
                with pytest.raises(TypeError, match="open a bridge there"):
                    copied(each)

    async def awaited() -> None:
        async with pb.open_async_bridge(sandbox=True) as bridge:
            for account in bridge:
                for each in (account, getattr(account, "events")):  # noqa: B009 (as above)
                    with pytest.raises(TypeError, match="open a bridge there"):
                        copied(each)

    anyio.run(awaited)
