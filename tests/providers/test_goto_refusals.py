"""What GoTo's refusals mean: status, body and headers in, one typed error out, and nobody named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from canned import GOTO, USER, WHO, meaning, reply

from provider_bridge.core.calls import RawReply
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    Unauthorized,
)

DIALECT = GOTO.dialect
INVALID = {"int_err_code": "InvalidToken", "msg": f"Invalid token passed by {WHO}"}
CHALLENGE = {"www_authenticate": 'Bearer realm="x", error="invalid_token"'}


def business(code: object) -> dict[str, Any]:
    """Return a body as GoTo's applications write it."""
    return {"errorCode": code, "description": f"Told of {WHO}", "incident": 815}


def meant(answer: RawReply, *, login: bool = False) -> ApiError:
    """Return what an answer of the API, or of the login server, means."""
    return meaning(GOTO.token_manager.refuse if login else DIALECT.refuse, answer, "x-request-id")


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (reply(403, INVALID), Unauthorized, "InvalidToken"),
        (reply(401, INVALID), Unauthorized, "InvalidToken"),
        (reply(401, {"error": "invalid_token", "error_description": WHO}), Unauthorized, "invalid_token"),
        (reply(401, {"errorCode": "AUTHN_EXPIRED_TOKEN"}), Unauthorized, "AUTHN_EXPIRED_TOKEN"),
        (reply(403, b"", **CHALLENGE), Unauthorized, ""),
        (reply(403, business("AccessDenied")), Forbidden, "AccessDenied"),
        (reply(401, business("not.authenticated")), Forbidden, "not.authenticated"),
        (reply(403, b""), Forbidden, ""),
        (reply(401, b""), Forbidden, ""),
        (reply(403, b"<html>"), Forbidden, ""),
        (reply(400, business("InvalidRequest")), BadRequest, "InvalidRequest"),
        (reply(400, {"validationErrorCodes": [{"code": WHO}], "Details": WHO}), BadRequest, ""),
        (reply(404, {"errorCode": "NOT_FOUND", "message": WHO}), NotFound, "NOT_FOUND"),
        (reply(404, business("WebinarNotFound")), NotFound, "WebinarNotFound"),
        (reply(404, b""), NotFound, ""),
        (reply(404, {"err": "NoSuchMeeting", "message": WHO}), NotFound, "NoSuchMeeting"),
        (reply(409, business("RegistrantExists")), Conflict, "RegistrantExists"),
        (reply(409, business(WHO)), Conflict, ""),
        (reply(409, business({"a": WHO})), Conflict, ""),
        (reply(404, b"<html>"), ProviderBroken, ""),
        (reply(400, b"x", content_type="text/html"), ProviderBroken, ""),
        (reply(500, business("InternalError")), ProviderBroken, "InternalError"),
        (reply(502, b"<html>"), ProviderBroken, ""),
        (reply(504, b""), ProviderBroken, ""),
        (reply(200, business("InvalidRequest")), BadRequest, "InvalidRequest"),
        (reply(418, b""), BadRequest, ""),
    ],
)
def test_refusals(answer: RawReply, kind: type[ApiError], code: str) -> None:
    """The status speaks, but for a token's end, which comes as 403 too; codes of all four shapes are kept."""
    found = meant(answer)

    assert kind is type(found)
    assert code == found.code
    assert "" == getattr(found, "missing_scope", "")


def test_a_code_that_is_a_number_is_kept() -> None:
    """A bug once: it was lost, and a 403 with one was taken for a token's end."""
    assert "4012" == meant(reply(409, business(4012))).code
    assert not DIALECT.rejects_token(reply(403, business(4012)))


def test_a_code_that_is_null_does_not_hide_another() -> None:
    """A bug once: the first name that was there counted, with a value or without."""
    assert "Taken" == meant(reply(409, {"int_err_code": None, "errorCode": "Taken"})).code


@pytest.mark.parametrize(
    "answer",
    [
        reply(429),
        reply(429, b"<html>"),
        reply(403, b"<h1>Developer Over Qps</h1>", content_type="text/html"),
        reply(403, b"Account Over Rate Limit"),
        reply(503, b"<h1>Developer Over Rate</h1>"),
        reply(429, INVALID),
    ],
)
@pytest.mark.parametrize("login", [False, True])
def test_too_many_calls(answer: RawReply, *, login: bool) -> None:
    """429, and the gateway's sentences with other statuses, are bursts; there is no hint to go by.

    A bug once: the request id was lost.
    """
    found = meant(answer, login=login)

    assert isinstance(found, RateLimited)
    assert found.retry_after is None
    assert not DIALECT.rejects_token(answer)


@pytest.mark.parametrize(
    ("hint", "seconds"),
    [("15", 15), ("0", 1), ("120", 120), ("2026-11-23T12:00:30Z", 30), ("Mon, 23 Nov 2026 11:00:00 GMT", 1)],
)
def test_a_hint_is_honoured_if_it_ever_appears(hint: str, seconds: int) -> None:
    """A short hint, in any of its shapes, is the wait; a second at least."""
    found = meant(reply(429, retry_after=hint))

    assert isinstance(found, RateLimited)
    assert timedelta(seconds=seconds) == found.retry_after


@pytest.mark.parametrize("login", [False, True])
@pytest.mark.parametrize("hint", ["43200", "2026-11-24T02:00:00+02:00", "Tue, 24 Nov 2026 00:00:00 GMT"])
def test_a_long_hint_is_a_used_up_quota(hint: str, *, login: bool) -> None:
    """What would take longer than two minutes is told, with the time in UTC."""
    found = meant(reply(429, retry_after=hint), login=login)

    assert isinstance(found, QuotaExhausted)
    assert datetime(2026, 11, 24, tzinfo=UTC) == found.resume_at
    assert "2026-11-24T00:00:00Z" in str(found)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply(403, INVALID), True),
        (reply(401, INVALID), True),
        (reply(403, b""), True),
        (reply(403, b"", **CHALLENGE), True),
        (reply(403, {**business("AccessDenied")}, **CHALLENGE), True),
        (reply(401, business("not.authenticated")), True),
        (reply(403, business("AccessDenied")), False),
        (reply(400, INVALID), False),
        (reply(404, b""), False),
        (reply(200, INVALID), False),
    ],
)
def test_when_a_new_token_may_help(answer: RawReply, *, expected: bool) -> None:
    """401, and a 403 that names the token or gives no reason at all."""
    assert expected is DIALECT.rejects_token(answer)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (business("InvalidRequest"), True),
        (INVALID, True),
        ({"users": [], "errorCode": "x"}, False),
        ({"users": [{"errorCode": "x"}]}, False),
        ({"other": {"errorCode": "x"}}, False),
        ([], False),
        (b'{"errorCode": "x', False),
    ],
)
def test_an_error_in_disguise(body: Any, *, expected: bool) -> None:
    """HTTP 200 with an error code, and without what was asked for, is not taken for data."""
    assert expected is DIALECT.fails_quietly(USER, reply(200, body))


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "told"),
    [
        (400, {"error": "invalid_grant", "error_description": WHO}, Unauthorized, "invalid_grant", "authorize again"),
        (401, {"error": "invalid_client"}, Unauthorized, "invalid_client", "client_secret"),
        (400, {"error": "invalid_client"}, Unauthorized, "invalid_client", "client_secret"),
        (401, b"", Unauthorized, "", "client_secret"),
        (403, {"error": "unauthorized_client"}, Unauthorized, "unauthorized_client", "authorize again"),
        (400, {"error": "unsupported_grant_type"}, Unauthorized, "unsupported_grant_type", "authorize again"),
        (500, {"error": "server_error"}, ProviderBroken, "server_error", "failed"),
        (503, b"<html>", ProviderBroken, "", "failed"),
        (200, {"error": "invalid_grant"}, ProviderBroken, "invalid_grant", "no token"),
        (302, b"", ProviderBroken, "", "no token"),
        (400, b"<html>", ProviderBroken, "", "no token"),
    ],
)
def test_the_login_server(status: int, body: Any, kind: type[ApiError], code: str, told: str) -> None:
    """What to do is told. A bug once: the request id was lost."""
    found = meant(reply(status, body), login=True)

    assert kind is type(found)
    assert code == found.code
    assert told in str(found)
