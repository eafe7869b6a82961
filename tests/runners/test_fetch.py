"""Taking in files over real connections: what is told on the way, what stops, and what is left when it is ended."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from runners.test_http import server
from support import FACES

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.core.download.response import FileExpectation
from provider_bridge.core.files import Place, Stored
from provider_bridge.core.flow import fork
from provider_bridge.core.provider import Wiring
from provider_bridge.core.steps import Fetch, Flow, Progress, SaveFile
from provider_bridge.errors import NotFound, ProviderBridgeError, StateError, TransportFailed
from provider_bridge.runners._http import AsyncHttp, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import MemoryStore

MIB = 2**20
BLOCK = os.urandom(64 * 1024)


def runner(face: str, client: Any = None, progress: Callable[[Progress], None] | None = None) -> Any:
    """Return a runner that has an HTTP client and nothing else."""
    wiring = Wiring(exchange=None, rates={})  # type: ignore[arg-type]
    options: dict[str, Any] = {"parallel": 4, "store": MemoryStore(), "progress": progress}
    if face == "sync":
        return SyncRunner(wiring, SyncHttp(4, client), **options)
    return AsyncRunner(wiring, AsyncHttp(4, client), **options)


def run(face: str, flow: Flow[Any], **options: Any) -> Any:
    """Run a flow on a face, and close what was opened."""
    if face == "sync":
        made = runner(face, **options)
        try:
            return made.run(flow)
        finally:
            made._http.close()
            if "client" in options:
                options["client"].close()

    async def awaited() -> Any:
        made = runner(face, **options)
        try:
            return await made.run(flow)
        finally:
            with anyio.CancelScope(shield=True):
                await made._http.close()
                if "client" in options:
                    await options["client"].aclose()

    return anyio.run(awaited)


def downloading(url: str, where: Path, size: int, *, total: int | None = None) -> Flow[Stored]:
    """Fetch a file of ``size`` bytes into a place."""
    want = FileExpectation("binary", size)

    def fill(sink: Any) -> Flow[None]:
        request = Request("download", "GET", url, {"Accept-Encoding": "identity"})
        yield Fetch(request, lambda raw: want.look(raw).offset, sink, 1000, "a file", size if total is None else total)

    stored: Stored = yield SaveFile(Place(str(where), "file.mp4", "mine", (), size), fill)
    return stored


def body_of(url: str, limit: int) -> Flow[RawReply]:
    reply: RawReply = yield Fetch(Request("download", "GET", url, {}), lambda _: None, None, limit)
    return reply


def sends(blocks: int, *, wait: float = 0.0, length: bool = True, gone: threading.Event | None = None) -> Any:
    """Return a handler that sends so many blocks, and says when whoever asked is gone."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("ETag", '"v"')
        handler.send_header("Content-Length", str(blocks * len(BLOCK))) if length else None
        handler.end_headers()
        handler.close_connection = not length
        try:
            for _ in range(blocks):
                handler.wfile.write(BLOCK)
                time.sleep(wait)
        except OSError:
            if gone is not None:
                gone.set()

    return answer


def threads() -> set[str]:
    return {each.name for each in threading.enumerate() if each.name.startswith("provider-bridge")}


def test_memory_stays_flat_and_progress_is_told(face: str, tmp_path: Path) -> None:
    """A large file passes through; the last thing told is that all of it is there."""
    told: list[Progress] = []
    blocks = 64 * 16
    with server(sends(blocks)) as url:
        tracemalloc.start()
        try:
            stored = run(face, downloading(url, tmp_path, blocks * len(BLOCK)), progress=told.append)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert BLOCK * blocks == (tmp_path / "file.mp4").read_bytes()
    assert 64 * MIB == stored.size
    assert peak < 24 * MIB
    assert Progress("a file", 64 * MIB, 64 * MIB) == told[-1]
    assert [each.done for each in told] == sorted(each.done or 0 for each in told)
    assert len(told) < 200
    assert set() == threads()


@pytest.mark.parametrize("family", [httpx, httpx2])
def test_clients_of_both_families_fetch(face: str, tmp_path: Path, family: Any) -> None:
    """A caller's own client is used for files as for calls."""
    client = family.Client() if face == "sync" else family.AsyncClient()
    with server(sends(40)) as url:
        stored = run(face, downloading(url, tmp_path, 40 * len(BLOCK)), client=client)

    assert client.is_closed
    assert 40 * len(BLOCK) == stored.size


def test_what_has_no_end_is_not_read_to_it(face: str, tmp_path: Path) -> None:
    """A body that goes beyond the file's size, or beyond a limit, is left in the middle."""
    gone = threading.Event()
    with server(sends(10**6, length=False, gone=gone)) as url:
        stored = run(face, downloading(url, tmp_path, 3 * MIB))
        assert gone.wait(10)
        reply = run(face, body_of(url, 5000))

    assert 3 * MIB < stored.size < 8 * MIB
    assert 5001 == len(reply.body)


def test_leaving_in_the_middle_leaves_nothing_behind_under_trio() -> None:
    """No generator of the HTTP library is left to the garbage collector."""

    async def once(url: str) -> RawReply:
        made = runner("async")
        reply: RawReply = await made.run(body_of(url, 5000))
        await made._http.close()
        return reply

    with server(sends(10**6, length=False)) as url:
        assert 5001 == len(anyio.run(once, url, backend="trio").body)
    gc.collect()


def test_a_disk_that_takes_no_more_ends_the_connection(face: str, tmp_path: Path) -> None:
    """The error comes out as one sentence, nothing is left, and nobody goes on sending."""
    gone = threading.Event()

    class Full:
        def write(self, data: bytes) -> None:
            raise OSError(28, "No space left on device")

    def flow(url: str) -> Flow[Stored]:
        def fill(sink: Any) -> Flow[None]:
            yield Fetch(Request("download", "GET", url, {}), lambda _: 0, sink, 0)

        stored: Stored = yield SaveFile(Place(Full(), "x", "mine", (), None), fill)
        return stored

    with server(sends(10**6, length=False, gone=gone)) as url:
        with pytest.raises(StateError, match="No space left on device"):
            run(face, flow(url))
        assert gone.wait(10)


def test_a_cut_keeps_what_came(face: str, tmp_path: Path) -> None:
    """Every byte that came before a connection broke is on disk."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("ETag", '"v"')
        handler.send_header("Content-Length", str(100 * len(BLOCK)))
        handler.end_headers()
        handler.wfile.write(BLOCK * 30 + b"tail")
        handler.close_connection = True

    with server(answer) as url, pytest.raises(TransportFailed):
        run(face, downloading(url, tmp_path, 100 * len(BLOCK)))

    assert BLOCK * 30 + b"tail" == (tmp_path / "file.mp4.part").read_bytes()
    assert set() == threads()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_cancelled_in_the_middle(tmp_path: Path, backend: str) -> None:
    """No file has the name, the part stays, the connection is closed, and so is the file."""
    gone = threading.Event()
    size = 2000 * len(BLOCK)

    async def cancelled(url: str) -> None:
        made = runner("async")
        with anyio.move_on_after(0.5) as scope:
            await made.run(downloading(url, tmp_path, size))
        assert scope.cancelled_caught
        await made._http.close()

    with server(sends(2000, wait=0.005, gone=gone)) as url:
        anyio.run(cancelled, url, backend=backend)
        assert gone.wait(10)

    assert {"file.mp4.part", "file.mp4.part.json"} == {each.name for each in tmp_path.iterdir()}
    assert (tmp_path / "file.mp4.part").stat().st_size > 0
    assert set() == threads()
    assert not [link for link in open_files() if "file.mp4" in link]


def open_files() -> list[str]:
    """Return what this process has open."""
    found: list[str] = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(each.readlink()))
        except FileNotFoundError:
            continue
    return found


@pytest.mark.parametrize("face", FACES)
def test_when_one_ends_it_all_the_others_stop_in_the_middle(face: str, tmp_path: Path) -> None:
    """Downloads that run side by side end when the flow that forked them does."""
    from provider_bridge.core.steps import Emit, Fork, Paged, Sleep

    gone = threading.Event()

    def failing() -> Flow[None]:
        yield Sleep(0.5)
        raise NotFound("GET /x", 404, "gone")

    def into(outcome: Any) -> None:
        if isinstance(outcome, ProviderBridgeError):
            raise outcome

    def flow(url: str) -> Flow[None]:
        def source() -> Paged[Flow[Any]]:
            yield Emit([failing(), downloading(url, tmp_path, 2000 * len(BLOCK))])

        yield Fork("files", source(), into)

    started = time.monotonic()
    with server(sends(2000, wait=0.005, gone=gone)) as url:
        with pytest.raises(NotFound):
            run(face, flow(url))
        assert gone.wait(10)

    assert time.monotonic() - started < 2000 * 0.005  # which the whole file takes at least


def test_no_more_run_at_once_than_was_asked_for(face: str) -> None:
    """A fork may be narrower than its runner."""
    now = most = 0
    counting = threading.Lock()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        nonlocal now, most
        with counting:
            now += 1
            most = max(most, now)
        time.sleep(0.03)
        with counting:
            now -= 1
        sends(1)(handler)

    with server(answer) as url:
        run(face, fork("files", [body_of(url, 10) for _ in range(12)], at_once=2))

    assert 2 == most


ENDED = """
import sys
sys.path[:0] = {paths!r}
from runners.test_fetch import *
told = lambda step: print(step.done, flush=True)
run({face!r}, downloading({url!r}, Path({folder!r}), 2000 * len(BLOCK)), progress=told)
"""


@pytest.fixture
def slow() -> Generator[str]:
    with server(sends(2000, wait=0.002)) as url:
        yield url


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_or_interrupted_midway(face: str, tmp_path: Path, slow: str, how: signal.Signals) -> None:
    """Whatever ends the process, the target is not there, and the part holds good bytes."""
    code = ENDED.format(paths=sys.path, face=face, url=slow, folder=str(tmp_path))
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) > 0
        process.send_signal(how)
        process.communicate(timeout=30)

    assert process.returncode != 0
    assert {"file.mp4.part", "file.mp4.part.json"} == {each.name for each in tmp_path.iterdir()}
    held = (tmp_path / "file.mp4.part").read_bytes()
    assert held
    assert (BLOCK * 2000).startswith(held)
