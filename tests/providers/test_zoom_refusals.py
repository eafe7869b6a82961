"""What Zoom's refusals mean: status, body and headers in, one typed error out, and nobody named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from canned import USER, WHO, meaning, reply

from provider_bridge.core.calls import RawReply
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    ProviderBroken,
    Unauthorized,
)
from provider_bridge.providers.zoom.error_codes import REQUEST_ID
from provider_bridge.providers.zoom.errors import fails_quietly, refuse, rejects_token


def error(status: int, code: object = None, message: str = f"Told of {WHO}.", **headers: str) -> RawReply:
    """Return an error as Zoom writes it."""
    return reply(status, {"code": code, "message": message}, **headers)


def lacking(scopes: str) -> str:
    """Return Zoom's sentence about scopes."""
    return f"Invalid access token, does not contain scopes:[{scopes}]."


def meant(answer: RawReply) -> ApiError:
    """Return what an answer of the API means."""
    return meaning(refuse, answer, REQUEST_ID)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, 124, Unauthorized),
        (200, 200, Forbidden),
        (400, 200, Forbidden),
        (401, 200, Forbidden),
        (400, 300, BadRequest),
        (400, 303, Conflict),
        (400, 404, BadRequest),
        (400, 1001, NotFound),
        (404, 1001, NotFound),
        (404, "1001", NotFound),
        (400, 1005, BadRequest),
        (400, 1010, NotFound),
        (404, 2001, NotFound),
        (400, 2300, BadRequest),
        (403, 2305, Forbidden),
        (403, 2306, Forbidden),
        (400, 2313, Conflict),
        (400, 3000, BadRequest),
        (400, 3001, NotFound),
        (404, 3001, NotFound),
        (400, 3035, Conflict),
        (400, 3161, Forbidden),
        (404, 3301, NotFound),
        (400, 3303, Conflict),
        (404, 3322, NotFound),
        (400, 4130, NotFound),
        (400, 12702, BadRequest),
        (400, 12703, Forbidden),
        (403, 20514, Forbidden),
        (401, 20514, Forbidden),
        (404, 20524, NotFound),
        (400, 14105, BadRequest),
        (409, 14110, Conflict),
        (400, 14101, BadRequest),
        (500, 14102, ProviderBroken),
        (404, 14103, NotFound),
        (500, 14103, ProviderBroken),
        (403, 14104, Forbidden),
        (404, 14105, NotFound),
        (422, 14106, Conflict),
        (400, 14108, Conflict),
        (400, 14111, BadRequest),
        (409, 14114, Conflict),
        (400, 14115, BadRequest),
        (500, 1001, ProviderBroken),
        (503, 3001, ProviderBroken),
        (418, 9999, BadRequest),
    ],
)
def test_codes(status: int, code: int | str, kind: type[ApiError]) -> None:
    """A code means the same as a number and as text; a code that is not known leaves the word to the status."""
    found = meant(error(status, code))

    assert kind is type(found)
    assert str(code) == found.code


@pytest.mark.parametrize(
    ("text", "in_trash"),
    [
        ("The meeting summary has been moved to Trash and cannot be accessed.", True),
        ("Access to meeting summaries is restricted by account settings.", False),
        ("Access to meeting summaries is restricted to specific IP address ranges.", False),
    ],
)
def test_restricted_and_in_the_trash_have_one_code(text: str, in_trash: bool) -> None:
    """Code 2305 means three things, of which one says that the object is still stored."""
    found = meant(error(403, 2305, text))

    assert isinstance(found, Forbidden)
    assert in_trash == found.in_trash
    assert ("in the trash" in str(found)) == in_trash


@pytest.mark.parametrize("code", [124, 4700, 4717, 4735, 4737, 4738, 4740, 4741])
@pytest.mark.parametrize("status", [200, 400, 401])
def test_token_problems_are_unauthorized_with_any_status(status: int, code: int) -> None:
    """A bug once: with HTTP 400, which Zoom uses for them, a disabled app looked like a mistake in the request."""
    assert Unauthorized is type(meant(error(status, code)))


@pytest.mark.parametrize(
    ("status", "code"), [(400, 4711), (401, 4711), (400, 4700), (400, 104), (401, 124), (403, 200)]
)
@pytest.mark.parametrize("scopes", ["user:read:user:admin", "account:read:x:master, account:read:x:admin"])
def test_a_missing_scope_is_named(status: int, code: int, scopes: str) -> None:
    """Whatever the code, the scopes in brackets are what to grant, and a new token would not help."""
    answer = error(status, code, lacking(scopes))
    found = meant(answer)

    assert isinstance(found, Forbidden)
    assert scopes == found.missing_scope
    assert scopes in str(found)
    assert not rejects_token(answer)


@pytest.mark.parametrize("name", ["message", "error_message", "reason"])
def test_the_sentence_has_another_name_on_some_products(name: str) -> None:
    """Wherever the scopes are named, they are found."""
    found = meant(reply(400, {"code": 4711, name: lacking("user:read:user:admin")}))

    assert isinstance(found, Forbidden)
    assert "user:read:user:admin" == found.missing_scope


@pytest.mark.parametrize("message", ["", lacking(""), lacking(WHO), f"scopes of {WHO}"])
def test_a_missing_scope_without_a_name_is_still_one(message: str) -> None:
    """Code 4711 speaks of scopes even when it names none, and what is no scope is not passed on."""
    found = meant(error(400, 4711, message))

    assert isinstance(found, Forbidden)
    assert "" == found.missing_scope
    assert "lacks a scope" in str(found)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(401, b""), Unauthorized),
        (reply(403, b""), Forbidden),
        (reply(404, b"not json"), NotFound),
        (reply(409, []), Conflict),
        (reply(400, {"code": WHO, "error_message": WHO}), BadRequest),
        (reply(400, {"code": {"code": 1001}}), BadRequest),
        (reply(404, b"<html>"), ProviderBroken),
        (reply(401, b"x", content_type="text/html"), ProviderBroken),
        (reply(502, b"<html>"), ProviderBroken),
    ],
)
def test_without_a_code_the_status_speaks(answer: RawReply, kind: type[ApiError]) -> None:
    """Empty, broken or foreign bodies have no code; a web page is never "no such object"."""
    found = meant(answer)

    assert kind is type(found)
    assert "" == found.code


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (error(401, 124), True),
        (reply(401, b""), True),
        (error(401, 4711), False),
        (error(400, 124), False),
        (error(403, 200), False),
        (error(404, 1001), False),
        (reply(200), False),
    ],
)
def test_when_a_new_token_may_help(answer: RawReply, *, expected: bool) -> None:
    """Only 401, and not for a missing scope."""
    assert expected is rejects_token(answer)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"code": 200, "message": "Only available for Paid account."}, True),
        ({"code": "3001", "message": "no"}, True),
        ({"code": None, "message": "no"}, True),
        ({"code": 0, "message": "fine"}, False),
        ({"code": "0"}, False),
        ({"code": 200, "users": []}, False),
        ({"users": [{"code": 200}]}, False),
        ({"other": {"code": 200}}, False),
        ([{"code": 200}], False),
        (b'{"code": 200, "mess', False),
    ],
)
def test_an_error_in_disguise(body: Any, *, expected: bool) -> None:
    """HTTP 200 with a code, and without what was asked for, is a refusal."""
    assert expected is fails_quietly(USER, reply(200, body))


def test_an_endpoint_of_which_nothing_is_certain_takes_every_code_for_an_error() -> None:
    """Where no key is expected, a code other than 0 is enough."""
    call = replace(USER, endpoint=replace(USER.endpoint, expects=""))

    assert fails_quietly(call, reply(200, {"code": 200}))
    assert not fails_quietly(call, reply(200, {"code": 0}))


@pytest.mark.parametrize(
    ("body", "fails"),
    [
        (b'{"users": [%b], "code": "de"}', False),
        (b'{"rows": [%b], "users": [], "code": 1}', False),
        (b'{"code": 200, "rows": [%b]}', True),
        (b'{"code": 200, "rows": [{"field": "users"}, %b]}', True),
        (b'{"code": 0, "rows": [%b]}', False),
        (b'{"rows": [%b]}', False),
    ],
)
def test_a_long_answer_is_judged_like_a_short_one(body: bytes, fails: bool) -> None:
    """Whatever its length, an answer without what was expected and with a code is a refusal."""
    for length in (1, 10_000):
        assert fails == fails_quietly(USER, reply(200, body % b", ".join([b"12"] * length)))
