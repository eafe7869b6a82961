"""How one call travels, step by step, with Zoom's dialect and GoTo's: canned answers, no wire."""

from __future__ import annotations

from dataclasses import replace

import pytest
from canned import GOTO, USER, WHO, ZOOM, raised, reply, script
from support import NOON

from provider_bridge.core.calls import RawReply, Reply
from provider_bridge.core.exchange import Exchange, read_only_guard
from provider_bridge.core.steps import Acquire, Pause, Sleep
from provider_bridge.errors import (
    ConfigurationError,
    ConnectFailed,
    Forbidden,
    ProviderBridgeError,
    ProviderBroken,
    TimedOut,
    Unauthorized,
)

RENEWAL = reply(body={"access_token": "second", "expires_in": 3600})
GOOD = reply(body={"users": []}, x_zm_trackingid="trace-1")
EXPIRED = reply(401, {"code": 124, "message": f"Access token of {WHO} is expired."})
INVALID = reply(403, {"int_err_code": "InvalidToken", "msg": "Invalid token passed"})


def test_a_good_answer_is_handed_on_scrubbed_and_marked() -> None:
    """One call takes its token, its place in the budget, one request; the bearer is in the header alone."""
    answer = reply(body={"users": [{"attentiveness_score": 77, "id": "u"}]}, x_zm_trackingid="trace-1")
    run = script(ZOOM, answer)

    found = run.run(ZOOM.run(USER))

    body = b'{"users": [{"":null, "id": "u"}]}'
    assert Reply("GET /users/{userId}", body, 1, NOON, "trace-1") == found
    assert ["Now", "ReadToken", "Acquire", "Send", "Now"] == run.kinds
    assert [Acquire("medium")] == run.all(Acquire)
    [request] = run.sent
    assert "https://api.zoom.us/v2/users/ada%40example.test?search=ada%40example.test" == request.url
    assert {"Accept": "application/json", "Authorization": "Bearer first"} == request.headers
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
    assert 2 == len(run.all(Acquire))
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
    assert [Pause("medium", seconds)] == run.all(Pause)
    assert [Sleep(seconds)] == run.all(Sleep)


@pytest.mark.parametrize("failure", [reply(503), ConnectFailed("x", "no"), TimedOut("x", "late")])
def test_failures_of_the_moment_are_tried_again(failure: RawReply | ProviderBridgeError) -> None:
    """A second try, after a wait, gets the answer; each try takes its place in the budget."""
    run = script(ZOOM, failure, GOOD)

    assert GOOD.body == run.run(ZOOM.run(USER)).body
    assert 2 == len(run.all(Acquire))
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
