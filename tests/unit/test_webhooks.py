"""Signatures of notifications: what was signed passes, and anything else does not."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import NOON

from provider_bridge.core.webhooks import Scheme, answer_challenge, verify
from provider_bridge.errors import InvalidInput, WebhookRejected
from provider_bridge.runners.clock import Clock
from provider_bridge.runners.webhook_store import MemorySeenStore

SCHEME = Scheme("x-sig", "x-time")
SECRET = "hush-hush"
STAMP = str(int(NOON.timestamp()))
BODY = b'{"event":"x", "payload":{"name":"J\xc3\xb6rg"}}'


def headers(body: bytes = BODY, *, secret: str = SECRET, stamp: str = STAMP) -> dict[str, str]:
    """Return the headers of a request, signed by hand as the vendor's page says."""
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Sig": f"v0={digest}", "X-Time": stamp, "Content-Type": "application/json"}


def reason(given: Any, body: bytes = BODY, *, now: datetime = NOON, secrets: tuple[str, ...] = (SECRET,)) -> str:
    """Return why a request is rejected; the error tells neither body nor secret nor signature."""
    with pytest.raises(WebhookRejected) as caught:
        verify(SCHEME, secrets, given, body, now=now)
    shown = f"{caught.value}{caught.value!r}"
    assert not any(each in shown for each in (SECRET, "rg", "v0="))
    return caught.value.reason


def test_a_signed_request_passes() -> None:
    """Headers may be a mapping in any case, or pairs of text or of bytes."""
    pairs = [(name, value) for name, value in headers().items()]
    raw = [(name.lower().encode(), value.encode()) for name, value in pairs]

    assert [SECRET] * 3 == [verify(SCHEME, (SECRET,), each, BODY, now=NOON) for each in (headers(), pairs, raw)]


def test_either_secret_passes_while_one_is_replaced() -> None:
    """During a rotation the old and the new secret are good, a third one is not, and the right one is named."""
    both = ("old", "new")

    assert "old" == verify(SCHEME, both, headers(secret="old"), BODY, now=NOON)
    assert "new" == verify(SCHEME, both, headers(secret="new"), BODY, now=NOON)
    assert "signature" == reason(headers(secret="third"), secrets=both)


@pytest.mark.parametrize("name", ["X-Sig", "X-Time"])
def test_headers_that_are_missing_or_come_twice(name: str) -> None:
    """A header that is missing, or there twice in whatever case, proves nothing."""
    good = headers()
    twice = [*good.items(), (name.lower(), good[name])]

    assert "missing" == reason({key: value for key, value in good.items() if key != name})
    assert "duplicate" == reason(twice)
    assert "malformed" == reason(good | {name: f"{good[name]}, {good[name]}"})  # joined by a server on the way


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Sig": "v1=" + "0" * 64},
        {"X-Sig": "0" * 64},
        {"X-Sig": "v0=" + "0" * 63},
        {"X-Sig": "v0=" + "g" * 64},
        {"X-Sig": "v0=" + "\u0661" * 64},
        {"X-Sig": ""},
        {"X-Time": ""},
        {"X-Time": "-1"},
        {"X-Time": "1.5"},
        {"X-Time": "\u0661\u0662"},
        {"X-Time": "9" * 400},
        {"X-Time": "2026-11-23T12:00:00Z"},
    ],
)
def test_malformed_headers(changed: dict[str, str]) -> None:
    """What is no signature or no time is rejected as such, without a fault of ours."""
    assert "malformed" == reason(headers() | changed)


@pytest.mark.parametrize(("seconds", "passes"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_age(*, seconds: int, passes: bool) -> None:
    """Five minutes into the past and into the future are accepted, and no second more."""
    now = NOON + timedelta(seconds=seconds)

    if passes:
        verify(SCHEME, (SECRET,), headers(), BODY, now=now)
    else:
        assert "age" == reason(headers(), now=now)


@given(st.binary(max_size=200), st.integers(0, 10**6))
def test_any_flipped_bit_of_the_body_is_rejected(body: bytes, where: int) -> None:
    """A body of which a single bit is another one is not what was signed."""
    signed = headers(body)
    verify(SCHEME, (SECRET,), signed, body, now=NOON)
    flipped = bytearray(body or b"\0")
    flipped[where // 8 % len(flipped)] ^= 1 << where % 8

    assert "signature" == reason(signed, bytes(flipped))


@given(st.sampled_from(["X-Sig", "X-Time"]), st.integers(0, 10**6))
def test_any_flipped_bit_of_the_headers_is_rejected(name: str, where: int) -> None:
    """A signature or a time of which a single bit is another one is rejected, for one reason or another."""
    good = headers()
    flipped = bytearray(good[name].encode())
    flipped[where // 8 % len(flipped)] ^= 1 << where % 8

    assert reason(good | {name: flipped.decode("latin-1")}) in {"malformed", "age", "signature"}


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers(), min_size=1))
def test_json_that_was_written_again_is_rejected(tree: dict[str, object]) -> None:
    """The same JSON with other spaces is another text."""
    signed = headers(json.dumps(tree, separators=(",", ":")).encode())

    assert "signature" == reason(signed, json.dumps(tree).encode())


@pytest.mark.parametrize("secrets", [(), ("",), ("good", "")])
def test_an_empty_secret_verifies_nothing(secrets: tuple[str, ...]) -> None:
    """A secret that was not set must not make everybody's signature good."""
    with pytest.raises(InvalidInput):
        verify(SCHEME, secrets, headers(secret=""), BODY, now=NOON)


def test_a_time_without_an_offset_is_refused() -> None:
    """A naive time would be taken for this machine's zone."""
    with pytest.raises(InvalidInput):
        verify(SCHEME, (SECRET,), headers(), BODY, now=NOON.replace(tzinfo=None))


def test_the_challenge() -> None:
    """The answer is the HMAC-SHA256 of the challenge, in hex."""
    assert hmac.new(b"hush-hush", b"qgg8", hashlib.sha256).hexdigest() == answer_challenge(SECRET, "qgg8")


class _Moved(Clock):
    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


def test_the_store_recognises_forgets_and_stays_small() -> None:
    """What was added is known until its time is over, then it is dropped; what was discarded is new again."""
    clock = _Moved()
    store = MemorySeenStore(clock)

    assert store.add("a", NOON + timedelta(minutes=1))
    assert not store.add("a", NOON + timedelta(minutes=1))
    store.discard("a")
    store.discard("never there")
    assert store.add("a", NOON + timedelta(minutes=1))
    clock.at += timedelta(minutes=1)
    assert store.add("b", clock.at + timedelta(minutes=1))
    assert 1 == len(store)
    assert store.add("a", clock.at + timedelta(minutes=1))


def test_of_many_threads_one_is_told_yes() -> None:
    """Eight threads that add one key at once: one of them got a new one."""
    store = MemorySeenStore()
    start = threading.Barrier(8)

    def add() -> bool:
        start.wait()
        return store.add("k", datetime.max.replace(tzinfo=NOON.tzinfo))

    with ThreadPoolExecutor(8) as pool:
        told = [future.result() for future in [pool.submit(add) for _ in range(8)]]

    assert [True] == [each for each in told if each]


def test_one_secret_given_alone_is_not_taken_letter_by_letter() -> None:
    """A bug once: of a secret that was no list each letter counted as a secret, and anybody could sign with one."""
    assert SECRET == verify(SCHEME, SECRET, headers(), BODY, now=NOON)
    with pytest.raises(WebhookRejected):
        verify(SCHEME, SECRET, headers(secret="h"), BODY, now=NOON)
    with pytest.raises(InvalidInput):
        verify(SCHEME, "", headers(secret=""), BODY, now=NOON)
