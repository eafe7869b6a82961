"""Answers that are no evidence of absence: other shapes of the switch, errors in disguise, what a cache kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import sandbox_opened, unlimited

from provider_bridge import ProviderBroken, SwitchedOn, Unknown, Withdrawn
from provider_bridge.domain.attention import NotOffered, SwitchedOff
from provider_bridge.sandbox import Sandbox

Answer = tuple[int, dict[str, str], bytes]
JSON = {"content-type": "application/json"}


def read(face: str, body: bytes, *, headers: dict[str, str] | None = None, part: str = "/users/") -> Any:
    """Read the attention of an account in which every settings answer of a user is this one."""
    sandbox = unlimited(users=3)

    def app(method: str, url: str, asked: dict[str, str], content: bytes) -> Answer:
        if part in url and url.endswith("/settings"):
            return 200, JSON | (headers or {}), body
        return sandbox.handle(method, url, asked, content)

    with sandbox_opened(face, sandbox, app) as accounts:
        return accounts["sandbox-zoom"].attention.read()


@pytest.mark.parametrize(
    "tree",
    [
        {"attention_tracking": {"enable": False, "webinar": {"enable": True}}},
        {"attention_tracking": {"enable": False, "value": True}},
        {"attention": {"tracking": True}},
        {"setting": {"name": "attention_tracking", "value": True}},
        {"features": ["chat", "attention_tracking"]},
        {"raw": '{"attention_tracking": true}'},
    ],
)
def test_a_shape_that_is_not_understood_is_unknown_and_says_where(face: str, tree: dict[str, Any]) -> None:
    """The bug: what stood there in another shape passed, or counted as never offered."""
    attention = read(face, json.dumps({"in_meeting": {"chat": True, **tree}}).encode())

    assert isinstance(attention, Unknown)
    assert all("GET /users/{userId}/settings" in each.why and "at in_meeting." in each.why for each in attention.unread)
    assert all(each.evidence[0].present for each in attention.unread)


WORDS = st.permutations(["attention", "tracking"])
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [True, False, None, 0, "off", {"enable": False, "x": 1}, [], {"webinar": True}]
)


@settings(max_examples=12, deadline=None)
@given(words=WORDS, value=VALUES, kind=st.integers(0, 4), depth=st.integers(0, 3))
def test_no_nesting_of_the_words_passes(words: list[str], value: Any, kind: int, depth: int) -> None:
    """Whatever the words are nested into, the end is never a pass."""
    joined = " ".join(words)
    trees: list[Any] = [
        {words[0]: {words[1]: value}},
        {"name": joined, "value": value},
        [joined],
        json.dumps({joined: value}),
        {f"{words[1]}_of_{words[0]}": value},
    ]
    tree = trees[kind]
    for step in range(depth):
        tree = {f"s{step}": [None, tree]}

    attention = read("sync", json.dumps({"in_meeting": {"chat": True, "more": tree}}).encode())

    assert not isinstance(attention, Withdrawn | SwitchedOff | NotOffered)


@pytest.mark.parametrize(
    "body",
    [
        {"in_meeting": {}},
        {"in_meeting": {"chat": None}},
        {"error": "no permission", "in_meeting": {}},
        {"error": {"code": 5}, "in_meeting": {"chat": True}},
        {"code": 300, "message": "Told of ada@example.test", "in_meeting": {"chat": True}},
        {"code": 0, "in_meeting": {"chat": True}},
        {"in_meeting": {"errors": ["no permission"]}},
        {"success": False, "in_meeting": {"chat": True}},
        {"status": "error", "in_meeting": {"chat": True}},
        {"error_messages": ["no permission"], "in_meeting": {"chat": True}},
        {"in_meeting": {"chat": {}}},
        {"in_meeting": {"chat": [], "name": ""}},
    ],
)
def test_an_error_or_nothing_at_all_is_no_absence(face: str, body: dict[str, Any]) -> None:
    """The bug: an error's body with an empty section counted as an account without the switch."""
    attention = read(face, json.dumps(body).encode())

    assert isinstance(attention, Unknown)
    assert "ada" not in str(attention)


@pytest.mark.parametrize("part", ["/accounts/", "/groups/", "/users/"])
@pytest.mark.parametrize(
    ("headers", "age"),
    [
        ({"age": "864000"}, "10 days"),
        ({"age": "0, 7200"}, "2 hours"),
        ({"date": "Mon, 02 Nov 2020 08:00:00 GMT", "x-cache": "HIT"}, "days"),
    ],
)
def test_what_a_cache_kept_is_unknown_and_says_how_old_it_is(part: str, headers: dict[str, str], age: str) -> None:
    """The bug: settings that a cache served ten days ago were evidence of now."""
    attention = read("sync", b'{"in_meeting": {"chat": true}}', headers=headers, part=part)

    assert isinstance(attention, Unknown)
    assert age in attention.unread[0].why


@pytest.mark.parametrize(
    "headers",
    [
        {"x-cache": "HIT from proxy.example.test"},
        {"x-cache": "TCP_MEM_HIT"},
        {"cf-cache-status": "STALE", "age": "2"},
        {"cache-status": "proxy; hit; ttl=300"},
        {"warning": '110 - "Response is Stale"'},
    ],
)
def test_what_a_cache_kept_for_an_unknown_time_is_unknown(headers: dict[str, str]) -> None:
    """The bug: a cache that answered by itself and did not say how old its answer is counted as the vendor."""
    attention = read("sync", b'{"in_meeting": {"chat": true}}', headers=headers)

    assert isinstance(attention, Unknown)
    assert "a cache kept for an unknown time" in attention.unread[0].why


@pytest.mark.parametrize(
    "headers", [{"x-cache": "MISS"}, {"cf-cache-status": "DYNAMIC"}, {"x-cache": "HIT", "age": "1"}]
)
def test_an_answer_that_no_cache_kept_is_evidence(headers: dict[str, str]) -> None:
    """What caches say of an answer that they asked for is no reason to doubt it."""
    assert isinstance(read("sync", b'{"in_meeting": {"chat": true}}', headers=headers), Withdrawn)


def test_a_fresh_answer_of_a_cache_is_evidence(face: str) -> None:
    """An age of some seconds, and clocks that differ by minutes, change nothing."""
    assert isinstance(read(face, b'{"in_meeting": {"chat": true}}', headers={"age": "3", "date": "rubbish"}), Withdrawn)


def test_every_call_asks_for_what_is_true_now(face: str) -> None:
    """No cache on the way may answer in the vendor's place."""
    sandbox, asked = unlimited(users=3), []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if "/oauth/" not in url:
            asked.append({name.lower(): value for name, value in headers.items()}.get("cache-control"))
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        accounts["sandbox-zoom"].attention.read()

    assert {"no-cache"} == set(asked)


def test_a_report_that_speaks_of_attention_in_another_shape_is_unknown(face: str) -> None:
    """A member that nobody knows in a participant report is no proof that there is no score."""
    sandbox = unlimited(users=3)

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        status, answered, answer = sandbox.handle(method, url, headers, body)
        if "/participants" in url:
            answered.pop("content-length", None)
            answer = answer.replace(b'"participants": [', b'"participants": [{"attention": {"level": 7}},')
        return status, answered, answer

    with sandbox_opened(face, sandbox, app) as accounts:
        attention = accounts["sandbox-zoom"].attention.read()

    assert isinstance(attention, Unknown)
    assert any("attention: speaks of attention" in each.why for each in attention.unread)


def test_settings_that_a_cache_kept_are_no_readings(face: str) -> None:
    """The facet of settings takes no old answer either."""
    sandbox = unlimited(users=3)

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        status, answered, answer = sandbox.handle(method, url, headers, body)
        return status, answered | ({"age": "864000"} if "settings" in url else {}), answer

    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ProviderBroken, match="10 days ago"):
        list(accounts["sandbox-zoom"].settings.list())


def test_what_was_found_on_stays_found_when_this_program_fails(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A raw error after a finding does not take the finding back."""
    from provider_bridge.providers.zoom.attention import facet as module

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("ada@example.test")
        yield

    monkeypatch.setattr(module, "read_report", broken)
    sandbox = Sandbox(limits=False, scenario="violating")
    with sandbox_opened(face, sandbox) as accounts:
        attention = accounts["sandbox-zoom"].attention.read()

    assert isinstance(attention, SwitchedOn)
    assert "ZeroDivisionError" in attention.unread[-1].why
    assert "ada" not in str(attention)
