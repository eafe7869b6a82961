"""Recordings and their files. Addresses and passcodes open them, so no ``repr`` shows one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from provider_bridge.domain.ids import EventId, FileId, HostId, RecordingId, SessionId

__all__ = [
    "ArchiveFile",
    "ArchivedSession",
    "Downloaded",
    "Recording",
    "RecordingFile",
    "RecordingSharing",
    "RecordingView",
    "ViewCount",
]


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """One file of a recording.

    ``recording`` is what it is a file of. ``id`` is ``None`` where the vendor gives none. ``type`` is the vendor's
    word for its format, ``content`` for what is in it; both are open text and ``""`` while it is processed. ``url``
    changes with every listing and may need a token: it is good for downloading now, never for recognising a file.
    ``deleted_at`` is set in the trash.
    """

    id: FileId | None
    recording: RecordingId
    type: str
    content: str
    status: str
    extension: str
    size: int | None
    start: datetime | None
    end: datetime | None
    deleted_at: datetime | None = None
    name: str = field(default="", repr=False)
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file of a recording that is whole, and where the caller wanted it.

    ``path`` is ``None`` where it went into a caller's own object. ``size`` is in bytes, ``sha256`` in hexadecimal.
    ``resumed_from`` is how many bytes an earlier, interrupted call had left. ``already`` is true when the whole file
    was there before, and nothing was fetched.
    """

    file: FileId | None
    recording: RecordingId
    path: Path | None
    size: int
    sha256: str
    resumed_from: int = 0
    already: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded of one session, or uploaded.

    ``session`` is ``None`` where the vendor does not say which run of an event it is of, and ``event`` for an upload
    that no event belongs to. ``start`` is when the session began; a vendor that does not say so may say when the
    recording was made, which is later: ``created_at``.

    ``state`` is ``stored``, ``processing`` (a file is not complete yet), ``trashed``, ``trashed_files`` (single files
    of it are in the trash, and only those are shown), or ``deleted`` (only in a notification that says so). For what
    is in the trash ``trash_ends_on`` is the day the vendor erases the last of it, where the vendor says when it was
    deleted. ``auto_delete_on`` is the day the
    vendor deletes it by itself.
    """

    id: RecordingId
    session: SessionId | None
    event: EventId | None
    kind: str
    state: str
    start: datetime | None
    duration: timedelta | None
    host: HostId | None
    size: int | None
    files: tuple[RecordingFile, ...]
    auto_delete_on: date | None = None
    trash_ends_on: date | None = None
    title: str = field(default="", repr=False)
    host_email: str = field(default="", repr=False)
    share_url: str = field(default="", repr=False)
    passcode: str = field(default="", repr=False)
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordingSharing:
    """Who can get at a recording, and how long it stays.

    ``audience`` is ``public``, ``account``, ``named`` (invited people only), ``nobody``, or what else the vendor
    says. What the vendor left out is ``None``.
    """

    audience: str
    viewers_must_sign_in: bool | None
    viewers_must_register: bool | None
    viewers_may_download: bool | None
    has_passcode: bool | None
    auto_delete: bool | None
    auto_delete_on: date | None


@dataclass(frozen=True, slots=True)
class RecordingView:
    """One viewing or download of a recording, and by whom."""

    action: str
    at: datetime | None
    duration: timedelta | None
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ViewCount:
    """How often a recording was viewed and downloaded on a day."""

    day: date
    views: int
    downloads: int


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of a compliance archive; with ``participant_email`` it holds one person's words or voice.

    ``content`` is ``shared_file`` for a file that somebody handed round; only those have a ``name``.
    """

    id: FileId
    type: str
    content: str
    status: str
    extension: str
    size: int | None
    individual: bool | None
    auto_delete: bool | None
    storage_location: str = ""
    fingerprint: str = ""
    messages: int | None = None
    participant_joined: datetime | None = None
    participant_left: datetime | None = None
    participant_email: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ArchivedSession:
    """What a compliance archive holds of one session; ``event`` and ``host`` are ``None`` for other accounts'."""

    session: SessionId
    event: EventId | None
    host: HostId | None
    kind: str
    status: str
    start: datetime | None
    completed_at: datetime | None
    size: int | None
    breakout_of: SessionId | None
    files: tuple[ArchiveFile, ...]
    title: str = field(default="", repr=False)
