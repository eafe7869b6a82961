"""GoToWebinar's webinars as domain values, and domain values as GoToWebinar wants them written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.domain.events import Event, EventEmails, NewEvent, Occurrence, TimeSpan
from provider_bridge.domain.ids import HostId
from provider_bridge.errors import DecodeError, InvalidInput
from provider_bridge.providers.goto.times import length, written
from provider_bridge.providers.gotowebinar.addresses import event_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provider_bridge.providers.gotowebinar.wire.events import TimeRange, WebinarRow

__all__ = [
    "KIND",
    "SEQUENCE",
    "SERIES",
    "check_new",
    "check_texts",
    "emails_written",
    "event_of_row",
    "spans",
    "times_written",
    "word",
]

KIND: Final = "webinar"
SERIES: Final = "series"
SEQUENCE: Final = "sequence"

_LONGEST_TITLE: Final = 128
_LONGEST_DESCRIPTION: Final = 2048


def event_of_row(row: WebinarRow) -> Event:
    """Return the event that a row tells of.

    A *sequence* has one key and many times, which are its occurrences. A *series* has a key for each time.
    """
    times = sorted(_starts(row), key=lambda each: each[0])
    start, duration = times[0] if times else (None, None)
    recurring = row.recurrence == SEQUENCE
    return Event(
        id=event_id(row.organizer_key, row.webinar_key),
        kind=KIND,
        host=HostId(row.organizer_key),
        start=start,
        duration=duration,
        recurring=recurring,
        time_zone=row.time_zone or "",
        registration=(row.approval or "").casefold(),
        occurrences=tuple(Occurrence("", *each, "") for each in times) if recurring or len(times) > 1 else (),
        title=row.subject or "",
        host_email=row.organizer_email or "",
        series=row.recurrence == SERIES,
        running=row.running,
        registrants=row.registrants,
        registration_limit=row.registration_limit,
        password_protected=row.password_protected,
        on_demand=row.on_demand,
        impromptu=row.impromptu,
        format=(row.experience or "").casefold(),
        locale=row.locale or "",
        status=(row.status or "").casefold(),
        number=row.number or "",
        host_name=row.organizer_name or "",
        description=row.description or "",
        registration_url=row.registration_url or "",
    )


def word(switch: bool) -> str:  # noqa: FBT001 (a value)
    """Return a switch as a query has it."""
    return "true" if switch else "false"


def _starts(row: WebinarRow) -> list[tuple[datetime, timedelta | None]]:
    """Return when a webinar starts, each time with how long it lasts where that is said."""
    known = [(each.start, each.end) for each in row.times or ()]
    return [(start, length(start, end)) for start, end in known if start]


def spans(operation: str, times: Iterable[TimeRange]) -> tuple[TimeSpan, ...]:
    """Return times as spans, or raise ``DecodeError`` where one has no start or no end."""
    found: list[TimeSpan] = []
    for number, each in enumerate(times):
        if each.start is None or each.end is None:
            raise DecodeError(operation, (f"times.{number}: without a start or an end",))
        if each.end < each.start:
            raise DecodeError(operation, (f"times.{number}: ends before it starts",))
        found.append(TimeSpan(each.start, each.end))
    return tuple(found)


def check_new(new: NewEvent) -> None:
    """Refuse what GoTo would not take before anything is sent."""
    if not new.title.strip():
        raise InvalidInput("an event needs a title")
    check_texts(new.title, new.description)


def check_texts(title: str | None, description: str | None) -> None:
    """Refuse texts that are longer than GoTo takes."""
    if len(title or "") > _LONGEST_TITLE:
        raise InvalidInput(f"a title has {_LONGEST_TITLE} characters at most")
    if len(description or "") > _LONGEST_DESCRIPTION:
        raise InvalidInput(f"a description has {_LONGEST_DESCRIPTION} characters at most")


def times_written(times: Sequence[TimeSpan]) -> list[dict[str, str]]:
    """Return times as GoTo takes them, in whole seconds, or raise ``InvalidInput``."""
    found: list[dict[str, str]] = []
    for each in times:
        if each.start.utcoffset() is None or each.end.utcoffset() is None:
            raise InvalidInput("start and end need a time zone, as in datetime(2026, 11, 1, 9, tzinfo=UTC)")
        start, end = written(each.start), written(each.end)
        if end <= start:
            raise InvalidInput("an event ends after it starts, by a second at least")
        found.append({"startTime": start, "endTime": end})
    return found


def emails_written(emails: EventEmails | None) -> dict[str, Any]:
    """Return the body's part about e-mails; what is left to the vendor is not in it."""
    if emails is None:
        return {}
    switches = {
        "confirmationEmail": emails.confirmation,
        "reminderEmail": emails.reminder,
        "absenteeFollowUpEmail": emails.absentee_follow_up,
        "attendeeFollowUpEmail": emails.attendee_follow_up,
    }
    told: dict[str, dict[str, bool]] = {name: {"enabled": on} for name, on in switches.items() if on is not None}
    if emails.certificate is not None:
        told.setdefault("attendeeFollowUpEmail", {})["includeCertificate"] = emails.certificate
    return {"emailSettings": told} if told else {}
