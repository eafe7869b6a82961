"""What an answer that is no good one becomes: a typed error that quotes nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from canned import GOTO, USER, WHO, ZOOM, raised, reply, script
from pydantic import TypeAdapter
from support import NOON

from provider_bridge.core.calls import RawReply
from provider_bridge.core.decode import Key, WireModel, decode
from provider_bridge.core.exchange import Exchange
from provider_bridge.core.steps import Sleep
from provider_bridge.core.urls import check_url
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    ConfigurationError,
    DecodeError,
    Forbidden,
    NotFound,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
)

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


def refusal(answer: RawReply, exchange: Exchange = ZOOM) -> ProviderBridgeError:
    """Return the error that a call ends with when it is answered so, however often it is tried."""
    return raised(script(exchange, *[answer] * 9), exchange.run(USER))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(200, b"<html>Sign in</html>"), ProviderBroken),
        (reply(200, {}, content_type="text/html; charset=utf-8"), ProviderBroken),
        (reply(200, b""), DecodeError),
        (reply(204, b" \r\n"), ProviderBroken),
        (reply(200, {"code": 200, "message": f"Only for {WHO}"}), Forbidden),
        (reply(200, {"code": 3001, "message": f"{WHO} has none"}), NotFound),
        (reply(200, {"code": "300", "message": WHO}), BadRequest),
        (reply(404, {"code": 1001, "message": f"User does not exist: {WHO}"}), NotFound),
        (reply(404, b"<html>ada@example.test"), ProviderBroken),
        (reply(400, b'{"code": 1001, "mess'), BadRequest),
        (reply(503, b"<html>ada@example.test"), ProviderBroken),
        (reply(500, {"code": WHO, "message": WHO}), ProviderBroken),
    ],
)
def test_what_is_no_good_answer_is_typed_and_names_nobody(answer: RawReply, kind: type[ProviderBridgeError]) -> None:
    """Web pages, redirects, emptiness, errors with 200, nesting without end: each has its error, none quotes it."""
    error = refusal(replace(answer, headers={**answer.headers, "x-zm-trackingid": "trace-9"}))

    assert isinstance(error, kind)
    assert "ada" not in f"{error}{error!r}{vars(error)}"
    assert "GET /users/{userId}" in str(error)
    assert not isinstance(error, ApiError) or "trace-9" == error.request_id


def test_an_error_body_nested_without_end_is_an_error_like_another() -> None:
    """A bug once: such a body broke the JSON parser, and its error came through untyped."""
    assert isinstance(refusal(reply(400, b"[" * 99999)), BadRequest)
    assert isinstance(refusal(reply(409, b'{"a":' * 99999), GOTO), ApiError)


@pytest.mark.parametrize(
    ("location", "told"),
    [(f"https://evil.test/?{WHO}", "evil.test"), ("/login", "the same host"), ("", "the same host"), ("https://[", "")],
)
def test_a_redirect_is_not_followed_whatever_it_names(location: str, told: str) -> None:
    """Bugs once: the request id was lost, and an address that is none ended in an untyped error."""
    error = refusal(reply(302, b"", location=location, x_zm_trackingid="trace-9"))

    assert isinstance(error, ProviderBroken)
    assert f"redirect to {told}" in str(error)
    assert "ada" not in str(error)
    assert "trace-9" == error.request_id


def test_truncated_json_is_a_typed_error_where_it_is_read() -> None:
    """An answer that was cut off is not data, and not an error of the vendor's either."""

    class User(WireModel):
        id: Key

    found = script(ZOOM, reply(200, b'{"users": [{"id": "ada')).run(ZOOM.run(USER))

    with pytest.raises(DecodeError, match="json_invalid"):
        decode(TypeAdapter(User), found)


@pytest.mark.parametrize(
    ("headers", "message", "resume_at"),
    [
        ({"retry_after": "2026-11-24T00:00:00Z", "x_ratelimit_type": "Daily-limit"}, "", MIDNIGHT),
        ({"retry_after": "3600"}, "", NOON + timedelta(hours=1)),
        ({"retry_after": "121"}, "", NOON + timedelta(seconds=121)),
        ({"x_ratelimit_type": "Daily-limit"}, "", MIDNIGHT),
        ({}, f"You have exceeded the daily rate limit (100) of requests permitted for {WHO}.", MIDNIGHT),
    ],
)
def test_a_used_up_quota_is_not_slept_through(headers: dict[str, str], message: str, resume_at: datetime) -> None:
    """A used-up day, or a hint beyond two minutes, is told with the time when it goes on."""
    run = script(ZOOM, reply(429, {"code": 429, "message": message}, **headers))

    error = raised(run, ZOOM.run(USER))

    assert isinstance(error, QuotaExhausted)
    assert resume_at == error.resume_at
    assert f"{resume_at:%Y-%m-%dT%H:%M:%SZ}" in str(error)
    assert [] == run.all(Sleep)


def test_too_many_calls_that_last_are_told() -> None:
    """When waiting did not help, the refusal stands."""
    assert isinstance(refusal(reply(429, {"code": 429})), RateLimited)
    assert isinstance(refusal(reply(429, {}), GOTO), RateLimited)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.zoom.us/v2",
        "ftp://api.zoom.us",
        "https://",
        "api.zoom.us",
        "https://ada@api.zoom.us",
        "https://:hush@api.zoom.us",
        "https://api.zoom.us/?hush",
        "https://api.zoom.us/#hush",
        "https://[hush",
        "https://api.zoom.us:hush",
        "http://127.0.0.1.hush.test",
        "",
    ],
)
def test_a_base_url_that_is_not_safe_is_refused(url: str) -> None:
    """Only https, plain http for this machine, and nothing but host, port and path; the error does not quote it."""
    with pytest.raises(ConfigurationError) as caught:
        check_url(url, "api_url")

    assert "hush" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "url", ["https://api.zoom.us/v2", "http://127.0.0.1:8/x", "http://[::1]:8", "HTTP://localhost"]
)
def test_a_base_url_that_is_safe_loses_its_last_slash(url: str) -> None:
    """What is good is handed back, ready for a path."""
    assert url == check_url(url + "/", "api_url")
