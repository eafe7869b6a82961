"""People: who runs events, who registered, who was there, who dialled in. No ``repr`` shows anybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from provider_bridge.domain.ids import EventId, GroupId, HostId, RegistrantId, SessionId

__all__ = [
    "Answer",
    "Consent",
    "DialIn",
    "Group",
    "Host",
    "Identity",
    "Interval",
    "NewRegistrant",
    "Participant",
    "Registered",
    "Registrant",
    "RegistrationQuestion",
]


@dataclass(frozen=True, slots=True)
class Identity:
    """The account as the vendor reports it; ``account`` is an id or a key, never a name or an address."""

    provider: str
    account: str


@dataclass(frozen=True, slots=True)
class Host:
    """Someone who can run events. ``id`` is ``None`` for an invited person who has not accepted yet."""

    id: HostId | None
    status: str
    groups: tuple[GroupId, ...] = ()
    email: str = field(default="", repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of hosts that settings can be made for; ``members`` is ``None`` where the vendor gives no count."""

    id: GroupId
    name: str
    members: int | None = None


# --- registration ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to one question, word for word."""

    question: str = field(repr=False)
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RegistrationQuestion:
    """A question asked at registration.

    ``field`` is the ``Registrant``'s field the answer goes to, ``""`` for a question of the organizer's own.
    ``type`` is open text, such as ``text`` or ``multiple``. ``asked`` is false for one that is only on offer.
    ``id`` is what the vendor knows an own question by, and ``max_length`` the longest answer it takes, where it says.
    """

    field: str
    question: str
    required: bool
    type: str = "text"
    choices: tuple[str, ...] = ()
    asked: bool = True
    id: str = ""
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class NewRegistrant:
    """Somebody to register. Fields are as in ``Registrant``; ``custom`` answers the organizer's own questions.

    ``language`` is for vendors that write to people in theirs, ``source`` for those that record what led to the
    registration; where a vendor has no such thing, giving it is an error.
    """

    email: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    city: str = field(default="", repr=False)
    state: str = field(default="", repr=False)
    postal_code: str = field(default="", repr=False)
    country: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    organization: str = field(default="", repr=False)
    industry: str = field(default="", repr=False)
    job_title: str = field(default="", repr=False)
    purchasing_time_frame: str = field(default="", repr=False)
    role_in_purchase_process: str = field(default="", repr=False)
    number_of_employees: str = field(default="", repr=False)
    comments: str = field(default="", repr=False)
    custom: tuple[Answer, ...] = field(default=(), repr=False)
    language: str = ""
    source: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Registered:
    """What the vendor says of a registration it took. ``join_url`` is personal, and absent until approved.

    ``already`` is true for somebody whom the vendor says was registered before: then nothing that was sent now is
    stored, and ``id`` is of the older registration. ``None`` means that an answer got lost, and that the person was
    found registered afterwards: by this call or before it. ``status`` is as in ``Registrant``, where it is said.
    """

    id: RegistrantId
    email: str = field(default="", repr=False)
    join_url: str = field(default="", repr=False)
    dial_in_pin: str = field(default="", repr=False)
    already: bool | None = False
    status: str = ""


@dataclass(frozen=True, slots=True)
class Registrant:
    """Somebody who registered. What was not asked or not answered is ``""``.

    ``status`` is ``approved``, ``pending`` or ``denied``, or what else the vendor says. ``join_url`` lets its
    holder in under this person's name; ``dial_in_pin`` does so on the telephone. ``source`` is what led to the
    registration. ``employee_count`` is a second size of the organization that a vendor may keep, ``timing`` open text
    on when somebody registered, such as ``late`` for an event that is over. ``unsubscribed`` says that the person
    wants no more e-mail from the organizer, ``None`` where it is not said. ``time_zone`` is the event's.
    """

    id: RegistrantId
    status: str
    registered_at: datetime | None
    email: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    city: str = field(default="", repr=False)
    state: str = field(default="", repr=False)
    postal_code: str = field(default="", repr=False)
    country: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    organization: str = field(default="", repr=False)
    industry: str = field(default="", repr=False)
    job_title: str = field(default="", repr=False)
    purchasing_time_frame: str = field(default="", repr=False)
    role_in_purchase_process: str = field(default="", repr=False)
    number_of_employees: str = field(default="", repr=False)
    comments: str = field(default="", repr=False)
    custom: tuple[Answer, ...] = field(default=(), repr=False)
    join_url: str = field(default="", repr=False)
    dial_in_pin: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    implementation_time_frame: str = field(default="", repr=False)
    employee_count: str = field(default="", repr=False)
    timing: str = ""
    unsubscribed: bool | None = field(default=None, repr=False)
    time_zone: str = ""


# --- presence ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interval:
    """A stay: ``left`` is ``None`` while it lasts, or where the vendor does not know."""

    joined: datetime | None
    left: datetime | None


@dataclass(frozen=True, slots=True)
class Participant:
    """One person's presence in a session, of however many rows the vendor keeps of it.

    ``matched_by`` says what the rows were put together by: ``registrant``, ``email``, ``user``, ``name``, or
    ``row`` for one that nothing ties to another. ``waited`` holds the stays in a waiting room, which are no
    presence. ``present`` is the vendor's own sum of the stays, ``None`` while it has none ready; where the vendor
    counts none for a person, it is the lengths of the stays added up. ``phone`` is what
    stands in place of a name for people on the telephone, masked or not. ``rows`` counts the vendor's rows.
    ``also_known`` has the other names, addresses and numbers that they show, so that nobody is overlooked by one.
    """

    session: SessionId
    matched_by: str
    intervals: tuple[Interval, ...]
    waited: tuple[Interval, ...]
    present: timedelta | None
    rows: int
    internal: bool | None = None
    registrant: RegistrantId | None = None
    user: HostId | None = None
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    also_known: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DialIn:
    """A telephone leg of a session. All numbers are free text: masked, formatted, or no number at all.

    ``kind`` is open text, such as ``toll-free``, ``toll`` or ``call-out``. ``caller`` is the number that somebody
    called from or was called at, ``dialled`` the number on the vendor's side, ``signaled`` the number that the
    telephone network named. Where a vendor's documents leave open which is which, all three count as personal.
    """

    session: SessionId | None
    event: EventId | None
    kind: str
    start: datetime | None
    end: datetime | None
    duration: timedelta | None
    country: str = ""
    caller: str = field(default="", repr=False)
    dialled: str = field(default="", repr=False)
    signaled: str = field(default="", repr=False)
    participant: str = field(default="", repr=False)
    host: HostId | None = None
    host_email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody chose when a notice about recording or analysis was shown. All words are the vendor's."""

    kind: str
    choice: str
    at: datetime | None
    session: SessionId | None
    event: EventId | None
    client: str = ""
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
