"""What is scheduled, and each run of it. Titles can name people, so no ``repr`` shows one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from provider_bridge.domain.ids import EventId, GroupId, HostId, SessionId

__all__ = [
    "Event",
    "EventChange",
    "EventEmails",
    "EventFigures",
    "HostProblem",
    "NewEvent",
    "Occurrence",
    "PastRun",
    "Repetition",
    "Scheduled",
    "SecretUrl",
    "Session",
    "SessionFigures",
    "TimeSpan",
]


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

    ``series`` says that it is one of several that people choose from, each an event of its own. ``format`` and
    ``status`` are the vendor's own words in lower case. What a vendor does not say is ``""`` or ``None``.
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
    series: bool = False
    running: bool | None = None
    registrants: int | None = None
    registration_limit: int | None = None
    password_protected: bool | None = None
    """Whether people need a password to join; ``None`` where it is not said."""
    on_demand: bool | None = None
    impromptu: bool | None = None
    format: str = ""
    locale: str = ""
    status: str = ""
    number: str = field(default="", repr=False)
    """The short number that people type to join, where it is not the id."""
    host_name: str = field(default="", repr=False)
    description: str = field(default="", repr=False)
    registration_url: str = field(default="", repr=False)
    """Where people register."""
    co_hosts: tuple[HostId, ...] | None = None
    """Who else may start it; ``None`` where it is not said."""
    dial_in: str = field(default="", repr=False)
    """How people join by telephone, word for word: numbers and access codes, which are secrets, or a word for it."""


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
class TimeSpan:
    """From when to when."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Repetition:
    """How an event repeats that the same people attend: ``daily``, ``weekly`` or ``monthly``, until a last day."""

    pattern: str
    until: date


@dataclass(frozen=True, slots=True)
class EventEmails:
    """Which e-mails the vendor sends to those who register; ``None`` leaves one to the vendor.

    ``certificate`` is whether the follow-up to those who came has a certificate of attendance with it.
    """

    confirmation: bool | None = None
    reminder: bool | None = None
    absentee_follow_up: bool | None = None
    attendee_follow_up: bool | None = None
    certificate: bool | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What was scheduled. ``series`` is the vendor's key of the series that it belongs to, or ``""``."""

    id: EventId
    series: str = ""


@dataclass(frozen=True, slots=True)
class SecretUrl:
    """An address that lets whoever has it do what its owner may."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """One run of an event. ``event`` is ``None`` where the vendor blanks it.

    ``participants`` is the vendor's own count, ``None`` where it gives none; ``registrants`` likewise.
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
    host: HostId | None = None
    registrants: int | None = None


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """What the vendor counted of a session, of nobody in particular; ``None`` where it does not say.

    ``percent`` is 0 to 100. ``average_presence`` is how long people were there on average. ``surveys`` is a count or
    a percentage: the vendor's document says both. ``dropped`` is how many values of attention were cut out of the
    answer, ``None`` where the answer was of several sessions. The last two count what people did with e-mails to
    them; in a small session they tell of persons, so that no ``repr`` shows them.
    """

    session: SessionId
    event: EventId
    start: datetime | None
    end: datetime | None
    registrants: int | None
    attended_percent: float | None
    average_presence: timedelta | None
    polls: int | None
    polls_percent: float | None
    questions: int | None
    surveys: float | None
    surveys_percent: float | None
    dropped: int | None
    title: str = field(default="", repr=False)
    invitations_opened: int | None = field(default=None, repr=False)
    link_clicks: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class EventFigures:
    """The figures of every session of an event; ``dropped`` counts the values of attention that were cut out."""

    event: EventId
    sessions: tuple[SessionFigures, ...]
    dropped: int


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
