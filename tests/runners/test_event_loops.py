"""A client that is used in another event loop, is closed, or is of the other face: a sentence that says so."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import httpx
import httpx2
import pytest
from runners.test_http import answer_with, request, server

from provider_bridge.errors import ConfigurationError
from provider_bridge.runners._http import AsyncHttp, SyncHttp


@pytest.mark.parametrize("module", [httpx, httpx2, None])
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # what the closed loop left
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_second_event_loop_is_a_sentence(module: Any) -> None:
    """A bug once: a caller's ``AsyncClient`` in a second ``asyncio.run`` was "Event loop is closed"."""
    client = module.AsyncClient() if module else None
    ours = AsyncHttp(2)

    with server(answer_with(b"{}")) as url:
        http = [AsyncHttp(2, client) if client else ours for _ in range(2)]
        asyncio.run(_ask(http.pop(), url))
        with pytest.raises(ConfigurationError, match=r"make new ones within each asyncio\.run"):
            asyncio.run(_ask(http.pop(), url))
    del client, ours
    gc.collect()  # here, where what was left is expected


@pytest.mark.parametrize("module", [httpx, httpx2])
def test_a_client_that_works_in_a_second_loop_may(module: Any) -> None:
    """One that keeps no connection is refused nothing."""
    client = module.AsyncClient(transport=module.MockTransport(lambda _: module.Response(200)))

    async def ask() -> int:
        return (await AsyncHttp(2, client).send(request("https://api.example.test"))).status

    assert [200, 200] == [asyncio.run(ask()), asyncio.run(ask())]


@pytest.mark.parametrize("module", [httpx, httpx2])
@pytest.mark.parametrize("face", ["sync", "async"])
def test_a_closed_client_is_a_sentence(face: str, module: Any) -> None:
    """A bug once: it was a raw ``RuntimeError``."""
    client = module.Client() if face == "sync" else module.AsyncClient()
    if face == "sync":
        client.close()
    else:
        asyncio.run(client.aclose())

    def ask() -> None:
        if face == "sync":
            SyncHttp(1, client).send(request("http://127.0.0.1:9"))
        else:
            asyncio.run(_ask(AsyncHttp(1, client)))

    with pytest.raises(ConfigurationError, match="client that was handed in is closed"):
        ask()


@pytest.mark.parametrize("module", [httpx, httpx2])
def test_a_client_of_the_other_face_is_a_sentence(module: Any) -> None:
    """A bug once: its answers were coroutines that nobody awaited."""
    with pytest.raises(ConfigurationError, match=f"the client for open_bridge must be a Client of {module.__name__}"):
        SyncHttp(1, module.AsyncClient())
    with pytest.raises(ConfigurationError, match="the client for open_async_bridge must be an AsyncClient"):
        AsyncHttp(1, module.Client())


def test_a_fault_of_a_client_itself_stays_one() -> None:
    """What has another reason is not called by this one."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise RuntimeError("of its own")

    client = httpx.AsyncClient(transport=httpx.MockTransport(fail))
    with pytest.raises(RuntimeError, match="of its own"):
        asyncio.run(_ask(AsyncHttp(1, client)))


async def _ask(http: AsyncHttp, url: str = "https://api.example.test") -> None:
    await http.send(request(url))
