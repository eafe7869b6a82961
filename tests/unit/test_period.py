"""Periods: days count whole and in UTC, moments exactly, and what is no period is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_bridge.core.listing.periods import period
from provider_bridge.errors import InvalidInput

BERLIN = timezone(timedelta(hours=1))


def test_days_count_whole() -> None:
    """From the first moment of the first day to the last of the last."""
    found = period(date(2026, 1, 1), date(2026, 1, 1))

    assert found.holds(datetime(2026, 1, 1, tzinfo=UTC))
    assert found.holds(datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC))
    assert not found.holds(datetime(2026, 1, 2, tzinfo=UTC))
    assert not found.holds(datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC))


def test_moments_are_read_in_utc() -> None:
    """Half past midnight in Berlin is the day before in UTC."""
    found = period(datetime(2026, 1, 1, 0, 30, tzinfo=BERLIN), datetime(2026, 1, 2, tzinfo=UTC))

    assert (found.first_day, found.last_day) == (date(2025, 12, 31), date(2026, 1, 2))


def test_an_unknown_moment_may_be_in_it() -> None:
    """What has no time is not left out."""
    assert period(date(2026, 1, 1), date(2026, 1, 2)).holds(None)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (datetime(2026, 1, 1), datetime(2026, 1, 2, tzinfo=UTC)),  # noqa: DTZ001 (this is what is refused)
        (date(2026, 1, 1), datetime(2026, 1, 2)),  # noqa: DTZ001 (likewise)
        (date(2026, 1, 2), date(2026, 1, 1)),
    ],
)
def test_what_is_no_period_is_refused(since: date, until: date) -> None:
    """A moment without an offset, or an end before the start."""
    with pytest.raises(InvalidInput):
        period(since, until)


@given(
    since=st.datetimes(timezones=st.just(UTC)),
    length=st.timedeltas(timedelta(0), timedelta(days=400)),
    at=st.timedeltas(timedelta(-500), timedelta(days=500)),
)
def test_it_holds_what_is_between(since: datetime, length: timedelta, at: timedelta) -> None:
    """A moment is in a period if and only if it lies between its ends."""
    try:
        until, moment = since + length, since + at
    except OverflowError:
        return
    assert period(since, until).holds(moment) == (since <= moment <= until)
