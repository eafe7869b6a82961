"""Recordings, who may view them, and who did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has
from provider_bridge.interface.downloads import AsyncDownloadsApi, DownloadsApi

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
    from datetime import date

    from provider_bridge.domain.events import HostProblem
    from provider_bridge.domain.ids import EventId, FileId, HostId, RecordingId, RegistrantId
    from provider_bridge.domain.outcomes import Deletion, Strength
    from provider_bridge.domain.people import NewRegistrant, Registered, Registrant, RegistrationQuestion
    from provider_bridge.domain.recordings import Recording, RecordingSharing, RecordingView, ViewCount

__all__ = [
    "AsyncHasRecordings",
    "AsyncRecordingsApi",
    "AsyncSharingApi",
    "AsyncViewerQuestionsApi",
    "AsyncViewersApi",
    "AsyncViewsApi",
    "HasRecordings",
    "RecordingsApi",
    "SharingApi",
    "ViewerQuestionsApi",
    "ViewersApi",
    "ViewsApi",
    "async_has_recordings",
    "has_recordings",
]


class SharingApi(Protocol):
    """Who can get at a recording."""

    def read(self, recording: RecordingId) -> RecordingSharing:
        """Return who can get at a recording, and whether it is deleted by itself. No personal data."""
        ...

    def update(
        self,
        recording: RecordingId,
        *,
        audience: str | None = ...,
        viewers_must_sign_in: bool | None = ...,
        viewers_must_register: bool | None = ...,
        viewers_may_download: bool | None = ...,
        passcode: str | None = ...,
        auto_delete: bool | None = ...,
    ) -> RecordingSharing:
        """Change what is given, read it back, and return how it is now; a change that is ignored is an error."""
        ...


class ViewerQuestionsApi(Protocol):
    """What people are asked who register to view a recording."""

    def list(self, recording: RecordingId) -> tuple[RegistrationQuestion, ...]:
        """Return the questions of a recording. No personal data."""
        ...


class ViewersApi(Protocol):
    """People who registered to view recordings."""

    @property
    def questions(self) -> ViewerQuestionsApi: ...

    def list(self, event: EventId, *, statuses: tuple[str, ...] = ...) -> Iterator[Registrant]:
        """List who registered, by default whatever their status. Personal data: all that they were asked for."""
        ...

    def add(self, event: EventId, person: NewRegistrant) -> Registered:
        """Register somebody. Personal data: what is sent; the answer's link is personal."""
        ...

    def approve(self, event: EventId, registrants: Iterable[RegistrantId]) -> None:
        """Let people view the recordings of an event."""
        ...

    def deny(self, event: EventId, registrants: Iterable[RegistrantId]) -> None:
        """Keep people from viewing the recordings of an event."""
        ...


class ViewsApi(Protocol):
    """Who viewed and downloaded a recording."""

    def list(
        self, recording: RecordingId, *, since: date | None = ..., until: date | None = ...
    ) -> Iterator[RecordingView]:
        """List each viewing and download. Personal data: name and e-mail address of whoever did it."""
        ...

    def counts(self, recording: RecordingId, *, since: date, until: date) -> tuple[ViewCount, ...]:
        """Return how often it was viewed and downloaded on each day. No personal data."""
        ...


class RecordingsApi(DownloadsApi, Protocol):
    """Recordings that the vendor stores."""

    @property
    def sharing(self) -> SharingApi: ...
    @property
    def registrants(self) -> ViewersApi: ...
    @property
    def views(self) -> ViewsApi: ...

    def list(
        self,
        *,
        since: date,
        until: date,
        host: HostId | None = ...,
        trashed: bool = ...,
        problems: Callable[[HostProblem], None] | None = ...,
    ) -> Iterator[Recording]:
        """List the recordings of a period, of one host or of all; or those in the trash.

        The start of the session decides, or where the vendor does not say it, when the recording was made.

        Personal data: titles, the host's id and e-mail address; links and passcodes.
        """
        ...

    def get(self, recording: RecordingId) -> Recording:
        """Return one recording. Personal data: as ``list``, and names in file names."""
        ...

    def delete(
        self, recording: RecordingId, strength: Strength, *, file: FileId | None = ..., known: Recording | None = ...
    ) -> Deletion:
        """Delete a recording, or one file of it, and return what was proven.

        ``known`` is the recording as a listing showed it: with it, absence can be proven once nothing is stored.
        An absence has to hold for the time of settling, which ``open_bridge`` takes.
        """
        ...

    def restore(self, recording: RecordingId, *, file: FileId | None = ...) -> Recording:
        """Restore a recording, or one file of it, from the trash, and return it. Personal data: as ``get``."""
        ...


class AsyncSharingApi(Protocol):
    """Who can get at a recording."""

    def read(self, recording: RecordingId) -> Awaitable[RecordingSharing]:
        """Return who can get at a recording, and whether it is deleted by itself. No personal data."""
        ...

    def update(
        self,
        recording: RecordingId,
        *,
        audience: str | None = ...,
        viewers_must_sign_in: bool | None = ...,
        viewers_must_register: bool | None = ...,
        viewers_may_download: bool | None = ...,
        passcode: str | None = ...,
        auto_delete: bool | None = ...,
    ) -> Awaitable[RecordingSharing]:
        """Change what is given, read it back, and return how it is now; a change that is ignored is an error."""
        ...


class AsyncViewerQuestionsApi(Protocol):
    """What people are asked who register to view a recording."""

    def list(self, recording: RecordingId) -> Awaitable[tuple[RegistrationQuestion, ...]]:
        """Return the questions of a recording. No personal data."""
        ...


class AsyncViewersApi(Protocol):
    """People who registered to view recordings."""

    @property
    def questions(self) -> AsyncViewerQuestionsApi: ...

    def list(self, event: EventId, *, statuses: tuple[str, ...] = ...) -> AsyncIterator[Registrant]:
        """List who registered, by default whatever their status. Personal data: all that they were asked for."""
        ...

    def add(self, event: EventId, person: NewRegistrant) -> Awaitable[Registered]:
        """Register somebody. Personal data: what is sent; the answer's link is personal."""
        ...

    def approve(self, event: EventId, registrants: Iterable[RegistrantId]) -> Awaitable[None]:
        """Let people view the recordings of an event."""
        ...

    def deny(self, event: EventId, registrants: Iterable[RegistrantId]) -> Awaitable[None]:
        """Keep people from viewing the recordings of an event."""
        ...


class AsyncViewsApi(Protocol):
    """Who viewed and downloaded a recording."""

    def list(
        self, recording: RecordingId, *, since: date | None = ..., until: date | None = ...
    ) -> AsyncIterator[RecordingView]:
        """List each viewing and download. Personal data: name and e-mail address of whoever did it."""
        ...

    def counts(self, recording: RecordingId, *, since: date, until: date) -> Awaitable[tuple[ViewCount, ...]]:
        """Return how often it was viewed and downloaded on each day. No personal data."""
        ...


class AsyncRecordingsApi(AsyncDownloadsApi, Protocol):
    """Recordings that the vendor stores."""

    @property
    def sharing(self) -> AsyncSharingApi: ...
    @property
    def registrants(self) -> AsyncViewersApi: ...
    @property
    def views(self) -> AsyncViewsApi: ...

    def list(
        self,
        *,
        since: date,
        until: date,
        host: HostId | None = ...,
        trashed: bool = ...,
        problems: Callable[[HostProblem], None] | None = ...,
    ) -> AsyncIterator[Recording]:
        """List the recordings of a period, of one host or of all; or those in the trash.

        The start of the session decides, or where the vendor does not say it, when the recording was made.

        Personal data: titles, the host's id and e-mail address; links and passcodes.
        """
        ...

    def get(self, recording: RecordingId) -> Awaitable[Recording]:
        """Return one recording. Personal data: as ``list``, and names in file names."""
        ...

    def delete(
        self, recording: RecordingId, strength: Strength, *, file: FileId | None = ..., known: Recording | None = ...
    ) -> Awaitable[Deletion]:
        """Delete a recording, or one file of it, and return what was proven.

        ``known`` is the recording as a listing showed it: with it, absence can be proven once nothing is stored.
        An absence has to hold for the time of settling, which ``open_bridge`` takes.
        """
        ...

    def restore(self, recording: RecordingId, *, file: FileId | None = ...) -> Awaitable[Recording]:
        """Restore a recording, or one file of it, from the trash, and return it. Personal data: as ``get``."""
        ...


class HasRecordings(Account, Protocol):
    """An account whose provider stores recordings."""

    @property
    def recordings(self) -> RecordingsApi: ...


class AsyncHasRecordings(AsyncAccount, Protocol):
    """An account whose provider stores recordings."""

    @property
    def recordings(self) -> AsyncRecordingsApi: ...


def has_recordings(account: Account) -> TypeIs[HasRecordings]:
    """Whether the provider stores recordings."""
    return has(account, "recordings")


def async_has_recordings(account: AsyncAccount) -> TypeIs[AsyncHasRecordings]:
    """Whether the provider stores recordings."""
    return has(account, "recordings")
