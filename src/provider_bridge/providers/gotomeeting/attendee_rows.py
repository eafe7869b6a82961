"""The rows of GoToMeeting's attendees, as the people they are."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.attendance import Stay, is_masked, is_phone_number, people
from provider_bridge.core.device_names import is_device_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.people import Participant
    from provider_bridge.providers.gotomeeting.wire.participants import AttendeeRow

__all__ = ["people_of"]

_NOBODY: Final = frozenset({"", "na", "n/a"})
"""What stands in place of a name or an address where there is none."""


def people_of(session: SessionId, rows: Iterable[AttendeeRow]) -> list[Participant]:
    """Return each person of a session once; where a stay has no end, the time that somebody was there is not known."""
    return [_counted(each) for each in people(session, map(_stay, rows))]


def _stay(row: AttendeeRow) -> Stay:
    email, shown = row.email.strip(), row.name.strip()
    by_phone = is_phone_number(shown)
    name = "" if by_phone or shown.lower() in _NOBODY else shown
    return Stay(
        joined=row.joined,
        left=row.left,
        counted=_length(row),
        email="" if email.lower() in _NOBODY else email,
        name=name,
        phone=shown if by_phone else "",
        alias=_alias(shown) if by_phone else _label(name),
    )


def _length(row: AttendeeRow) -> timedelta | None:
    if row.joined is None or row.left is None:
        return None
    return max(row.left - row.joined, timedelta(0))


def _alias(number: str) -> str:
    """Return the digits of a telephone number, ``""`` where some are hidden, so that it may be of two people."""
    hidden = is_masked(number) or "x" in number.lower()
    return "" if hidden else "".join(each for each in number if each.isdigit())


def _label(name: str) -> str:
    """Return what rows of one name share, ``""`` where the name fits anybody."""
    text = " ".join(name.split()).casefold()
    return "" if is_device_name(text) else text


def _counted(person: Participant) -> Participant:
    if all(stay.joined is not None and stay.left is not None for stay in person.intervals):
        return person
    return dataclasses.replace(person, present=None)
