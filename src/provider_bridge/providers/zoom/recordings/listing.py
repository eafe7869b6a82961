"""Listing one host's recordings, stored or in the trash, so that what is missing in the list is not there.

Zoom answers a period that is too wide with a part of it, in silence. So a period is asked for in windows of at most
30 days that overlap by a day, and the days that each answer echoes are held against the days that were asked for.

Zoom's page says that the trash "cannot be filtered by date range"; others found that it is. Both are supported: the
trash is asked for with dates, for the days that sessions started on and for the days in which what is in the trash
must have been put there, and what comes is put together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from provider_bridge.core.decode import as_utc
from provider_bridge.core.listing.periods import Period
from provider_bridge.core.listing.windows import days_back, days_between
from provider_bridge.core.steps import Flow, Now
from provider_bridge.domain.recordings import Recording
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.listing import all_rows
from provider_bridge.providers.zoom.recordings.rows import (
    TRASH_KEEPS,
    TRASHED,
    TRASHED_FILES,
    in_trash,
    merged,
    recording,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from provider_bridge.domain.ids import HostId

__all__ = ["WIDEST", "Doubt", "InTrash", "check_echo", "recordings_of", "stored_around", "trash_around"]

Told: TypeAlias = "Callable[[], None]"

WIDEST: Final = 30
"""Days that a window may have: "a month" is documented, and 30 days are always one."""

_TRASH: Final = {TRASHED: "meeting_recordings", TRASHED_FILES: "recording_file"}
"""Recordings that were put into the trash whole, and single files of others, are two listings."""

_NOTHING_BEFORE: Final = date(2000, 1, 1)

_TRASH_DAYS: Final = TRASH_KEEPS.days + 1


def recordings_of(host: HostId, within: Period, *, trashed: bool) -> Flow[list[Recording]]:
    """Return a host's recordings whose session started within a period, newest first, each of them once."""
    now: datetime = yield Now()
    last = min(within.last_day, now.date())  # nothing was recorded tomorrow
    windows = list(days_between(within.first_day, last, WIDEST)) if within.first_day <= last else []
    if trashed:
        windows = _with_recent(now.date(), windows)
    found: list[Recording] = []
    for state in _TRASH if trashed else ("",):
        found += yield from _windows(host, windows, state)
    kept = [each for each in found if within.holds(each.start)]
    return sorted(kept, key=lambda each: each.start or datetime.min.replace(tzinfo=UTC), reverse=True)


@dataclass(slots=True)
class Doubt:
    """Takes note of lists that announce no number of rows; ``why`` says then why what they lack proves nothing."""

    why: str = ""

    def __call__(self) -> None:
        self.why = "a list of Zoom's announced no number of rows, so that what it lacks may be there"


@dataclass(frozen=True, slots=True)
class InTrash:
    """Something in the trash, and whether every file that Zoom counts of it is listed with it."""

    recording: Recording
    whole: bool


def trash_around(host: HostId, start: datetime, *, uncounted: Told | None = None) -> Flow[list[InTrash]]:
    """Return everything in a host's trash that a session which started at ``start`` can be among.

    A window may show again what another showed. ``uncounted`` is called when a list announces no number of rows:
    then what it lacks may be there all the same.
    """
    now: datetime = yield Now()
    windows = _with_recent(now.date(), [_days_around(start, now)])
    found: list[InTrash] = []
    for state in _TRASH:
        for first, last in windows:
            shown = yield from _window(host, first, last, state, uncounted)
            found += [_in_trash(row, state) for row in shown]
    return found


def stored_around(host: HostId, start: datetime, *, uncounted: Told | None = None) -> Flow[list[Recording]]:
    """Return a host's stored recordings of sessions that started about ``start``; ``uncounted`` as above."""
    now: datetime = yield Now()
    first, last = _days_around(start, now)
    return [recording(row, "") for row in (yield from _window(host, first, last, "", uncounted))]


def _days_around(start: datetime, now: datetime) -> tuple[date, date]:
    """Return the days about a start; one that cannot be, in the future or long ago, is looked for at the edge."""
    today, one = now.date(), timedelta(days=1)
    day = max(min(as_utc(start).date(), today), _NOTHING_BEFORE)
    return day - one, min(day + one, today)


def _with_recent(today: date, windows: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return windows behind those of the days in which what is in the trash was put there, unless they cover them."""
    recent = list(days_back(today, _TRASH_DAYS, WIDEST))
    return recent + [
        (start, end) for start, end in windows if not any(first <= start and end <= last for first, last in recent)
    ]


def _in_trash(row: wire.recordings.RecordingRow, state: str) -> InTrash:
    shown, count = recording(row, state), row.recording_count
    return InTrash(shown, count is not None and len(shown.files) >= max(count, 1))


def _windows(host: HostId, windows: Iterable[tuple[date, date]], state: str) -> Flow[list[Recording]]:
    found: list[Recording] = []
    for first, last in windows:
        found += [recording(row, state) for row in (yield from _window(host, first, last, state))]
    return merged(found)


def _window(
    host: HostId, first: date, last: date, state: str, uncounted: Told | None = None
) -> Flow[list[wire.recordings.RecordingRow]]:
    endpoint = wire.recordings.USER_RECORDINGS
    trash = {"trash": "true", "trash_type": _TRASH[state]} if in_trash(state) else {}
    query = {"from": first.isoformat(), "to": last.isoformat(), **trash}

    def convert(page: wire.recordings.RecordingsPage) -> tuple[wire.recordings.RecordingRow, ...]:
        check_echo(endpoint.name, page, first, last)
        if uncounted is not None and (page.total_records is None or page.total_records < 0):
            uncounted()
        return page.meetings

    adapter = wire.recordings.USER_RECORDINGS_PAGE
    return (yield from all_rows(endpoint, {"userId": host}, query, adapter, convert, settles=True))


def check_echo(operation: str, page: wire.recordings.DatedPage, first: date, last: date) -> None:
    """Raise ``ListingIncomplete`` unless an answer says that it is about the days that were asked for."""
    if (page.first, page.last) != (first, last):
        answered = f"{page.first or 'no day'} to {page.last or 'no day'}"
        raise ListingIncomplete(operation, f"{first} to {last} was asked for, {answered} was answered")
