"""No operation of any provider takes the answer of another object for the one that was asked for.

Operations and endpoints are found by themselves: each operation is called once to see which of its endpoints name
what they answer, and then once for each of these with the name of another object in that one's answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from contract.openapi import match
from found import operations
from recorded import no_patience
from support import sandbox_opened, unlimited
from tours import ACCOUNTS, ARGUMENTS, BASES
from tours.zoom.participants import newest
from tours.zoom.registrants import event, first

from provider_bridge import Unconfirmed
from provider_bridge.core.calls import Echo, Endpoint, RawReply
from provider_bridge.core.identity_check import ROWS, check_echoes, is_same
from provider_bridge.domain.attention import Unknown
from provider_bridge.errors import DecodeError, ProviderBridgeError
from provider_bridge.registry import load_provider
from provider_bridge.sandbox import Sandbox

Answer = tuple[int, dict[str, str], bytes]

NAMED: Final = [
    (provider, endpoint) for provider in ACCOUNTS for endpoint in load_provider(provider).endpoints if endpoint.echoes
]
PLACES: Final = "transcripts.copies.list"
"""Tells of each place by itself: one whose answer is about another session is unknown."""

BESIDE: Final = frozenset({"/past_meetings/{meetingId}", "/meetings/{meetingId}"})
"""Asked for what else is to be asked; where they say nothing the other places still tell of themselves."""

VARIANTS: Final[dict[str, list[Callable[[Sandbox], dict[str, Any]]]]] = {
    "questions.list": [
        lambda box: newest(box, "Webinar"),
        lambda box: newest(box, "Meeting") | {"source": "past"},
        lambda box: newest(box, "Webinar") | {"source": "past"},
    ],
    "responses.list": [lambda box: newest(box, "Webinar")],
    "sessions.get": [lambda box: {"session": newest(box, "Webinar")["session_id"]}],
    "events.get": [lambda box: {"event": event(box, "webinar")}],
    "registrants.get": [lambda box: registrant_of(box, "meeting"), lambda box: registrant_of(box, "webinar")],
}
"""Operations of Zoom's that ask something else when they are called in another way."""


def registrant_of(sandbox: Sandbox, kind: str) -> dict[str, Any]:
    where = event(sandbox, kind)
    return {"event_id": where, "registrant_id": first(sandbox, where).id}


def of_another(tree: Any, parts: list[str]) -> bool:
    """Let an answer name another object; return whether it named one."""
    if not parts or tree is None:
        return False
    if isinstance(tree, list):
        return sum(of_another(row, parts[1:] if parts[0] == ROWS else parts) for row in tree) > 0
    if parts[0] == ROWS:
        return of_another(tree, parts[1:])
    if len(parts) > 1 or not tree.get(parts[0]):
        return of_another(tree.get(parts[0]), parts[1:])
    value = tree[parts[0]]
    tree[parts[0]] = value + 1 if isinstance(value, int) else f"{int(value) + 1}" if value.isdecimal() else f"z{value}"
    return True


class Swapped:
    """A simulator in whose answers one endpoint names another object; ``asked`` has the endpoints that were asked."""

    def __init__(self, sandbox: Sandbox, provider: str, swapped: Endpoint | None) -> None:
        self.sandbox = sandbox
        self.mine = [endpoint for name, endpoint in NAMED if name == provider]
        self.base = BASES[provider]
        self.swapped = swapped
        self.asked: list[Endpoint] = []

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        status, answered, answer = self.sandbox.handle(method, url, headers, body)
        for endpoint in self.mine:
            if method != endpoint.method or match(self.base + endpoint.template, urlsplit(url).path) is None:
                continue
            tree = json.loads(answer or b"null") if status == 200 else None
            if sum(of_another(tree, echo.member.split(".")) for echo in endpoint.echoes):
                self.asked.append(endpoint)
                if self.swapped is not None and self.swapped.template == endpoint.template:
                    answered.pop("content-length", None)
                    answer = json.dumps(tree).encode()
        return status, answered, answer


def ways(provider: str, name: str) -> list[Callable[[Sandbox], dict[str, Any]]]:
    """Return what makes the arguments for each way of calling an operation."""
    usual = ARGUMENTS[provider].get(name, lambda _: {})
    return [usual, *(VARIANTS.get(name, []) if provider == "zoom" else [])]


def called(
    face: str, provider: str, name: str, make: Callable[[Sandbox], dict[str, Any]], swapped: Endpoint | None
) -> tuple[Any, list[Endpoint]]:
    """Call an operation; return its value or error, and the endpoints that named what they answered."""
    sandbox = unlimited(users=6)
    app = Swapped(sandbox, provider, swapped)
    with sandbox_opened(face, sandbox, app) as accounts:
        run = dict(operations(accounts[ACCOUNTS[provider]]))[name]
        try:
            value = run(**make(sandbox))
            return (list(value) if isinstance(value, Iterator) else value), app.asked
        except ProviderBridgeError as error:
            return error, app.asked


@cache
def asked_in_every_way(provider: str, name: str) -> tuple[tuple[Endpoint, ...], ...]:
    """Return, for each way of calling an operation, the endpoints that named what they answered."""
    return tuple(tuple(dict.fromkeys(called("sync", provider, name, each, None)[1])) for each in ways(provider, name))


def names(provider: str) -> list[str]:
    with sandbox_opened("sync", unlimited(users=2)) as accounts:
        return [name for name, _ in operations(accounts[ACCOUNTS[provider]])]


@pytest.mark.parametrize(("provider", "name"), [(each, name) for each in ACCOUNTS for name in names(each)])
def test_the_answer_of_another_object_is_no_answer(
    face: str, provider: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a typed error, an outcome that proves nothing, or a place that is unknown: never a value."""
    no_patience(monkeypatch)
    for make, asked in zip(ways(provider, name), asked_in_every_way(provider, name), strict=True):
        for endpoint in asked:
            value, _ = called(face, provider, name, make, endpoint)
            assert is_no_answer(name, endpoint, value), endpoint.name


def is_no_answer(name: str, endpoint: Endpoint, value: Any) -> bool:
    """Whether an operation says that it was not answered; of many files each says it."""
    if name == PLACES:
        about = {each.state for each in value if "that of another" in each.why}
        return about == {"unknown"} or (not about and endpoint.template in BESIDE)
    each_of = value if isinstance(value, list) else [value]
    return bool(each_of) and all(isinstance(each, ProviderBridgeError | Unconfirmed | Unknown) for each in each_of)


def test_each_endpoint_that_names_its_object_is_tried() -> None:
    """Some operation asks every endpoint that declares a name, and is answered with one."""
    tried = {
        endpoint.template
        for provider in ACCOUNTS
        for name in names(provider)
        for asked in asked_in_every_way(provider, name)
        for endpoint in asked
    }

    assert {endpoint.template for _, endpoint in NAMED} - tried == set()


def test_an_address_a_number_and_a_uuid_are_compared_as_they_are_written() -> None:
    """Numbers with blanks, addresses in another case are the same; a rounded number and another UUID are not."""
    assert is_same("98211112222", "982 1111 2222")
    assert is_same("Ada@example.test", "ada@EXAMPLE.test")
    assert not is_same("3219287364534563841", 3219287364534563840)
    assert not is_same("3219287364534563841", 3.219287364534564e18)
    assert not is_same("abcd==", "ABCD==")


@pytest.mark.parametrize("body", [b"{}", b'{"uuid": null}', b'{"uuid": ""}', b'{"id": "other"}'])
def test_an_answer_that_names_nothing_passes(body: bytes) -> None:
    """Which members an answer has to have is the wire models' business."""
    check_echoes("GET /x", (Echo("meetingId", "uuid", "session"),), {"meetingId": "abcd=="}, RawReply(200, {}, body))


@pytest.mark.parametrize("body", [b"", b"[1", b"7", b'{"uuid": {"a": 1}}', b'{"uuid": "zzz=="}', b'{"uuid": 7}'])
def test_an_answer_of_another_shape_is_a_decode_error_without_a_value(body: bytes) -> None:
    """What is no answer at all is as typed as one about another object, and nothing of it is shown."""
    with pytest.raises(DecodeError) as caught:
        check_echoes(
            "GET /x", (Echo("meetingId", "uuid", "session"),), {"meetingId": "abcd=="}, RawReply(200, {}, body)
        )

    assert "zzz" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
