"""Answers without an end, and answers that swell: a call has a deadline, a download a lowest pace, memory a limit."""

from __future__ import annotations

import functools
import gzip
import math
import os
import time
import tracemalloc
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runners.endless import Wire, serving
from runners.test_fetch import body_of, downloading
from unhurried import least

import provider_bridge as pb
from provider_bridge.core.calls import RawReply, Request
from provider_bridge.core.provider import Wiring
from provider_bridge.errors import InvalidInput, TimedOut, TransportFailed
from provider_bridge.runners import response_body as reading
from provider_bridge.runners._http import AsyncHttp, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.decompression import Body, TooLarge, Unreadable
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import MemoryStore

DEADLINE = 0.3
EVERY = 0.02
OK = b"HTTP/1.1 200 OK\r\n"
CLIENTS: dict[str, Any] = {"our own": None, "httpx": httpx, "httpx2": httpx2}
MIB = 2**20


def with_http(face: str, client: Any, work: Callable[[Any], Any], backend: str = "asyncio", **limits: Any) -> Any:
    """Let ``work`` use an HTTP client of ours, over a caller's where a family is given."""
    if face == "sync":
        given = None if client is None else client.Client()
        http = SyncHttp(1, given, **limits)
        try:
            return work(http)
        finally:
            http.close()
            if given is not None:
                given.close()

    async def awaited() -> Any:
        given = None if client is None else client.AsyncClient()
        http = AsyncHttp(1, given, **limits)
        try:
            return await work(http)
        finally:
            await http.close()
            if given is not None:
                await given.aclose()

    return anyio.run(awaited, backend=backend)


def send(face: str, url: str, client: Any = None, backend: str = "asyncio", **limits: Any) -> RawReply:
    request = Request("GET /users", "GET", f"{url}/users", {})
    found: RawReply = with_http(face, client, lambda http: http.send(request), backend, **limits)
    return found


def run(face: str, flow: Any, client: Any = None, **limits: Any) -> Any:
    """Run a flow that fetches."""
    wiring = Wiring(exchange=None, rates={})  # type: ignore[arg-type]
    kind: Any = SyncRunner if face == "sync" else AsyncRunner
    return with_http(face, client, lambda http: kind(wiring, http, store=MemoryStore()).run(flow), **limits)


def endless(start: bytes, then: bytes) -> Callable[[Wire], None]:
    def answer(wire: Wire) -> None:
        if wire.asked():
            wire.drip(start, EVERY, then=then)

    return answer


ENDLESS = {
    "1xx for ever": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints for ever": endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "nothing": endless(b"", b""),
    "a dripping first line": endless(b"HTTP/1.1 200 ", b"O"),
    "a dripping header": endless(OK + b"X-Long: ", b"x"),
    "headers without an end": endless(OK, b"X: y\r\n"),
    "a dripping body": endless(OK + b"Content-Length: 1000000\r\n\r\n", b"x"),
    "dripping chunks": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "a dripping packed body": endless(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:5], b"\0"),
}


@pytest.mark.parametrize("whose", CLIENTS)
@pytest.mark.parametrize("how", ENDLESS)
def test_an_answer_without_an_end_ends_at_the_deadline(face: str, how: str, whose: str) -> None:
    """Whatever keeps coming, each read being in time; and asking again is not tried."""

    def once() -> None:
        with serving(ENDLESS[how]) as url:
            with pytest.raises(TransportFailed) as caught:
                send(face, url, CLIENTS[whose], deadline=DEADLINE)

        assert isinstance(caught.value, TimedOut) or "unpacked" in str(caught.value)
        if isinstance(caught.value, TimedOut):
            assert caught.value.final
            assert "the answer was not complete within" in str(caught.value)

    assert least(once, 10 * DEADLINE) < 10 * DEADLINE


@pytest.mark.parametrize("how", ["1xx for ever", "a dripping body"])
def test_the_deadline_holds_under_trio(how: str) -> None:
    """The same where another library waits."""
    with serving(ENDLESS[how]) as url, pytest.raises(TimedOut, match=r"within 0\.3 s"):
        send("async", url, backend="trio", deadline=DEADLINE)


@pytest.mark.parametrize("how", ["1xx for ever", "a dripping body"])
def test_the_deadline_holds_for_a_transport_of_another_make(how: str) -> None:
    """Where nothing is known of what a caller's transport does, all of it is ended; awaited calls only."""

    class Own(httpx.AsyncBaseTransport):
        def __init__(self) -> None:
            self.inner = httpx.AsyncHTTPTransport()

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return await self.inner.handle_async_request(request)

        async def aclose(self) -> None:
            await self.inner.aclose()

    class Family:
        AsyncClient = staticmethod(lambda: httpx.AsyncClient(transport=Own()))

    with serving(ENDLESS[how]) as url, pytest.raises(TimedOut, match=r"within 0\.3 s"):
        send("async", url, Family, deadline=DEADLINE)


def test_what_a_caller_sends_by_itself_has_the_callers_timeouts_only() -> None:
    """The client that was handed in is held to the deadline while we use it, and not else."""
    with serving(endless(OK + b"Content-Length: 30\r\n\r\n", b"x")) as url, httpx.Client() as client:
        http = SyncHttp(1, client, deadline=DEADLINE)
        with pytest.raises(TimedOut):
            http.send(Request("GET /users", "GET", url, {}))

        assert b"x" * 30 == client.get(url).content


def test_without_a_deadline_a_slow_answer_comes(face: str) -> None:
    """Infinity is a deadline, too."""
    with serving(endless(OK + b"Content-Length: 10\r\n\r\n", b"x")) as url:
        assert b"x" * 10 == send(face, url, deadline=math.inf).body


def test_a_deadline_is_for_one_call_and_not_for_all(face: str) -> None:
    """Many calls on one connection take longer together than each may."""
    count, deadline = 12, 3 * DEADLINE

    def slow(wire: Wire) -> None:
        while wire.asked():
            time.sleep(deadline / 10)
            wire.send(OK + b"Content-Length: 2\r\n\r\n{}")

    request = Request("GET /users", "GET", "", {})

    def many(http: Any) -> Any:
        if face == "sync":
            return [http.send(request) for _ in range(count)]

        async def awaited() -> list[RawReply]:
            return [await http.send(request) for _ in range(count)]

        return awaited()

    with serving(slow) as url:
        request = Request("GET /users", "GET", url, {})
        assert count == len(with_http(face, None, many, deadline=deadline))


# --- downloads ---------------------------------------------------------------------------------------------


@pytest.fixture
def half_a_minute(monkeypatch: pytest.MonkeyPatch) -> float:
    """Shorten the time that a pace is taken over."""
    monkeypatch.setattr(reading, "_WINDOW_S", 0.5)
    return 0.5


@pytest.mark.parametrize("whose", CLIENTS)
def test_a_download_that_drips_ends_and_what_came_is_kept(
    face: str, whose: str, tmp_path: Path, half_a_minute: float
) -> None:
    """A byte now and then would take years; the part can be gone on with."""
    head = OK + b'ETag: "v"\r\nContent-Length: 1000000\r\n\r\n'
    with serving(endless(head + b"y" * 5000, b"x")) as url:
        with pytest.raises(TimedOut, match="less than 50000 bytes a second came") as caught:
            run(face, downloading(url, tmp_path, 1_000_000), CLIENTS[whose], lowest_pace=50_000)

    assert caught.value.final
    assert (tmp_path / "file.mp4.part").read_bytes().startswith(b"y" * 5000 + b"x")
    assert not (tmp_path / "file.mp4").exists()


@pytest.mark.parametrize("whose", CLIENTS)
@pytest.mark.parametrize("how", ["1xx for ever", "a dripping header", "headers without an end"])
def test_a_downloads_head_ends_at_the_deadline(face: str, how: str, whose: str, tmp_path: Path) -> None:
    """Before the first byte there is no pace."""
    with serving(ENDLESS[how]) as url, pytest.raises(TimedOut, match=r"within 0\.3 s"):
        run(face, downloading(url, tmp_path, 1_000_000), CLIENTS[whose], deadline=DEADLINE)


@pytest.mark.parametrize("whose", CLIENTS)
def test_a_download_may_take_longer_than_the_deadline(face: str, whose: str, tmp_path: Path) -> None:
    """Its size says nothing of what is wrong; only its pace does."""
    head = OK + b'ETag: "v"\r\nContent-Length: 60\r\n\r\n'
    with serving(endless(head, b"x")) as url:
        deadline = 60 * EVERY * 0.75
        stored = run(face, downloading(url, tmp_path, 60), CLIENTS[whose], deadline=deadline, lowest_pace=0)

    assert 60 == stored.size


def test_a_slow_disk_is_not_taken_for_a_slow_server(face: str, half_a_minute: float) -> None:
    """Only the time that is spent waiting for the server counts."""
    from provider_bridge.core.files import Place
    from provider_bridge.core.steps import Fetch, SaveFile

    class Slow(BytesIO):
        def write(self, data: Any) -> int:
            time.sleep(0 if self.tell() else 2 * half_a_minute)
            return super().write(data)

    def flow(url: str) -> Any:
        def fill(sink: Any) -> Any:
            yield Fetch(Request("download", "GET", url, {}), lambda _: 0, sink, 0)

        return (yield SaveFile(Place(Slow(), "x", "mine", (), None), fill))

    def answer(wire: Wire) -> None:
        if wire.asked():
            wire.send(OK + b"Content-Length: 400000\r\n\r\n" + b"x" * 400_000)

    with serving(answer) as url:
        assert 400_000 == run(face, flow(url), lowest_pace=900_000).size


def test_a_refusal_that_drips_ends(face: str, half_a_minute: float) -> None:
    """What comes in a file's place is held to the same pace."""
    with serving(endless(b"HTTP/1.1 403 No\r\nContent-Length: 5000\r\n\r\n", b"x")) as url:
        with pytest.raises(TimedOut, match="bytes a second"):
            run(face, body_of(url, 5000))


# --- what swells -------------------------------------------------------------------------------------------


@functools.cache
def bomb() -> bytes:
    """Return what unpacks to 150 MiB of zeros."""
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(150)) + packer.flush()


def answer_with(body: bytes, encoding: bytes) -> Callable[[Wire], None]:
    def answer(wire: Wire) -> None:
        while wire.asked():
            wire.send(OK + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding, len(body)) + body)

    return answer


@pytest.mark.memory
@pytest.mark.parametrize("whose", CLIENTS)
@pytest.mark.parametrize("encoding", [b"gzip", b" X-GZip "])
def test_a_gzip_bomb_fills_no_memory(face: str, whose: str, encoding: bytes) -> None:
    """It is unpacked step by step, and no further than an answer may be large."""
    with serving(answer_with(bomb(), encoding)) as url:
        tracemalloc.start()
        try:
            with pytest.raises(TransportFailed, match="larger than 64 MiB") as caught:
                send(face, url, CLIENTS[whose])
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak < 100 * MIB
    assert caught.value.final


TWICE = b"gzip\r\nContent-Encoding: gzip"


@pytest.mark.parametrize("whose", CLIENTS)
@pytest.mark.parametrize(
    "encoding",
    [
        b"gzip, gzip",
        b"gzip,gzip",
        b"gzip, deflate",
        b"gzip\r\nContent-Encoding: gzip",
        b"br",
        b"zstd",
        b"identity, gzip",
    ],
)
def test_one_encoding_and_one_that_was_asked_for(face: str, whose: str, encoding: bytes) -> None:
    """Two of them turned 5 KB into 9 GiB; nothing of the body is unpacked, and it is not asked for again."""
    with serving(answer_with(gzip.compress(gzip.compress(b"{}")), encoding)) as url:
        with pytest.raises(TransportFailed, match="packed in a way that was not asked for") as caught:
            send(face, url, CLIENTS[whose])

    assert caught.value.final


@pytest.mark.parametrize("whose", CLIENTS)
def test_we_ask_for_what_we_unpack(face: str, whose: str) -> None:
    """Whatever a caller's client could unpack besides."""
    asked: list[bytes] = []

    def answer(wire: Wire) -> None:
        while head := wire.asked():
            asked.append(head)
            wire.send(OK + b"Content-Length: 2\r\n\r\n{}")

    with serving(answer) as url:
        send(face, url, CLIENTS[whose])
        run(face, body_of(url, 10), CLIENTS[whose])
        identity = Request("download", "GET", url, {"Accept-Encoding": "identity"})
        with_http(face, CLIENTS[whose], lambda http: http.send(identity))

    told = [line for head in asked for line in head.lower().split(b"\r\n") if line.startswith(b"accept-encoding")]
    assert [b"accept-encoding: gzip, deflate"] * 2 + [b"accept-encoding: identity"] == told


def unpacked(encoding: str, packed: bytes, most: int = 10**6, step: int = 1000) -> bytes:
    body = Body(encoding, most)
    for start in range(0, len(packed), step):
        body.add(packed[start : start + step])
    return body.whole()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "plain": ("", bytes),
    "identity": (" Identity ", bytes),
}


@given(
    data=st.binary(max_size=3000) | st.binary(max_size=20).map(lambda each: each * 50_000),
    step=st.sampled_from([1, 7, 1000, 10**6]),
    how=st.sampled_from(list(PACKERS)),
)
@settings(max_examples=150, deadline=None)
def test_what_was_packed_comes_out(data: bytes, step: int, how: str) -> None:
    """In whatever pieces it comes."""
    encoding, pack = PACKERS[how]

    assert data == unpacked(encoding, pack(data), step=max(step, len(pack(data)) // 2000))


@given(data=st.binary(min_size=1, max_size=500), cut=st.integers(0, 10**6), how=st.sampled_from(list(PACKERS)[:3]))
@settings(max_examples=100, deadline=None)
def test_what_ends_too_early_is_an_error(data: bytes, cut: int, how: str) -> None:
    """A part is never taken for the whole."""
    encoding, pack = PACKERS[how]
    packed = pack(data)
    with pytest.raises(Unreadable):
        unpacked(encoding, packed[: 1 + cut % (len(packed) - 1)])


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
@settings(max_examples=100, deadline=None)
def test_rubbish_is_an_error_or_nothing_else_than_bytes(data: bytes, encoding: str) -> None:
    """No error but ours comes out."""
    try:
        assert isinstance(unpacked(encoding, data), bytes)
    except (Unreadable, TooLarge):
        return


def test_several_members_of_gzip_are_one_body() -> None:
    """As the format has it."""
    assert b"ab" * 1000 == unpacked("gzip", gzip.compress(b"ab" * 500) + gzip.compress(b"ab" * 500))


@pytest.mark.parametrize("size", [10**6, 10**6 + 1])
@pytest.mark.parametrize("how", PACKERS)
def test_the_limit_is_exact(size: int, how: str) -> None:
    """What is just as large as it may be comes."""
    encoding, pack = PACKERS[how]
    packed = pack(os.urandom(1000) * 1000 + b"x" * (size - 10**6))
    if size == 10**6:
        assert size == len(unpacked(encoding, packed))
    else:
        with pytest.raises(TooLarge):
            unpacked(encoding, packed)


def test_what_stands_for_nothing_has_an_end() -> None:
    """Members of gzip that hold nothing could be sent without one."""
    with pytest.raises(TooLarge):
        unpacked("gzip", gzip.compress(b"") * 1000, most=10_000)


# --- how they are set --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "limits",
    [
        {"deadline": 0},
        {"deadline": -1},
        {"deadline": math.nan},
        {"deadline": "90"},
        {"deadline": True},
        {"deadline": None},
        {"lowest_pace": -1},
        {"lowest_pace": math.nan},
        {"lowest_pace": "1"},
        {"lowest_pace": False},
    ],
)
def test_limits_that_are_none_are_refused(face: str, limits: dict[str, Any]) -> None:
    """Before anything is opened."""
    name = next(iter(limits))

    with pytest.raises(InvalidInput, match=f"`{name}` must be a number"):
        open_once(face, limits)


def open_once(face: str, limits: dict[str, Any]) -> None:
    async def opened() -> None:
        async with pb.open_async_bridge(sandbox=True, **limits):
            pass

    if face == "async":
        anyio.run(opened)
        return
    with pb.open_bridge(sandbox=True, **limits):
        pass
