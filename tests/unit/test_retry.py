"""Trying again: only where nothing is done twice, as long as the vendor asks, and never without end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from canned import Script, raised
from hypothesis import given, settings
from hypothesis import strategies as st
from support import NOON

from provider_bridge.core.retry import next_utc_midnight, parse_retry_after, with_retries
from provider_bridge.core.steps import Flow, Learn, Now, Sleep
from provider_bridge.errors import (
    BadRequest,
    ConnectFailed,
    NotFound,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    TimedOut,
    TransportFailed,
    Unauthorized,
)

GET = "GET /users"
LATER = datetime(2026, 11, 23, 12, 1, 30, tzinfo=UTC)


def limited(seconds: float | None = None) -> RateLimited:
    """Return a refusal for too many calls, with a hint or without."""
    error = RateLimited(GET, 429, "too many calls at once")
    error.retry_after = None if seconds is None else timedelta(seconds=seconds)
    return error


TRANSIENT: list[ProviderBridgeError] = [
    ConnectFailed(GET, "no"),
    TimedOut(GET, "late"),
    TransportFailed(GET, "broke"),
    ProviderBroken(GET, 500, "failed"),
    ProviderBroken(GET, 503, "failed"),
    limited(),
]
FINAL: list[ProviderBridgeError] = [
    ProviderBroken(GET, 200, "a web page"),
    ProviderBroken(GET, 302, "a redirect"),
    Unauthorized(GET, 401, "no"),
    NotFound(GET, 404, "no such object"),
    BadRequest(GET, 400, "no"),
    QuotaExhausted(GET, 429, "used up"),
]


def attempts(*outcomes: ProviderBridgeError | str) -> tuple[Callable[[], Flow[str]], list[Any]]:
    """Return an attempt that ends in one outcome after the other, and the list of those still to come."""
    rest: list[Any] = list(outcomes)

    def attempt() -> Flow[str]:
        yield Now()
        outcome = rest.pop(0)
        if isinstance(outcome, ProviderBridgeError):
            raise outcome
        return str(outcome)

    return attempt, rest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90", LATER),
        (" 90 ", LATER),
        ("0", NOON),
        ("1.5", NOON + timedelta(seconds=1.5)),
        ("Mon, 23 Nov 2026 12:01:30 GMT", LATER),
        ("Mon, 23 Nov 2026 12:01:30 -0000", LATER),
        ("2026-11-23T12:01:30Z", LATER),
        ("2026-11-23T12:01:30", LATER),
        ("2026-11-23T14:01:30+02:00", LATER),
        ("Mon, 23 Nov 2026 14:01:30 +0200", LATER),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("9" * 400, None),
        ("1.2.3", None),
        ("²", None),
        ("2026-13-45T00:00:00Z", None),
        ("Mon, 99 Foo 2026", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_retry_after_in_all_its_shapes(text: str, expected: datetime | None) -> None:
    """Seconds, an HTTP date, an ISO 8601 time; rubbish is no hint."""
    assert expected == parse_retry_after(text, NOON)


def test_a_hint_with_another_offset_becomes_utc() -> None:
    """A bug once: the offset was kept, and the time was then printed as if it were UTC."""
    for text in ("2026-11-24T02:00:00+02:00", "Tue, 24 Nov 2026 02:00:00 +0200"):
        moment = parse_retry_after(text, NOON)
        assert moment is not None
        assert "2026-11-24T00:00:00+00:00" == moment.isoformat()


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40), moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_no_hint_raises(text: str, moment: datetime) -> None:
    """Any text at all is read or is no hint; times are read in both spellings."""
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=-7)))

    parse_retry_after(text, NOON)
    assert aware == parse_retry_after(aware.isoformat(), NOON) == parse_retry_after(format_datetime(aware), NOON)


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_the_next_midnight_is_ahead(hour: int) -> None:
    """Daily counters start again at the end of the day, also when it has just begun."""
    assert datetime(2026, 11, 24, tzinfo=UTC) == next_utc_midnight(NOON.replace(hour=hour, minute=59 * (hour > 0)))


def test_success_at_once_asks_for_nothing() -> None:
    """Without a failure there is no step but the attempt's own."""
    script = Script()

    assert "done" == script.run(with_retries(attempts("done")[0], label="light"))
    assert ["Now"] == script.kinds


@pytest.mark.parametrize("error", TRANSIENT, ids=repr)
def test_what_may_pass_is_tried_again(error: ProviderBridgeError) -> None:
    """Failures of the moment are waited out."""
    script = Script()

    assert "done" == script.run(with_retries(attempts(error, error, "done")[0]))
    assert ["Now", "Sleep", "Now", "Sleep", "Now"] == script.kinds
    assert all(0 <= step.seconds <= 20 for step in script.all(Sleep))


@pytest.mark.parametrize("error", FINAL, ids=repr)
@pytest.mark.parametrize("before", [0, 1])
def test_what_will_not_pass_is_final(error: ProviderBridgeError, before: int) -> None:
    """Refusals stand, whether they come first or after a failure of the moment."""
    attempt, rest = attempts(*[limited(1)] * before, error, "never")

    assert error is raised(Script(), with_retries(attempt))
    assert ["never"] == rest


@pytest.mark.parametrize("error", TRANSIENT, ids=repr)
def test_what_must_not_happen_twice_is_sent_again_only_when_it_did_not_happen(error: ProviderBridgeError) -> None:
    """A POST is repeated when nothing was sent, or when it was refused before it did anything."""
    script = Script()
    flow = with_retries(attempts(error, "done")[0], replayable=False)

    if isinstance(error, ConnectFailed | RateLimited):
        assert "done" == script.run(flow)
    else:
        assert error is raised(script, flow)
        assert [] == script.all(Sleep)


def test_the_vendors_hint_is_honoured_and_holds_back_the_others() -> None:
    """After a refusal for too many calls all calls under the label wait as long as the vendor says."""
    script = Script()

    script.run(with_retries(attempts(limited(7), limited(90), "done")[0], label="heavy"))

    expected = [Now(), Learn("heavy", "hold", 7), Sleep(7), Now(), Learn("heavy", "hold", 90), Sleep(90), Now()]
    assert expected == script.steps


def test_only_a_refusal_for_too_many_calls_holds_back_the_others() -> None:
    """A broken connection is nobody else's business, and without a label there is nobody to hold back."""
    script = Script()

    script.run(with_retries(attempts(ConnectFailed(GET, "no"), "done")[0], label="heavy"))
    script.run(with_retries(attempts(limited(7), "done")[0]))

    assert [] == script.all(Learn)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_last_error_stands(count: int) -> None:
    """After so many attempts the error of the last is raised, unwrapped."""
    errors = [ProviderBroken(GET, 500 + number, "failed") for number in range(count + 1)]
    attempt, rest = attempts(*errors)
    script = Script()

    assert errors[count - 1] is raised(script, with_retries(attempt, attempts=count))
    assert [errors[-1]] == rest
    assert count - 1 == len(script.all(Sleep))
