"""The one module that speaks HTTP: both families of clients, typed failures, silence in the logs, no redirect."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import anyio
import httpx
import httpx2
import pytest
import respx

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.errors import ConfigurationError, ConnectFailed, TimedOut, TransportFailed
from provider_bridge.runners._http import AsyncHttp, SyncHttp

SECRET = "secret-token-5b1e"


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Generator[str]:
    """Serve one kind of answer on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self)

        do_POST = do_PATCH = do_GET  # noqa: N815 (the server looks for these names)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}"
        finally:
            listening.shutdown()
            thread.join()


def answer_with(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return a handler of one answer."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def request(url: str) -> Request:
    """Return a request that holds a secret and a person."""
    return Request("GET /users", "GET", f"{url}/users/ada@example.test", {"Authorization": f"Bearer {SECRET}"})


def send(face: str, url: str, client: Any = None) -> RawReply:
    """Send one request on a face, with a client of ours or with the one given, which must stay open and is closed."""
    if face == "sync":
        http = SyncHttp(2, client)
        try:
            return http.send(request(url))
        finally:
            http.close()
            if client is not None:
                assert not client.is_closed
                client.close()

    async def once() -> RawReply:
        http = AsyncHttp(2, client)
        try:
            return await http.send(request(url))
        finally:
            await http.close()
            if client is not None:
                assert not client.is_closed
                await client.aclose()

    return anyio.run(once)


@pytest.mark.parametrize("family", [httpx, httpx2])
def test_clients_of_both_families_are_accepted(face: str, family: Any) -> None:
    """A caller may hand in a client of httpx or of httpx2, and it stays open."""
    client = family.Client() if face == "sync" else family.AsyncClient()
    with server(answer_with(b"[]", X_Mark="7")) as url:
        reply = send(face, url, client)

    assert (200, b"[]", "7") == (reply.status, reply.body, reply.headers["x-mark"])


@pytest.mark.parametrize("family", [httpx, httpx2])
def test_the_errors_of_both_families_are_ours(face: str, family: Any) -> None:
    """Whichever family fails, the error is typed, names the host and holds neither path nor secret."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    client = family.Client() if face == "sync" else family.AsyncClient()

    with pytest.raises(ConnectFailed) as caught:
        send(face, url, client)

    assert f"GET /users: could not connect to {url.removeprefix('http://')}" == str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_client_of_no_known_family_is_refused() -> None:
    """Something else than an httpx client is a clear error at once."""
    with pytest.raises(ConfigurationError, match="httpx or httpx2"):
        SyncHttp(2, object())


def test_a_subclass_of_a_client_is_accepted() -> None:
    """A caller's own subclass belongs to the family it extends."""

    class Own(httpx.Client):
        pass

    with server(answer_with(b"{}")) as url, Own() as client:
        assert 200 == send("sync", url, client).status


def test_respx_intercepts_our_own_client() -> None:
    """Downstream projects can mock the vendors with respx."""
    with respx.mock:
        respx.get("https://api.zoom.us/users/ada@example.test").respond(json={"users": []})

        assert b'{"users":[]}' == send("sync", "https://api.zoom.us").body


def test_a_slow_host_times_out(face: str) -> None:
    """A host that does not answer in time is a timeout, and the answer is not awaited for ever."""
    timeout = httpx.Timeout(0.2)
    client = httpx.Client(timeout=timeout) if face == "sync" else httpx.AsyncClient(timeout=timeout)
    release = threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        release.wait(10)
        handler.close_connection = True

    with server(hang) as url:
        with pytest.raises(TimedOut):
            send(face, url, client)
        release.set()


def test_a_connection_that_breaks_in_the_body_is_an_error(face: str) -> None:
    """Half a body is never taken for an answer."""

    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"users": [')
        handler.close_connection = True

    with server(half) as url, pytest.raises(TransportFailed, match="broke"):
        send(face, url)


def test_a_redirect_is_handed_back_and_not_followed(face: str) -> None:
    """The bearer never travels to another host, not even when the caller's client follows redirects."""
    client: Any = httpx.Client(follow_redirects=True) if face == "sync" else httpx.AsyncClient(follow_redirects=True)
    seen: list[str] = []
    with server(lambda handler: seen.append(handler.path)) as other:
        with server(answer_with(b"", 302, Location=f"{other}/stolen")) as url:
            reply = send(face, url, client)

    assert 302 == reply.status
    assert [] == seen


@pytest.mark.parametrize("family", [httpx, httpx2])
def test_nothing_is_logged_of_what_we_send(face: str, family: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The HTTP libraries' own records, which hold URLs and headers, are silent while we send, and only then."""
    caplog.set_level(logging.DEBUG)
    client = family.Client() if face == "sync" else family.AsyncClient()
    with server(answer_with(b"{}")) as url:
        send(face, url, client)
        ours = caplog.text
        with family.Client() as own:
            own.get(f"{url}/their-own")

    assert "example.test" not in ours
    assert SECRET not in caplog.text
    assert "their-own" in caplog.text


def test_a_certificate_nobody_trusts_is_named_as_the_cause() -> None:
    """TLS is verified, and a failure to do so reads differently from a host that is away."""

    def refuse(_: httpx.Request) -> httpx.Response:
        try:
            raise ssl.SSLCertVerificationError("self-signed")
        except ssl.SSLError as error:
            raise httpx.ConnectError("x") from error

    with (
        httpx.Client(transport=httpx.MockTransport(refuse)) as client,
        pytest.raises(ConnectFailed, match="certificate is not trusted"),
    ):
        send("sync", "https://127.0.0.1", client)


def test_an_answer_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endless body ends in an error, not in a full memory."""
    monkeypatch.setattr("provider_bridge.runners.response_body._LARGEST", 1000)
    with server(answer_with(b"x" * 5000)) as url, pytest.raises(TransportFailed, match="larger"):
        send("sync", url)


@pytest.mark.parametrize("family", [httpx, httpx2])
@pytest.mark.parametrize("face", ["sync", "async"])
def test_no_error_leads_to_the_request(face: str, family: Any) -> None:
    """A bug once: httpx's own error, which has the request with token and address, hung on ours as its context."""
    client = {"sync": family.Client, "async": family.AsyncClient}[face]()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(ConnectFailed) as caught:
            send(face, url, client)

    assert (caught.value.__context__, caught.value.__cause__) == (None, None)


@pytest.mark.parametrize("module", [httpx, httpx2])
@pytest.mark.parametrize("face", ["sync", "async"])
def test_a_proxy_that_makes_no_way_has_sent_nothing(face: str, module: Any) -> None:
    """So even what must not be sent twice may be tried again."""

    def fail(_: Any) -> Any:
        raise module.ProxyError("502 Bad Gateway")

    transport = module.MockTransport(fail)
    client = module.Client(transport=transport) if face == "sync" else module.AsyncClient(transport=transport)
    with pytest.raises(ConnectFailed, match=r"the proxy made no way to api\.example\.test") as caught:
        send(face, "https://api.example.test", client)

    assert "no" == caught.value.sent
