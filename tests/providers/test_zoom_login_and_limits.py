"""What Zoom's 429 means, from the API and from the login server, and what else the login server says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from canned import WHO, meaning, reply
from support import NOON

from provider_bridge.errors import ApiError, ProviderBroken, QuotaExhausted, RateLimited, Unauthorized
from provider_bridge.providers.zoom.error_codes import REQUEST_ID
from provider_bridge.providers.zoom.errors import refuse
from provider_bridge.providers.zoom.login_errors import refuse_token

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
PERMITTED = f"Requests permitted for the user {WHO}."


def limited(message: str, headers: dict[str, str], *, login: bool) -> ApiError:
    """Return what a 429 with this sentence and these headers means."""
    answer = reply(429, {"code": 429, "message": message}, **headers)
    return meaning(refuse_token if login else refuse, answer, REQUEST_ID)


@pytest.mark.parametrize("login", [False, True])
@pytest.mark.parametrize(
    ("message", "headers", "resume_at"),
    [
        (
            "You have reached the maximum daily rate limit for this API.",
            {"retry_after": "2026-11-24T00:00:00Z"},
            MIDNIGHT,
        ),
        ("You have reached the maximum daily rate limit for this API.", {}, MIDNIGHT),
        (f"You have exceeded the daily rate limit (100). {PERMITTED}", {"x_ratelimit_remaining": "5893"}, MIDNIGHT),
        ("", {"x_ratelimit_type": "Daily-limit"}, MIDNIGHT),
        ("", {"retry_after": "2026-11-24T02:00:00+02:00"}, MIDNIGHT),
        ("", {"retry_after": "Tue, 24 Nov 2026 00:00:00 GMT"}, MIDNIGHT),
        ("", {"retry_after": "600"}, NOON + timedelta(minutes=10)),
    ],
)
def test_a_used_up_day(message: str, headers: dict[str, str], resume_at: datetime, *, login: bool) -> None:
    """Header or sentence tell it; without a time it goes on at midnight, UTC, and the text says so."""
    found = limited(message, headers, login=login)

    assert isinstance(found, QuotaExhausted)
    assert (resume_at, "429") == (found.resume_at, found.code)
    assert f"{resume_at:%Y-%m-%dT%H:%M:%SZ}" in str(found)


@pytest.mark.parametrize("login", [False, True])
@pytest.mark.parametrize(
    ("message", "headers", "seconds"),
    [
        ("You have reached the maximum per-second rate limit for this API.", {"x_ratelimit_type": "QPS"}, 1),
        (f"Too many concurrent requests. A request to disassociate {WHO} has already been made.", {}, 1),
        ("", {"retry_after": "15"}, 15),
        ("", {"retry_after": "2026-11-23T11:00:00Z"}, 1),
        ("", {"retry_after": "soon"}, 1),
    ],
)
def test_a_burst(message: str, headers: dict[str, str], seconds: int, *, login: bool) -> None:
    """What a short wait cures is waited out, for a second at least."""
    found = limited(message, headers, login=login)

    assert isinstance(found, RateLimited)
    assert timedelta(seconds=seconds) == found.retry_after


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "told"),
    [
        (
            400,
            {"reason": "Invalid client_id", "error": "invalid_client"},
            Unauthorized,
            "invalid_client",
            "client_secret",
        ),
        (400, {"reason": WHO, "error": "invalid_request"}, Unauthorized, "invalid_request", "account_id"),
        (400, {"error": "unsupported_grant_type"}, Unauthorized, "unsupported_grant_type", "account_id"),
        (400, {"error": "invalid_grant"}, Unauthorized, "invalid_grant", "account_id"),
        (400, {"code": 4702}, Unauthorized, "4702", "client_secret"),
        (400, {"error": None, "code": 4704}, Unauthorized, "4704", "client_secret"),
        (400, {"code": 4717}, Unauthorized, "4717", "activated"),
        (403, b"", Unauthorized, "", "activated"),
        (401, {"error": WHO}, Unauthorized, "", "client_secret"),
        (429, {"code": 429}, RateLimited, "429", "too many"),
        (500, {"error": "server_error"}, ProviderBroken, "server_error", "failed"),
        (200, {"error": "invalid_client"}, ProviderBroken, "invalid_client", "no token"),
        (302, b"", ProviderBroken, "", "no token"),
        (400, b"<html>", ProviderBroken, "", "no token"),
    ],
)
def test_the_login_server(status: int, body: Any, kind: type[ApiError], code: str, told: str) -> None:
    """What to set right is told. Bugs once: the request id was lost, and an error that is null hid the code."""
    found = meaning(refuse_token, reply(status, body), REQUEST_ID)

    assert kind is type(found)
    assert code == found.code
    assert told in str(found)
