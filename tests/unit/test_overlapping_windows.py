"""Rows without an identifier come as often as they are there, and as they lie in the period that was asked for."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import NOON, drive

from provider_bridge.core.listing.overlapping_windows import merge_overlapping_windows
from provider_bridge.core.listing.periods import period
from provider_bridge.core.steps import Emit, Flow, Paged
from provider_bridge.errors import InvalidInput

DAY = timedelta(days=1)
Row = tuple[date, str]


def emitted(flow: Paged[Row]) -> list[Row]:
    return [row for step in drive(flow, lambda _: None)[1] if isinstance(step, Emit) for row in step.items]


def noon(row: Row) -> datetime:
    return datetime.combine(row[0], NOON.time(), UTC)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 4, 30)), st.sampled_from("ab")), max_size=60),
    first=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    days=st.integers(0, 60),
    widest=st.integers(2, 30),
)
def test_each_row_comes_as_often_as_it_is_there(rows: list[Row], first: date, days: int, widest: int) -> None:
    """Rows that windows share come once, alike rows of one day as often as they are there, and none is missed."""
    last = first + days * DAY

    def fetch(start: date, end: date) -> Flow[list[Row]]:
        yield from ()
        return [row for row in rows if start <= row[0] <= end]

    came = emitted(merge_overlapping_windows(period(first, last), widest, fetch, noon))

    assert Counter(row for row in rows if first <= row[0] <= last) == Counter(came)


def test_days_mean_all_of_them() -> None:
    """A day begins at midnight in UTC and ends before the next."""
    span = period(date(2026, 3, 1), date(2026, 3, 2))

    assert (span.first_day, span.last_day) == (date(2026, 3, 1), date(2026, 3, 2))
    assert span.holds(datetime(2026, 3, 1, tzinfo=UTC))
    assert span.holds(datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC))
    assert not span.holds(datetime(2026, 3, 3, tzinfo=UTC))


def test_moments_are_sharp() -> None:
    """Moments of any time zone are compared as moments, both ends included; what has no time is kept."""
    tokyo = timezone(timedelta(hours=9))
    span = period(datetime(2026, 3, 2, 8, tzinfo=tokyo), datetime(2026, 3, 2, 10, tzinfo=tokyo))

    assert (span.first_day, span.last_day) == (date(2026, 3, 1), date(2026, 3, 2))
    assert span.holds(datetime(2026, 3, 1, 23, tzinfo=UTC))
    assert span.holds(datetime(2026, 3, 2, 1, tzinfo=UTC))
    assert not span.holds(datetime(2026, 3, 1, 22, 59, tzinfo=UTC))
    assert not span.holds(datetime(2026, 3, 2, 1, 0, 1, tzinfo=UTC))
    assert span.holds(None)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 3, 2), date(2026, 3, 1)),
        (NOON, NOON - timedelta(seconds=1)),
        (NOON.replace(tzinfo=None), NOON),
        (NOON, NOON.replace(tzinfo=None)),
    ],
)
def test_what_is_no_period_is_refused(since: date, until: date) -> None:
    """An end before the beginning, and a time without a zone, are errors of the caller."""
    with pytest.raises(InvalidInput):
        period(since, until)
