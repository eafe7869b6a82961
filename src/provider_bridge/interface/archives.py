"""The compliance archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator
    from datetime import date

    from provider_bridge.domain.ids import FileId, SessionId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.recordings import ArchivedSession, ArchiveFile

__all__ = ["ArchivesApi", "AsyncArchivesApi", "AsyncHasArchives", "HasArchives", "async_has_archives", "has_archives"]


class ArchivesApi(Protocol):
    """The compliance archive."""

    def list(self, *, since: date, until: date | None = ...) -> Iterator[ArchivedSession]:
        """List what the archive holds of sessions that began in a period.

        Personal data: titles, and e-mail addresses and times of people whose part is kept by itself.
        """
        ...

    def get(self, session: SessionId) -> ArchivedSession:
        """Return what the archive holds of one session. Personal data: as in ``list``."""
        ...

    def update(self, session: SessionId, file: FileId, *, auto_delete: bool) -> ArchiveFile:
        """Set whether a file deletes itself, and return it as it reads afterwards."""
        ...

    def delete(self, session: SessionId) -> Deletion:
        """Delete all archived files of one session, and ask again whether any is left."""
        ...


class AsyncArchivesApi(Protocol):
    """The compliance archive."""

    def list(self, *, since: date, until: date | None = ...) -> AsyncIterator[ArchivedSession]:
        """List what the archive holds of sessions that began in a period.

        Personal data: titles, and e-mail addresses and times of people whose part is kept by itself.
        """
        ...

    def get(self, session: SessionId) -> Awaitable[ArchivedSession]:
        """Return what the archive holds of one session. Personal data: as in ``list``."""
        ...

    def update(self, session: SessionId, file: FileId, *, auto_delete: bool) -> Awaitable[ArchiveFile]:
        """Set whether a file deletes itself, and return it as it reads afterwards."""
        ...

    def delete(self, session: SessionId) -> Awaitable[Deletion]:
        """Delete all archived files of one session, and ask again whether any is left."""
        ...


class HasArchives(Account, Protocol):
    """An account whose provider has a compliance archive."""

    @property
    def archives(self) -> ArchivesApi: ...


class AsyncHasArchives(AsyncAccount, Protocol):
    """An account whose provider has a compliance archive."""

    @property
    def archives(self) -> AsyncArchivesApi: ...


def has_archives(account: Account) -> TypeIs[HasArchives]:
    """Whether the provider has a compliance archive."""
    return has(account, "archives")


def async_has_archives(account: AsyncAccount) -> TypeIs[AsyncHasArchives]:
    """Whether the provider has a compliance archive."""
    return has(account, "archives")
