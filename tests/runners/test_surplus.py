"""Bytes beyond an answer: the next request, another person's, is never given them."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import time
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from runners.endless import Wire, serving

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.runners._http import AsyncHttp, SyncHttp
from provider_bridge.runners._network import retire_if_surplus

NAMES = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("api.example.test")]
CLIENTS: dict[str, Any] = {"our own": None, "httpx": httpx, "httpx2": httpx2}


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the TLS of a server here, and of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(NAMES), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file: Path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    server.num_tickets = 0  # they alone would make a connection look as if more had come
    return server, ssl.create_default_context(cafile=str(file))


def asking(url: str, number: int) -> Request:
    return Request("GET /users/{id}/settings", "GET", f"{url}/{number}", {})


def ask(face: str, url: str, wait: float, *, client: Any = None, trust: Any = None, backend: str = "asyncio") -> Any:
    """Ask for 0, wait, ask for 1 and 2, and return the three answers."""
    options: dict[str, Any] = {} if trust is None else {"verify": trust}
    if face == "sync":
        given = None if client is None else client.Client(**options)
        http = SyncHttp(1, given)
        try:
            found = []
            for number in range(3):
                found.append(http.send(asking(url, number)))
                time.sleep(wait)
            return found
        finally:
            http.close()
            if given is not None:
                given.close()

    async def all_of_them() -> list[RawReply]:
        given = None if client is None else client.AsyncClient(**options)
        http = AsyncHttp(1, given)
        try:
            found = []
            for number in range(3):
                found.append(await http.send(asking(url, number)))
                time.sleep(wait)  # noqa: ASYNC251 (nothing of this loop shall run meanwhile)
            return found
        finally:
            await http.close()
            if given is not None:
                await given.aclose()

    return anyio.run(all_of_them, backend=backend)


def answer_to(head: bytes, size: int = 0, *, chunked: bool = False) -> bytes:
    """Return an answer that names the path which was asked for; as many bytes as wanted, the head among them."""
    body = b'{"path": "' + head.split()[1] + b'"}'
    if chunked:
        return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    start = b"HTTP/1.1 200 OK\r\nContent-Length: %6d\r\n\r\n"
    body = body.ljust(size - len(start % 0))
    return start % len(body) + body


def twice(gap: float | None, size: int = 0, *, chunked: bool = False, part: int | None = None) -> Any:
    """Return a server that sends every answer twice: at once, or the second after a gap, or only a part of it."""

    def answer(wire: Wire) -> None:
        while head := wire.asked():
            told = answer_to(head, size, chunked=chunked)
            if gap is None:
                wire.send(told + told[:part])
            else:
                wire.send(told)
                time.sleep(gap)
                wire.send(told[:part])

    return answer


def paths(replies: list[RawReply]) -> list[str]:
    return [each.body.decode().split('"')[3] for each in replies]


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("gap", [None, 0.0, 0.003])
@pytest.mark.parametrize("whose", CLIENTS)
def test_an_answer_sent_twice_is_not_given_to_the_next_user(
    face: str, whose: str, gap: float | None, tls: bool, contexts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is closed, whether the rest came with the answer or while nothing was asked."""
    server, trust = contexts
    monkeypatch.setattr("provider_bridge.runners._http._trust", lambda: trust)
    with serving(twice(gap), server if tls else None) as url:
        found = ask(face, url, 0.0 if gap is None else 0.03, client=CLIENTS[whose], trust=trust)

    assert ["/0", "/1", "/2"] == paths(found)


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("gap", [None, 0.0])
def test_an_answer_sent_twice_under_trio(
    gap: float | None, tls: bool, contexts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same where another library waits."""
    server, trust = contexts
    monkeypatch.setattr("provider_bridge.runners._http._trust", lambda: trust)
    with serving(twice(gap), server if tls else None) as url:
        assert ["/0", "/1", "/2"] == paths(ask("async", url, 0.03, backend="trio"))


@pytest.mark.parametrize("part", [1, 10, 40])
@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_few_bytes_beyond_an_answer_are_enough(face: str, part: int, chunked: bool) -> None:
    """Half of an answer would be completed by what comes next."""
    with serving(twice(None, chunked=chunked, part=part)) as url:
        assert ["/0", "/1", "/2"] == paths(ask(face, url, 0.0))


@pytest.mark.parametrize("whose", CLIENTS)
@pytest.mark.parametrize("size", [2**16, 2**17, 2**14, 2**16 - 1, 2**16 + 1])
def test_an_answer_that_fills_what_is_read_at_a_time(face: str, whose: str, size: int) -> None:
    """Nothing of its double waits in a queue between the parser and the socket."""
    with serving(twice(None, size)) as url:
        assert ["/0", "/1", "/2"] == paths(ask(face, url, 0.0, client=CLIENTS[whose]))


@pytest.mark.parametrize("size", [2**14, 2**16, 2**17])
def test_an_answer_of_whole_records_of_tls(
    face: str, size: int, contexts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of its double waits in a record that is not decrypted yet."""
    server, trust = contexts
    monkeypatch.setattr("provider_bridge.runners._http._trust", lambda: trust)
    with serving(twice(0.0, size), server) as url:
        assert ["/0", "/1", "/2"] == paths(ask(face, url, 0.05))  # a double still on its way cannot be told apart


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("whose", CLIENTS)
def test_a_clean_connection_is_used_again(
    face: str, whose: str, tls: bool, contexts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking for a rest costs no connection where there is none."""
    server, trust = contexts
    monkeypatch.setattr("provider_bridge.runners._http._trust", lambda: trust)
    numbers: list[int] = []

    def once(wire: Wire) -> None:
        while head := wire.asked():
            numbers.append(wire.number)
            wire.send(answer_to(head))

    with serving(once, server if tls else None) as url:
        ask(face, url, 0.0, client=CLIENTS[whose], trust=trust)

    assert [0, 0, 0] == numbers


def test_a_connection_that_cannot_be_looked_into_is_not_used_again() -> None:
    """Should httpcore be built otherwise one day, no answer goes to another."""

    class Stream:
        def get_extra_info(self, info: str) -> Any:
            return False if info == "is_readable" else None

    stream = Stream()
    retire_if_surplus(httpx.Response(200, extensions={"network_stream": stream}, stream=httpx.ByteStream(b"")))

    assert stream.get_extra_info("is_readable")
    assert stream.get_extra_info("ssl_object") is None
