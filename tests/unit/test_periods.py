"""Periods as callers state them, and what vendors answer for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import NOON, drive

from provider_bridge.core.listing.periods import Period, check_answered, filter_items, period
from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Emit, Now, Paged
from provider_bridge.errors import InvalidInput, ListingIncomplete

DAY = date(2026, 11, 23)
MOMENTS = st.timedeltas(timedelta(days=-2000), timedelta(days=2000)).map(NOON.__add__)
NAIVE = NOON.replace(tzinfo=None)


def test_a_period_holds_its_beginning_and_its_end() -> None:
    """``since`` and ``until`` are both inside, and what has no time could lie anywhere."""
    span = period(NOON, NOON + timedelta(hours=1))

    assert span.holds(NOON)
    assert span.holds(NOON + timedelta(hours=1))
    assert not span.holds(NOON + timedelta(hours=1, microseconds=1))
    assert not span.holds(NOON - timedelta(seconds=1))
    assert span.holds(None)
    assert period(None, None).holds(NOON)


def test_a_day_is_all_of_it() -> None:
    """A day that is given without a time is meant from its first to its last moment, in UTC."""
    span = period(DAY, DAY)

    assert span.holds(datetime(2026, 11, 23, 0, 0, tzinfo=UTC))
    assert span.holds(datetime(2026, 11, 23, 23, 59, 59, 999999, tzinfo=UTC))
    assert not span.holds(datetime(2026, 11, 24, tzinfo=UTC))
    assert (span.first_day, span.last_day) == (DAY, DAY)


def test_a_period_is_in_utc() -> None:
    """A time in another zone is the same moment."""
    berlin = timezone(timedelta(hours=1))

    assert period(datetime(2026, 11, 23, 13, tzinfo=berlin), None) == Period(NOON, None)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (NAIVE, None),
        (None, NAIVE),
        (DAY, DAY - timedelta(days=1)),
        (NOON, NOON - timedelta(days=1)),
    ],
)
def test_a_period_that_cannot_be_meant_is_refused(since: datetime | None, until: datetime | None) -> None:
    """A time without a zone could be any of two days, and a period that ends before it begins holds nothing."""
    with pytest.raises(InvalidInput):
        period(since, until)


@given(since=MOMENTS, length=st.timedeltas(timedelta(seconds=1), timedelta(days=900)), now=MOMENTS, widest=st.just(30))
def test_windows_cover_every_moment_of_a_period(since: datetime, length: timedelta, now: datetime, widest: int) -> None:
    """Every moment that lies in the period and in the past is in one of the windows its days are cut into."""
    span = period(since, since + length)
    days = span.days_until(now)
    windows = list(days_between(*days, widest)) if days else []

    for part in range(5):
        moment = since + length * part / 5
        if moment <= now:
            assert any(first <= moment.date() <= last for first, last in windows)


def test_a_period_that_has_not_begun_has_no_days() -> None:
    """Of what lies ahead nothing can have taken place, so nothing is asked."""
    assert period(NOON + timedelta(days=3), None).days_until(NOON) is None
    with pytest.raises(InvalidInput, match="since"):
        period(None, NOON).days_until(NOON)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-24", "2026-11-23"), ("2026-11-20", "2026-11-22"), ("2026-11-24T00:00:00Z", None), (None, "2026-11-22")],
)
def test_a_shorter_period_than_asked_for_is_no_answer(first: str | None, last: str | None) -> None:
    """A vendor that cuts a period in silence, but says what it answered for, is caught."""
    with pytest.raises(ListingIncomplete, match="shorter period"):
        check_answered("GET /x", DAY - timedelta(days=3), DAY, first, last)


def test_a_period_that_cannot_be_read_is_incomplete() -> None:
    """A bug once: a vendor that says what is no day was taken at its word for the days that were asked for."""
    for said in ((None, "whenever"), ("2026-11", None)):
        with pytest.raises(ListingIncomplete, match="clearly"):
            check_answered("GET /x", DAY, DAY, *said)


def test_an_end_that_lies_ahead_comes_to_an_end() -> None:
    """A bug once: rows until the year 9999 were asked for, month by month; what lies ahead has none."""
    tomorrow = NOON + timedelta(days=1)

    assert period(date(2026, 1, 1), date.max).up_to(NOON) == Period(datetime(2026, 1, 1, tzinfo=UTC), tomorrow)
    assert period(date(2026, 1, 1), date(2026, 2, 1)).up_to(NOON) == period(date(2026, 1, 1), date(2026, 2, 1))
    ahead = datetime(2027, 1, 1, tzinfo=UTC)
    assert period(ahead, date.max).up_to(NOON) == Period(ahead, ahead)
    assert period(None, None).up_to(NOON) == period(None, None)


def test_a_zone_that_tells_no_offset_is_none() -> None:
    """A bug once: a moment of such a zone was read by this machine's clock."""

    class Nowhere(tzinfo):
        def utcoffset(self, _: datetime | None) -> None:
            return None

        tzname = dst = utcoffset

    with pytest.raises(InvalidInput, match="time zone"):
        period(NOON.replace(tzinfo=Nowhere()), None)


@pytest.mark.parametrize("said", [None, "", "2026-11-23", "2026-11-23T00:00:00Z"])
def test_a_period_as_asked_for_or_not_told_is_accepted(said: str | None) -> None:
    """Most endpoints do not say what they answered for; then nothing can be held against it."""
    check_answered("GET /x", DAY, DAY, said, said)


def numbers() -> Paged[int]:
    yield Emit([1, 2, 3])
    assert (yield Now()) == NOON
    yield Emit([4])
    yield Emit([5, 6])


def test_sifting_passes_on_every_other_step() -> None:
    """What is wanted is emitted, and the listing's own steps are answered as without sifting."""
    _, steps = drive(filter_items(numbers(), lambda each: each % 2 == 0), lambda _: NOON)

    assert [step.items for step in steps if isinstance(step, Emit)] == [[2], [4], [6]]
    assert [step for step in steps if isinstance(step, Now)] == [Now()]


def test_sifting_throws_errors_into_the_listing() -> None:
    """A listing that knows what to do about an error gets it."""
    met: list[str] = []

    def listing() -> Paged[int]:
        try:
            yield Now()
        except InvalidInput as error:
            met.append(str(error))
            yield Emit([1])

    _, steps = drive(filter_items(listing(), lambda _: True), lambda _: InvalidInput("no"))

    assert met == ["no"]
    assert [step.items for step in steps if isinstance(step, Emit)] == [[1]]
