"""How one call travels, step by step, with Zoom's dialect and GoTo's: canned answers, no wire."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from canned import GOTO, USER, WHO, ZOOM, Script, raised, reply, script
from support import NOON

from provider_bridge.core.calls import Call, RawReply, Reply
from provider_bridge.core.exchange import Exchange, read_only_guard
from provider_bridge.core.rate_limit.limits import RateClaim
from provider_bridge.core.steps import Learn, Send, Sleep
from provider_bridge.errors import (
    ConfigurationError,
    ConnectFailed,
    Forbidden,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    TimedOut,
    Unauthorized,
)
from provider_bridge.providers.zoom import PROVIDER

RENEWAL = reply(body={"access_token": "second", "expires_in": 3600})
GOOD = reply(body={"users": []}, x_zm_trackingid="trace-1")
EXPIRED = reply(401, {"code": 124, "message": f"Access token of {WHO} is expired."})
INVALID = reply(403, {"int_err_code": "InvalidToken", "msg": "Invalid token passed"})


def claims(run: Script) -> list[RateClaim]:
    """Return what the calls of a script took out of the budget; a login takes nothing."""
    return [step.claim for step in run.all(Send) if step.claim is not None]


def test_a_good_answer_is_handed_on_scrubbed_and_marked() -> None:
    """One call takes its token, its place in the budget, one request; the bearer is in the header alone."""
    answer = reply(body={"users": [{"attentiveness_score": 77, "id": "u"}]}, x_zm_trackingid="trace-1")
    run = script(ZOOM, answer)

    found = run.run(ZOOM.run(USER))

    body = b'{"users": [{"":null, "id": "u"}]}'
    assert Reply("GET /users/{userId}", body, 1, NOON, "trace-1") == found
    assert ["Now", "ReadToken", "Send", "Now"] == run.kinds
    assert [RateClaim("GET /users/{userId}", "medium")] == claims(run)
    [request] = run.sent
    assert "https://api.zoom.us/v2/users/ada%40example.test?search=ada%40example.test" == request.url
    wanted = {"Accept": "application/json", "Authorization": "Bearer first", "Cache-Control": "no-cache"}
    assert wanted == request.headers
    assert (b"", "GET") == (request.body, request.method)
    assert not any(secret in f"{run.steps!r}{found!r}" for secret in ("first", "ada", "77"))


@pytest.mark.parametrize(("exchange", "rejection"), [(ZOOM, EXPIRED), (GOTO, INVALID), (GOTO, reply(403))])
def test_a_rejected_token_is_renewed_once_and_the_call_replayed_once(exchange: Exchange, rejection: RawReply) -> None:
    """The replay goes through the budget and carries the new token."""
    run = script(exchange, rejection, RENEWAL, GOOD)

    assert GOOD.body == run.run(exchange.run(USER)).body
    bearers = [request.headers["Authorization"] for request in run.sent]
    assert "Bearer first" == bearers[0]
    assert bearers[1].startswith("Basic ")
    assert "Bearer second" == bearers[2]
    assert ["medium", "medium"] == [each.label for each in claims(run)]
    assert [1, 2] == [step.attempt for step in run.all(Send) if step.claim]
    assert [] == run.all(Sleep)


@pytest.mark.parametrize(("exchange", "rejection"), [(ZOOM, EXPIRED), (GOTO, INVALID)])
def test_a_second_rejection_is_unauthorized(exchange: Exchange, rejection: RawReply) -> None:
    """A new token that is not accepted either is the end, without another try."""
    run = script(exchange, rejection, RENEWAL, rejection)

    assert isinstance(raised(run, exchange.run(USER)), Unauthorized)
    assert 3 == len(run.sent)


def test_a_refusal_that_names_no_token_is_forbidden_at_once() -> None:
    """GoTo's 403 with another reason renews nothing."""
    run = script(GOTO, reply(403, {"errorCode": "AccessDenied", "description": f"{WHO} may not"}))

    error = raised(run, GOTO.run(USER))

    assert isinstance(error, Forbidden)
    assert "AccessDenied" == error.code
    assert 1 == len(run.sent)


def test_a_failed_renewal_ends_the_call() -> None:
    """What the login server says stands, not what the API said before."""
    run = script(ZOOM, EXPIRED, reply(400, {"reason": "no", "error": "invalid_client"}))

    error = raised(run, ZOOM.run(USER))

    assert isinstance(error, Unauthorized)
    assert "POST /oauth/token" == error.operation


@pytest.mark.parametrize(("hint", "seconds"), [("2", 2), ("120", 120), ("2026-11-23T12:00:30Z", 30), ("0", 1)])
@pytest.mark.parametrize("exchange", [ZOOM, GOTO])
def test_a_short_hint_is_waited_out_by_everybody(exchange: Exchange, hint: str, seconds: int) -> None:
    """A burst is cured by waiting as long as the vendor says, at least a second."""
    run = script(exchange, reply(429, {"code": 429}, retry_after=hint), GOOD)

    assert GOOD.body == run.run(exchange.run(USER)).body
    assert [Learn("medium", "hold", seconds)] == run.all(Learn)
    assert [Sleep(seconds)] == run.all(Sleep)


@pytest.mark.parametrize("failure", [reply(503), ConnectFailed("x", "no"), TimedOut("x", "late")])
def test_failures_of_the_moment_are_tried_again(failure: RawReply | ProviderBridgeError) -> None:
    """A second try, after a wait, gets the answer; each try takes its place in the budget."""
    run = script(ZOOM, failure, GOOD)

    assert GOOD.body == run.run(ZOOM.run(USER)).body
    assert ["medium", "medium"] == [each.label for each in claims(run)]
    assert 1 == len(run.all(Sleep))


def test_failures_that_last_are_told() -> None:
    """After five tries the vendor's last failure stands."""
    run = script(ZOOM, *[reply(502)] * 9)

    error = raised(run, ZOOM.run(USER))

    assert isinstance(error, ProviderBroken)
    assert 502 == error.status
    assert 5 == len(run.sent)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_would_change_something_is_refused_before_anything_is_asked(method: str) -> None:
    """The guard lets reading pass and nothing else, and no step is taken."""
    run = script(ZOOM)

    guarded = replace(ZOOM, guard=read_only_guard)
    error = raised(run, guarded.run(replace(USER, endpoint=replace(USER.endpoint, method=method))))

    assert isinstance(error, ConfigurationError)
    assert "read-only" in str(error)
    assert [] == run.steps


DAY = "2026-11-24T00:00:00Z"
SPENT = "You have reached the maximum daily rate limit for this API. Refer to the response header for details."
OF_A_HOST = "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for the user."
CONCURRENT = "Too many concurrent requests. A request to disassociate this user has already been made."


@pytest.mark.parametrize(
    ("body", "headers", "whole"),
    [
        ({"code": 429, "message": SPENT}, {"retry_after": DAY, "x_ratelimit_type": "Daily-limit"}, True),
        ({"code": 429, "message": SPENT}, {}, True),
        ({"code": 429}, {"x_ratelimit_type": "Daily-limit"}, True),
        ({"code": 429, "message": OF_A_HOST}, {"x_ratelimit_remaining": "5893"}, False),
        ({"code": 429, "message": OF_A_HOST}, {"x_ratelimit_type": "Daily-limit"}, False),
    ],
)
def test_a_used_up_day_is_told_to_everybody_if_it_is_the_accounts(
    body: dict[str, Any], headers: dict[str, str], whole: bool
) -> None:
    """One host's daily limit ends nobody else's day, though it comes with the same status."""
    run = script(ZOOM, reply(429, body, **headers))

    error = raised(run, ZOOM.run(USER))

    assert isinstance(error, QuotaExhausted)
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    assert (whole, 1) == (error.whole, len(run.sent))
    spent = [step for step in run.all(Learn) if step.what == "spent"]
    assert [Learn("medium", "spent", midnight.timestamp())] * whole == spent


def test_what_waits_for_another_change_of_the_same_object_holds_nobody_back() -> None:
    """It is tried again after a short while, and the rest of the account goes on."""
    run = script(ZOOM, reply(429, {"code": 429, "message": CONCURRENT}), GOOD)

    assert GOOD.body == run.run(ZOOM.run(USER)).body
    assert [] == run.all(Learn)
    assert [Sleep(1)] == run.all(Sleep)


@pytest.mark.parametrize("exchange", [ZOOM, GOTO])
@pytest.mark.parametrize(("hint", "hours"), [("600", 1 / 6), ("9999-01-01T00:00:00Z", 24)])
def test_a_long_hint_is_for_everybody_and_no_longer_than_a_day(exchange: Exchange, hint: str, hours: float) -> None:
    """Nobody sends what would be refused; and a moment that cannot be meant closes nothing for years."""
    run = script(exchange, reply(429, {"code": 429}, retry_after=hint, x_ratelimit_type="QPS"))

    error = raised(run, exchange.run(USER))

    until = NOON + timedelta(hours=hours)
    assert isinstance(error, QuotaExhausted)
    assert (until, "daily" not in str(error)) == (error.resume_at, True)
    assert [Learn("medium", "spent", until.timestamp())] == run.all(Learn)


def test_the_last_refusal_holds_the_others_back_too() -> None:
    """A bug once: the call that gave up left no word for those that came next."""
    run = script(ZOOM, *[reply(429, {"code": 429}, retry_after="7")] * 5)

    assert isinstance(raised(run, ZOOM.run(USER)), RateLimited)
    assert [Learn("medium", "hold", 7)] * 5 == run.all(Learn)


TODAY = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp()) // 86_400


@pytest.mark.parametrize(
    ("kind", "left", "learnt"),
    [
        ("Daily-limit", "29999", [Learn("medium", "left", 29999, TODAY)]),
        ("daily-limit", "0", [Learn("medium", "left", 0, TODAY)]),
        ("QPS", "19", []),
        ("Daily-limit", "many", []),
        ("Daily-limit", "-1", []),
        ("", "7", []),
    ],
)
def test_an_answer_says_how_much_of_the_day_is_left(kind: str, left: str, learnt: list[Learn]) -> None:
    """The vendor counts what other programs call, too; what it says of a second is no news after it."""
    date = "Mon, 23 Nov 2026 23:59:59 GMT"
    run = script(ZOOM, reply(body=GOOD.body, x_ratelimit_type=kind, x_ratelimit_remaining=left, date=date))

    run.run(ZOOM.run(USER))

    assert learnt == run.all(Learn)


def test_what_is_left_of_a_day_nobody_names_is_no_news() -> None:
    """Without a Date an answer could be of yesterday."""
    run = script(ZOOM, reply(body=GOOD.body, x_ratelimit_type="Daily-limit", x_ratelimit_remaining="0"))

    run.run(ZOOM.run(USER))

    assert [] == run.all(Learn)


PLACE = {"meetingId": "5", "registrantId": "r"}
ADD, STATUS, DELETE, LIST = (
    next(each for each in PROVIDER.endpoints if each.name == name)
    for name in (
        "POST /meetings/{meetingId}/registrants",
        "PUT /meetings/{meetingId}/registrants/status",
        "DELETE /meetings/{meetingId}/registrants/{registrantId}",
        "GET /meetings/{meetingId}/registrants",
    )
)


@pytest.mark.parametrize(
    ("call", "capped", "alone"),
    [
        (Call(ADD, PLACE, body={"email": "Ada@example.test"}), [("registrant-added", "5 ada@example.test")], True),
        (
            Call(
                STATUS, PLACE, body={"action": "deny", "registrants": [{"id": "1", "email": "a@b"}, {"email": "c@d"}]}
            ),
            [("registrant-status", "5 a@b"), ("registrant-status", "5 c@d")],
            True,
        ),
        (Call(DELETE, PLACE), [], True),
        (Call(LIST, PLACE), [], False),
    ],
)
def test_zoom_counts_a_registrants_changes_and_takes_one_change_of_an_event_at_a_time(
    call: Call, capped: list[tuple[str, str]], alone: bool
) -> None:
    """Three additions and ten changes a day for each person; whom they are about is in no repr."""
    run = script(ZOOM, reply(200, {"registrant_id": "r", "id": 1, "registrants": []}))

    run.run(ZOOM.run(call))

    [claim] = claims(run)
    assert capped == [(cap.name, what) for cap, what in claim.caps]
    assert [3 if cap.name == "registrant-added" else 10 for cap, _ in claim.caps] == [c.calls for c, _ in claim.caps]
    assert ("meetings/5" if alone else "") == claim.alone
    assert "ada" not in f"{run.steps!r}{claim!r}".casefold()


@pytest.mark.parametrize("minutes", [-10, 0, 10])
@pytest.mark.parametrize("hint", ["Mon, 23 Nov 2026 12:00:30 GMT", "2026-11-23T12:00:30Z", "30"])
@pytest.mark.parametrize("exchange", [ZOOM, GOTO])
def test_a_moment_that_the_vendor_names_means_its_clock(exchange: Exchange, hint: str, minutes: int) -> None:
    """Our clock is ten minutes wrong, and half a minute is waited for all that; the answer's Date says what time it is.

    A bug once: with a slow clock the moment seemed far off, and the run ended as if the day were used up.
    """
    answer = reply(429, {"code": 429}, retry_after=hint, date="Mon, 23 Nov 2026 12:00:00 GMT")
    run = script(exchange, answer, GOOD)
    run.now = NOON + timedelta(minutes=minutes)
    run.stored = (
        replace(run.stored, obtained_at=run.now, expires_at=run.now + timedelta(hours=1)) if run.stored else None
    )

    assert GOOD.body == run.run(exchange.run(USER)).body
    assert [Sleep(30)] == run.all(Sleep)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 23 Nov 2020 12:00:00 GMT"])
def test_a_date_that_is_none_is_not_believed(date: str) -> None:
    run = script(ZOOM, reply(429, {"code": 429}, retry_after="2026-11-23T12:00:30Z", date=date), GOOD)

    run.run(ZOOM.run(USER))

    assert [Sleep(30)] == run.all(Sleep)
