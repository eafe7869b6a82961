"""What is scheduled, and each run of it. Titles can name people, so no ``repr`` shows one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from provider_bridge.domain.ids import EventId, GroupId, HostId, SessionId

__all__ = ["Event", "EventChange", "HostProblem", "NewEvent", "Occurrence", "PastRun", "Session"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a recurring event; ``status`` is open text, such as ``available`` or ``deleted``."""

    id: str
    start: datetime | None
    duration: timedelta | None
    status: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something scheduled that people register for or join.

    ``kind`` is ``meeting`` or ``webinar``. ``start`` is ``None`` for what has no fixed time. ``registration`` says
    whether people have to register, and how they are approved: ``automatic``, ``manual``, ``none``, or ``""`` where
    a listing does not say. ``auto_recording`` is what starts by itself: ``none``, ``local``, ``cloud``, or ``""``.
    """

    id: EventId
    kind: str
    host: HostId | None
    start: datetime | None
    duration: timedelta | None
    recurring: bool
    time_zone: str = ""
    created_at: datetime | None = None
    registration: str = ""
    auto_recording: str = ""
    occurrences: tuple[Occurrence, ...] = ()
    title: str = field(default="", repr=False)
    host_email: str = field(default="", repr=False)
    join_url: str = field(default="", repr=False)
    """A secret where the event has no password of its own."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something to schedule. ``time_zone`` is an IANA name and only for display, ``""`` leaves it to the vendor."""

    start: datetime
    end: datetime
    title: str = field(repr=False)
    description: str = field(default="", repr=False)
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class EventChange:
    """What to change of an event; what is ``None`` stays as it is. ``start`` and ``end`` change together."""

    start: datetime | None = None
    end: datetime | None = None
    title: str | None = field(default=None, repr=False)
    description: str | None = field(default=None, repr=False)
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One run of an event. ``event`` is ``None`` where the vendor blanks it.

    ``participants`` is the vendor's own count, ``None`` where it gives none.
    """

    id: SessionId
    event: EventId | None
    kind: str
    start: datetime | None
    end: datetime | None = None
    participants: int | None = None
    title: str = field(default="", repr=False)
    host_name: str = field(default="", repr=False)
    host_email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as a listing shows it that does not say which session it is: nothing can be read or deleted by it.

    The sessions of its host tell which one it is: the one of ``event`` with this start, as long as there is one.
    ``group`` is whose listing it stands in. ``participants`` is the vendor's own count, ``None`` where it gives none.
    """

    event: EventId
    kind: str
    host: HostId | None
    start: datetime | None
    end: datetime | None = None
    participants: int | None = None
    group: GroupId | None = None
    title: str = field(default="", repr=False)
    host_name: str = field(default="", repr=False)
    host_email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HostProblem:
    """Why one host's things could not be listed; listings across an account hand it out instead of a silent gap.

    ``kind`` is ``unlicensed`` (the plan or a licence is missing), ``no_such_host``, or ``unreadable``.
    """

    host: HostId
    kind: str
    why: str
