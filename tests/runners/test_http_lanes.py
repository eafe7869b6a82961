"""What our own clients send, and what they do not keep: no cookie of one account ever reaches another."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from runners.test_http import request, server

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.errors import TransportFailed
from provider_bridge.runners._http import AsyncHttp, SyncHttp

CLIENTS: dict[str, Callable[[str], Any]] = {
    "our own": lambda _: None,
    "httpx": lambda face: httpx.Client() if face == "sync" else httpx.AsyncClient(),
    "httpx2": lambda face: httpx2.Client() if face == "sync" else httpx2.AsyncClient(),
}


def send_all(face: str, urls: list[str], client: Any = None) -> list[RawReply]:
    """Send to each address in turn with one client, which is closed."""
    if face == "sync":
        http = SyncHttp(2, client)
        try:
            return [http.send(request(url)) for url in urls]
        finally:
            http.close()
            if client is not None:
                client.close()

    async def all_of_them() -> list[RawReply]:
        http = AsyncHttp(2, client)
        try:
            return [await http.send(request(url)) for url in urls]
        finally:
            await http.close()
            if client is not None:
                await client.aclose()

    return anyio.run(all_of_them)


class Recorder:
    """Answers with a cookie, and keeps the headers of each request."""

    def __init__(self) -> None:
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.headers.append(dict(handler.headers.items()))
        self.paths.append(handler.path)
        handler.send_response(200)
        handler.send_header("Set-Cookie", "whose=the-first-account; Path=/")
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"{}")


@pytest.mark.parametrize("whose", CLIENTS)
def test_no_cookie_is_ever_sent_back(face: str, whose: str) -> None:
    """A bug once: all accounts shared a client, whose cookies of one account went out with the next one's token."""
    recorder = Recorder()
    with server(recorder) as url:
        send_all(face, [url, url, url], CLIENTS[whose](face))

    assert [[], [], []] == [[name for name in each if name.lower() == "cookie"] for each in recorder.headers]


def test_our_own_client_sends_what_httpx_sends(face: str) -> None:
    """Though only httpx's transport is used, a server sees no difference to its client."""
    recorder = Recorder()
    with server(recorder) as url:
        send_all(face, [url])
        send_all(face, [url], CLIENTS["httpx"](face))

    mine, theirs = recorder.headers
    assert theirs.items() == mine.items()
    assert {"Accept-Encoding", "User-Agent", "Authorization"} <= mine.keys()


def test_a_proxy_that_the_environment_names_is_used(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a company's network asks for one, everything goes through it, and still without cookies."""
    recorder = Recorder()
    with server(recorder) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.delenv("NO_PROXY", raising=False)
        send_all(face, ["http://api.example.test"] * 2)

    assert ["http://api.example.test/users/ada@example.test"] * 2 == recorder.paths
    assert not [each for each in recorder.headers if "Cookie" in each]


def test_a_host_that_the_environment_excepts_is_asked_directly(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``NO_PROXY`` holds as httpx reads it."""
    recorder = Recorder()
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with server(recorder) as url:
        send_all(face, [url])

    assert ["/users/ada@example.test"] == recorder.paths


@pytest.mark.parametrize("whose", CLIENTS)
@pytest.mark.parametrize("packed", ["gzip", "deflate"])
def test_what_comes_packed_is_unpacked(face: str, whose: str, packed: str) -> None:
    """The body is what the vendor meant, whichever way it travelled; rubbish instead is an error."""
    body = b'{"users": []}' * 100
    sent = {"gzip": gzip.compress(body), "deflate": zlib.compress(body)}[packed]
    sends = iter([sent, b"\xff" * 20])

    def answer(handler: BaseHTTPRequestHandler) -> None:
        bytes_of_it = next(sends)
        handler.send_response(200)
        handler.send_header("Content-Encoding", packed)
        handler.send_header("Content-Length", str(len(bytes_of_it)))
        handler.end_headers()
        handler.wfile.write(bytes_of_it)

    with server(answer) as url:
        (reply,) = send_all(face, [url], CLIENTS[whose](face))
        assert body == reply.body
        with pytest.raises(TransportFailed, match="cannot be unpacked"):
            send_all(face, [url], CLIENTS[whose](face))


def test_a_body_that_a_hook_has_read_is_still_there(face: str) -> None:
    """A caller's client may look at answers before we do."""
    recorder = Recorder()
    seen: list[bytes] = []

    def look(response: httpx.Response) -> None:
        seen.append(response.read())

    async def async_look(response: httpx.Response) -> None:
        seen.append(await response.aread())

    client: Any = (
        httpx.Client(event_hooks={"response": [look]})
        if face == "sync"
        else httpx.AsyncClient(event_hooks={"response": [async_look]})
    )
    with server(recorder) as url:
        (reply,) = send_all(face, [url], client)

    assert [b"{}", b"{}"] == [*seen, reply.body]


@pytest.mark.parametrize("module", [httpx, httpx2])
@pytest.mark.parametrize("face", ["sync", "async"])
def test_a_client_that_is_handed_in_keeps_its_settings(face: str, module: Any) -> None:
    """Its headers and its timeout; ours win where both say something, and each name is said once.

    A bug once: parameters that a client has for every request took the place of ours, so each page was the first.
    """
    seen: list[Any] = []

    def answer(request: Any) -> Any:
        seen.append(request)
        return module.Response(200)

    options = {
        "transport": module.MockTransport(answer),
        "headers": {"User-Agent": "acme", "Accept": "*/*", "X-Own": "1"},
        "params": {"trace": "yes"},
        "timeout": 7.0,
    }
    asked = Request("GET /x", "GET", "https://api.example.test/x?page=2", {"Accept": "application/json"})
    if face == "sync":
        with module.Client(**options) as client:
            SyncHttp(1, client).send(asked)
    else:

        async def once() -> None:
            async with module.AsyncClient(**options) as client:
                await AsyncHttp(1, client).send(asked)

        anyio.run(once)

    [request] = seen
    assert {"page": "2"} == dict(request.url.params)
    assert ("acme", "1", ["application/json"]) == (
        request.headers["user-agent"],
        request.headers["x-own"],
        request.headers.get_list("accept"),
    )
    assert 7.0 == request.extensions["timeout"]["read"]
