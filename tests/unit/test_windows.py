"""A period is cut into windows that leave no day out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.core.listing.windows import days_back

DAY = timedelta(days=1)

todays = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@settings(max_examples=200, deadline=None)
@given(today=todays, days=st.integers(0, 500), widest=st.integers(2, 40))
def test_windows_cover_every_day_and_overlap_by_one(today: date, days: int, widest: int) -> None:
    """From the oldest day to today nothing is left out, nothing is too wide, and each window meets the next."""
    windows = list(days_back(today, days, widest))

    assert today == windows[0][1]
    assert today - days * DAY == windows[-1][0]
    assert all(timedelta() <= last - first <= (widest - 1) * DAY for first, last in windows)
    assert all(older[1] == newer[0] for newer, older in pairwise(windows))


@settings(max_examples=100, deadline=None)
@given(today=todays, days=st.integers(0, 500), widest=st.integers(2, 40))
def test_windows_are_no_more_than_needed(today: date, days: int, widest: int) -> None:
    """All windows but the oldest are as wide as they may be, so no request is made in vain."""
    windows = list(days_back(today, days, widest))

    assert all(last - first == (widest - 1) * DAY for first, last in windows[:-1])
    assert max(1, -(-days // (widest - 1))) == len(windows)


def test_ninety_days_in_windows_of_thirty() -> None:
    """The newest window comes first; both ends of each are inclusive."""
    expected = [
        (date(2026, 10, 25), date(2026, 11, 23)),
        (date(2026, 9, 26), date(2026, 10, 25)),
        (date(2026, 8, 28), date(2026, 9, 26)),
        (date(2026, 8, 25), date(2026, 8, 28)),
    ]

    assert expected == list(days_back(date(2026, 11, 23), 90, 30))


def test_today_alone() -> None:
    """No day back is one window of one day."""
    today = date(2026, 11, 23)

    assert [(today, today)] == list(days_back(today, 0, 30))


@pytest.mark.parametrize("widest", [1, 0, -5])
def test_windows_too_narrow_to_overlap_are_refused(widest: int) -> None:
    """A bug once: windows of one day that overlap by a day never came to an end."""
    with pytest.raises(ValueError, match="two days"):
        list(islice(days_back(date(2026, 11, 23), 3, widest), 10))
