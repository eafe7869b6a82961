"""Recordings, who may view them, and who did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has
from provider_bridge.facets.downloads import DownloadsApi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from provider_bridge.domain.events import HostProblem
    from provider_bridge.domain.ids import EventId, FileId, HostId, RecordingId, RegistrantId
    from provider_bridge.domain.outcomes import Deletion, Strength
    from provider_bridge.domain.people import NewRegistrant, Registered, Registrant, RegistrationQuestion
    from provider_bridge.domain.recordings import Recording, RecordingSharing, RecordingView, ViewCount

__all__ = [
    "HasRecordings",
    "RecordingsApi",
    "SharingApi",
    "ViewerQuestionsApi",
    "ViewersApi",
    "ViewsApi",
    "has_recordings",
]


class SharingApi(Facet[F]):
    """Who can get at a recording."""

    @operation
    def read(self, recording: RecordingId) -> Flow[RecordingSharing]:
        """Return who can get at a recording, and whether it is deleted by itself. No personal data."""
        return self.refuse("read")

    @operation
    def update(
        self,
        recording: RecordingId,
        *,
        audience: str | None = None,
        viewers_must_sign_in: bool | None = None,
        viewers_must_register: bool | None = None,
        viewers_may_download: bool | None = None,
        passcode: str | None = None,
        auto_delete: bool | None = None,
    ) -> Flow[RecordingSharing]:
        """Change what is given, read it back, and return how it is now; a change that is ignored is an error."""
        return self.refuse("update")


class ViewerQuestionsApi(Facet[F]):
    """What people are asked who register to view a recording."""

    @operation
    def list(self, recording: RecordingId) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Return the questions of a recording. No personal data."""
        return self.refuse("list")


class ViewersApi(Facet[F]):
    """People who registered to view recordings."""

    @part
    def questions(self) -> ViewerQuestionsApi[F]:
        return ViewerQuestionsApi(self)

    @paged
    def list(
        self, event: EventId, *, statuses: tuple[str, ...] = ("approved", "pending", "denied")
    ) -> Paged[Registrant]:
        """List who registered, by default whatever their status. Personal data: all that they were asked for."""
        return self.refuse("list")

    @operation
    def add(self, event: EventId, person: NewRegistrant) -> Flow[Registered]:
        """Register a person. Personal data: what is sent; the answer's link is personal."""
        return self.refuse("add")

    @operation
    def approve(self, event: EventId, registrants: Iterable[RegistrantId]) -> Flow[None]:
        """Let people view the recordings of an event."""
        return self.refuse("approve")

    @operation
    def deny(self, event: EventId, registrants: Iterable[RegistrantId]) -> Flow[None]:
        """Keep people from viewing the recordings of an event."""
        return self.refuse("deny")


class ViewsApi(Facet[F]):
    """Who viewed and downloaded a recording."""

    @paged
    def list(
        self, recording: RecordingId, *, since: date | None = None, until: date | None = None
    ) -> Paged[RecordingView]:
        """List each viewing and download. Personal data: name and e-mail address of the person who did it."""
        return self.refuse("list")

    @operation
    def counts(self, recording: RecordingId, *, since: date, until: date) -> Flow[tuple[ViewCount, ...]]:
        """Return how often it was viewed and downloaded on each day. No personal data."""
        return self.refuse("counts")


class RecordingsApi(DownloadsApi[F]):
    """Recordings that the vendor stores."""

    @part
    def sharing(self) -> SharingApi[F]:
        return SharingApi(self)

    @part
    def registrants(self) -> ViewersApi[F]:
        return ViewersApi(self)

    @part
    def views(self) -> ViewsApi[F]:
        return ViewsApi(self)

    @paged
    def list(
        self,
        *,
        since: date,
        until: date,
        host: HostId | None = None,
        trashed: bool = False,
        problems: Callable[[HostProblem], None] | None = None,
    ) -> Paged[Recording]:
        """List the recordings of a period, of one host or of all; or those in the trash.

        The start of the session decides, or where the vendor does not say it, when the recording was made.

        Personal data: titles, the host's id and e-mail address; links and passcodes.
        """
        return self.refuse("list")

    @operation
    def get(self, recording: RecordingId) -> Flow[Recording]:
        """Return one recording. Personal data: as ``list``, and names in file names."""
        return self.refuse("get")

    @operation
    def delete(
        self, recording: RecordingId, strength: Strength, *, file: FileId | None = None, known: Recording | None = None
    ) -> Flow[Deletion]:
        """Delete a recording, or one file of it, and return what was proven.

        ``known`` is the recording as a listing showed it: with it, absence can be proven once nothing is stored.
        An absence has to hold for the time of settling, which ``open_bridge`` takes.
        """
        return self.refuse("delete")

    @operation
    def restore(self, recording: RecordingId, *, file: FileId | None = None) -> Flow[Recording]:
        """Restore a recording, or one file of it, from the trash, and return it. Personal data: as ``get``."""
        return self.refuse("restore")


class HasRecordings(Account[F], Protocol[F]):
    """An account whose provider stores recordings."""

    @property
    def recordings(self) -> RecordingsApi[F]: ...


def has_recordings(account: Account[F]) -> TypeIs[HasRecordings[F]]:
    """Whether the provider stores recordings."""
    return has(account, "recordings")
