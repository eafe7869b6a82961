"""After the bridge is closed, and listings that are left midway: clear errors, no connection, no warning."""

from __future__ import annotations

import gc
import threading
import time
import warnings
from collections.abc import Generator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from forking import Named

import provider_bridge as pb

BACKENDS = ("asyncio", "trio")


@pytest.fixture
def server() -> Generator[Named]:
    with Named().running() as named:
        named.body = lambda path: (
            {"access_token": "token", "expires_in": 3600} if "token" in path else page(path, named)
        )
        yield named


def page(path: str, server: Named) -> object:
    """Return a page of groups, one group a page, and always a next one."""
    count = len([each for each in server.asked if "groups" in each])
    more = {"next_page_token": f"t{count}"}
    return {"groups": [{"id": f"g{count}", "name": path, "total_members": 1}], "total_records": 9, **more}


@pytest.fixture
def config(tmp_path: Path, server: Named) -> Path:
    path = tmp_path / "bridge.toml"
    path.write_text(f"""
[accounts.z]
provider = "zoom"
account_id = "acc"
client_id = "id"
client_secret = "hush"
plan = "business"
api_url = "{server.url}/v2"
token_url = "{server.url}/oauth/token"
""")
    path.chmod(0o600)
    return path


def no_connection_is_left(server: Named) -> bool:
    end = time.monotonic() + 30
    while server.open and time.monotonic() < end:
        time.sleep(0.005)
    return not server.open


def test_a_closed_bridge_sends_nothing(server: Named, config: Path) -> None:
    """A bug once: an account that was kept went on, and left a connection that nobody closed."""
    with pb.open_bridge(config) as bridge:
        account: Any = bridge["z"]
        listing = account.directory.groups.list()
        next(listing)
    asked = len(server.asked)
    for use in (account.identify, lambda: next(account.directory.groups.list()), lambda: list(listing)):
        with pytest.raises(pb.BridgeClosed, match="the bridge is closed"):
            use()

    assert asked == len(server.asked)
    assert no_connection_is_left(server)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_closed_asynchronous_bridge_sends_nothing(server: Named, config: Path, backend: str) -> None:
    async def go() -> None:
        async with pb.open_async_bridge(config) as bridge:
            account: Any = bridge["z"]
            listing = account.directory.groups.list()
            await anext(listing)
        asked = len(server.asked)
        with pytest.raises(pb.BridgeClosed):
            await account.identify()
        with pytest.raises(pb.BridgeClosed):
            await anext(account.directory.groups.list())
        with pytest.raises(pb.BridgeClosed):
            _ = [each async for each in listing]
        assert asked == len(server.asked)

    anyio.run(go, backend=backend)
    assert no_connection_is_left(server)


def test_a_callers_client_is_left_open_and_not_used_any_more(server: Named, config: Path) -> None:
    with httpx.Client() as client:
        with pb.open_bridge(config, client=client) as bridge:
            account: Any = bridge["z"]
            next(account.directory.groups.list())
        with pytest.raises(pb.BridgeClosed):
            account.identify()
        assert client.get(f"{server.url}/mine").status_code == 200


def test_closing_twice_and_within_each_other_is_fine(config: Path, server: Named) -> None:
    """Two bridges of one configuration are two; each closes its own."""
    with pb.open_bridge(config) as outer:
        with pb.open_bridge(config) as inner:
            kept: Any = inner["z"]
            next(kept.directory.groups.list())
        kept._runner._http.close()
        still: Any = outer["z"]
        assert next(still.directory.groups.list())
        with pytest.raises(pb.BridgeClosed):
            kept.identify()
    assert no_connection_is_left(server)


def test_what_is_under_way_when_it_is_closed_leaves_no_connection(server: Named, config: Path) -> None:
    """A thread that still waits for its answer closes what it used."""
    slow = threading.Event()
    with pb.open_bridge(config) as bridge:
        account: Any = bridge["z"]
        next(account.directory.groups.list())
        server.wait = lambda path: slow.wait(10) if "slow" in path or "groups" in path else None
        thread = threading.Thread(target=lambda: next(account.directory.groups.list()))
        asked = len(server.asked)
        thread.start()
        while len(server.asked) == asked:
            time.sleep(0.001)
    slow.set()
    thread.join()

    assert no_connection_is_left(server)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_listing_that_is_left_midway_warns_nobody(config: Path, backend: str) -> None:
    """A bug once: under trio an asynchronous generator that was left behind warned when it was collected."""

    async def leave() -> None:
        async with pb.open_async_bridge(config) as bridge:
            account: Any = bridge["z"]
            async for _ in account.directory.groups.list():
                break
            listing = account.directory.groups.list()
            await anext(listing)
            del listing
            gc.collect()
            with anyio.move_on_after(0):
                await anext(account.directory.groups.list())

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        anyio.run(leave, backend=backend)
        gc.collect()


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_listing_can_be_closed(server: Named, config: Path, backend: str) -> None:
    """After that nothing comes and nothing is asked; it may be closed twice, and one that never began."""

    async def close() -> None:
        async with pb.open_async_bridge(config) as bridge:
            account: Any = bridge["z"]
            async with aclosing(account.directory.groups.list()) as listing:
                await anext(listing)
            asked = len(server.asked)
            assert [] == [each async for each in listing]
            await listing.aclose()
            assert asked == len(server.asked)
            await account.directory.groups.list().aclose()

    anyio.run(close, backend=backend)


def test_two_tasks_do_not_read_one_listing(config: Path) -> None:
    async def both() -> list[type]:
        found: list[type] = []
        async with pb.open_async_bridge(config) as bridge:
            account: Any = bridge["z"]
            listing = account.directory.groups.list()

            async def read() -> None:
                try:
                    found.append(type(await anext(listing)))
                except pb.InvalidInput as error:
                    found.append(type(error))

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(read)
                tasks.start_soon(read)
        return found

    assert {pb.InvalidInput, pb.Group} == set(anyio.run(both))
