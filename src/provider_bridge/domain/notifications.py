"""What a provider tells by itself: a sum of frozen values, made to be matched. No ``repr`` shows anybody.

    match notification:
        case RegistrationChanged(change="cancelled"): ...
        case RecordingChanged(): ...
        case OtherNotification(): ...          # what this package does not know survives as data

Words in ``change`` are the provider's own and open: an unseen one survives as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from provider_bridge.domain.events import Event, Session
from provider_bridge.domain.ids import EventId, FileId, HostId, MessageId, RegistrantId, SessionId
from provider_bridge.domain.people import Host, Participant, Registrant
from provider_bridge.domain.questions import Response
from provider_bridge.domain.recordings import ArchivedSession, Recording
from provider_bridge.domain.settings import Level
from provider_bridge.domain.transcripts import ChatMessage, Summary

__all__ = [
    "ArchiveCompleted",
    "BatchItem",
    "ChatFile",
    "ChatWritten",
    "Deauthorized",
    "EventChanged",
    "EventRemoved",
    "HostChanged",
    "Notification",
    "OtherNotification",
    "ParticipantMoved",
    "RecordingChanged",
    "RecordingsChanged",
    "RegistrationChanged",
    "ResponsesGiven",
    "SettingChange",
    "SettingsChanged",
    "SummaryChanged",
    "UrlChallenge",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What every notification says.

    ``name`` is the provider's own name of it, ``at`` when it happened (UTC), ``account`` whose it is, ``key`` the
    same for two deliveries of one notification and for no other. ``operator`` is who did it, where that is told.
    """

    name: str
    at: datetime | None
    account: str
    key: str
    operator: HostId | None = None
    operator_email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationChanged(_Told):
    """Somebody registered, or a registration was approved, denied or cancelled.

    ``of`` is ``event``, or ``recording`` for somebody who registered to watch one. ``change`` is ``created``,
    ``approved``, ``denied`` or ``cancelled``. Only ``created`` brings all the registrant's fields; for the others
    ``status`` is the change. ``session`` is the run that the provider names beside the event.
    """

    of: str
    change: str
    event: Event
    session: SessionId | None
    registrant: Registrant


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingChanged(_Told):
    """A recording was made, moved to the trash, brought back, erased or renamed.

    ``change`` is ``completed``, ``transcript_completed``, ``trashed``, ``deleted``, ``recovered`` or ``renamed``.
    ``old_title`` is set for a renaming. ``download_token`` is a secret that opens the files for a day; send it to
    the provider's own hosts only.
    """

    change: str
    recording: Recording
    old_title: str = field(default="", repr=False)
    download_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class BatchItem:
    """The recording of one session in a batch; without ``files`` all of its files are meant."""

    session: SessionId
    files: tuple[FileId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingsChanged(_Told):
    """Many recordings were moved to the trash, brought back or erased at once; ``operation`` says by what."""

    change: str
    operation: str
    recordings: tuple[BatchItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCompleted(_Told):
    """The compliance archive of a session is there. ``download_token`` is a secret, as with a recording."""

    archive: ArchivedSession
    download_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryChanged(_Told):
    """A machine's summary was written, changed, shared, moved to the trash, brought back or erased.

    ``editor`` is who changed it last, where that is told.
    """

    change: str
    summary: Summary
    editor: HostId | None = None
    editor_email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting's change; ``old`` or ``new`` is ``None`` where the provider told only the other.

    The values are in no ``repr``: some settings list people.
    """

    path: str
    old: Any = field(repr=False)
    new: Any = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(_Told):
    """Settings, or their locks, changed at one level; only what changed is here.

    ``subject`` is the account, group, host or event. For an event everything that was changed of it counts.
    """

    level: Level
    subject: str
    locks: bool
    changes: tuple[SettingChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantMoved(_Told):
    """Somebody came, left, waited, or was called by telephone. ``change`` is the provider's word, such as ``left``.

    ``participant`` holds what is known of this one stay; put several together yourself. ``connection`` tells the
    stays of one session apart, ``bound_to`` is the other connection of somebody who is here on a telephone as well,
    ``reason`` says why somebody left and can name them.
    """

    change: str
    session: Session
    participant: Participant
    host: HostId | None = None
    connection: str = ""
    bound_to: str = ""
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file in a chat. ``url`` is a secret; ``owner`` is whose it is, where that is told."""

    id: FileId
    size: int | None
    type: str
    owner: HostId | None = None
    name: str = field(default="", repr=False)
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWritten(_Told):
    """Something was written or a file was sent in a session's chat, or a file was fetched from it.

    ``change`` is ``message_sent``, ``file_sent`` or ``file_downloaded``; of the last, ``message`` is ``None``.
    A message counts as private unless the provider says that it went to everyone. ``files`` are those that a
    message refers to, ``file`` is the one this is about.
    """

    change: str
    event: EventId | None
    session: SessionId
    message: ChatMessage | None
    message_id: MessageId | None = None
    files: tuple[FileId, ...] = ()
    file: ChatFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanged(_Told):
    """An event was scheduled (``created``) or changed (``updated``); ``event`` is how it is now, as far as told."""

    change: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesGiven(_Told):
    """Somebody answered a survey. ``registrant`` is who, by id alone; ``title`` is the survey's."""

    event: EventId
    session: SessionId
    registrant: RegistrantId | None
    responses: tuple[Response, ...]
    title: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRemoved(_Told):
    """A scheduled event was ``deleted``, ``permanently_deleted`` or ``recovered``. Its recordings stay.

    Of a recurring one, ``operation`` says whether all or only ``event.occurrences`` are meant.
    """

    change: str
    operation: str
    event: Event
    session: SessionId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostChanged(_Told):
    """Somebody who can run events was created, changed, switched on or off, erased, or left the account.

    ``change`` is the provider's word. Who is only ``disassociated`` keeps everything in an account of their own.
    """

    change: str
    host: Host


@dataclass(frozen=True, slots=True, kw_only=True)
class Deauthorized(_Told):
    """Somebody took away our app's authorization. ``erase`` says whether their data must go.

    It is true unless the provider says that the data may stay: a flag that is missing asks for erasure.
    ``signature`` is what an older way of confirming the erasure sends back.
    """

    host: HostId | None
    client_id: str
    deauthorized_at: datetime | None
    erase: bool
    signature: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlChallenge(_Told):
    """The provider asks whether this address is ours; answer at once, see the receiver of the provider."""

    challenge: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherNotification(_Told):
    """A notification that this package has no type for, as data. ``payload`` can hold people and secrets.

    ``beside`` has what stands beside the payload, such as the ``response_url`` that an answer is to be sent to, and
    can hold as much.

    Attention data is not in it: it was cut out before anything was parsed, and so was every member named after
    attention.
    """

    payload: Mapping[str, Any] = field(repr=False)
    download_token: str = field(default="", repr=False)
    beside: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)


Notification: TypeAlias = (
    RegistrationChanged
    | RecordingChanged
    | RecordingsChanged
    | ArchiveCompleted
    | SummaryChanged
    | SettingsChanged
    | ParticipantMoved
    | ChatWritten
    | EventChanged
    | EventRemoved
    | ResponsesGiven
    | HostChanged
    | Deauthorized
    | UrlChallenge
    | OtherNotification
)
