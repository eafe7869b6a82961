"""What goes by a proxy is held to the same as what does not: the deadline, and no bytes for the next request."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

import pytest
from runners.endless import Wire, serving
from runners.test_endless import DEADLINE, ENDLESS, EVERY, send
from runners.test_surplus import answer_to, ask, contexts, paths, twice
from unhurried import least

from provider_bridge.core.calls import RawReply
from provider_bridge.errors import TransportFailed

_FIXTURES = (contexts,)

PLAIN, SEALED = "http://api.example.test", "https://api.example.test"
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
CLIENTS = ["our own", "httpx", "httpx2"]
WAYS = ["forwarded", "tunnelled"]


def ends(replies: list[RawReply]) -> list[str]:
    """Return the paths that were asked for; a proxy is asked for whole addresses."""
    return [each.removeprefix(PLAIN) for each in paths(replies)]


def tunnel(context: ssl.SSLContext, answer: Callable[[Wire], None]) -> Callable[[Wire], None]:
    """Return a proxy that makes a tunnel to a server which it is itself."""

    def connect(wire: Wire) -> None:
        if wire.asked():
            wire.send(ESTABLISHED)
            wire.seal(context)
            answer(wire)

    return connect


@pytest.fixture
def trusting(contexts: tuple[ssl.SSLContext, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Have our own lanes trust what serves here, and go by no proxy but the test's."""
    monkeypatch.setattr("provider_bridge.runners._http._trust", lambda: contexts[1])
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return contexts[0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("how", ["1xx for ever", "a dripping header", "a dripping body"])
def test_an_answer_by_a_proxy_ends_at_the_deadline(
    face: str, how: str, way: str, trusting: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy of the environment has a lane of another kind, which has no end of its own either."""
    forwards = way == "forwarded"

    def once() -> None:
        with serving(ENDLESS[how] if forwards else tunnel(trusting, ENDLESS[how])) as proxy:
            monkeypatch.setenv("http_proxy" if forwards else "https_proxy", proxy)
            with pytest.raises(TransportFailed, match="not complete within"):
                send(face, PLAIN if forwards else SEALED, deadline=DEADLINE)

    assert least(once, 10 * DEADLINE) < 10 * DEADLINE


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("drips", ["1xx", "head", "TLS"])
def test_a_proxy_that_makes_no_tunnel_ends_at_the_deadline(
    face: str, drips: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the request was sent yet, so it may be said as a host that is not reached."""

    def never(wire: Wire) -> None:
        if not wire.asked():
            return
        if drips == "TLS":
            wire.drip(ESTABLISHED + b"\x16\x03\x03\x40\x00", EVERY, then=b"\0")
        elif drips == "head":
            wire.drip(b"HTTP/1.1 200 OK\r\nX-Long: ", EVERY, then=b"x")
        else:
            wire.drip(b"", EVERY, then=b"HTTP/1.1 100 Continue\r\n\r\n")

    def once() -> None:
        with serving(never) as proxy:
            monkeypatch.setenv("https_proxy", proxy)
            with pytest.raises(TransportFailed):
                send(face, SEALED, deadline=DEADLINE)

    assert least(once, 10 * DEADLINE) < 10 * DEADLINE


@pytest.mark.parametrize(("way", "secure"), [("forwarded", False), ("tunnelled", False), ("forwarded", True)])
def test_an_answer_that_a_proxy_sends_twice_is_not_given_to_the_next_user(
    face: str, way: str, secure: bool, trusting: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the proxy or what is behind it doubles answers, and whatever the way to the proxy is sealed with."""
    forwards = way == "forwarded"
    with serving(twice(None) if forwards else tunnel(trusting, twice(None)), trusting if secure else None) as proxy:
        monkeypatch.setenv("http_proxy" if forwards else "https_proxy", proxy)
        assert ["/0", "/1", "/2"] == ends(ask(face, PLAIN if forwards else SEALED, 0.0))


@pytest.mark.parametrize("way", WAYS)
def test_a_clean_connection_by_a_proxy_is_used_again(
    face: str, way: str, trusting: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking for a rest costs no tunnel where there is none."""
    numbers: list[int] = []

    def once(wire: Wire) -> None:
        while head := wire.asked():
            numbers.append(wire.number)
            wire.send(answer_to(head))

    forwards = way == "forwarded"
    with serving(once if forwards else tunnel(trusting, once)) as proxy:
        monkeypatch.setenv("http_proxy" if forwards else "https_proxy", proxy)
        ask(face, PLAIN if forwards else SEALED, 0.0)

    assert [0, 0, 0] == numbers


@pytest.mark.parametrize("whose", CLIENTS[1:])
def test_a_callers_client_with_a_proxy_is_held_to_the_same(face: str, whose: str) -> None:
    """Its proxies are mounts of its own."""
    module: Any = __import__(whose)

    def once() -> None:
        with serving(ENDLESS["a dripping body"]) as proxy:
            with pytest.raises(TransportFailed, match="not complete within"):
                send(face, PLAIN, _Proxied(module, proxy), deadline=DEADLINE)

    assert least(once, 10 * DEADLINE) < 10 * DEADLINE
    with serving(twice(None)) as proxy:
        assert ["/0", "/1", "/2"] == ends(ask(face, PLAIN, 0.0, client=_Proxied(module, proxy)))


class _Proxied:
    """A family whose clients go by a proxy."""

    def __init__(self, family: Any, proxy: str) -> None:
        self.Client = lambda **options: family.Client(proxy=proxy, **options)
        self.AsyncClient = lambda **options: family.AsyncClient(proxy=proxy, **options)
