"""The compliance archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from datetime import date

    from provider_bridge.domain.ids import FileId, SessionId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.recordings import ArchivedSession, ArchiveFile

__all__ = ["ArchivesApi", "HasArchives", "has_archives"]


class ArchivesApi(Facet[F]):
    """The compliance archive."""

    @paged
    def list(self, *, since: date, until: date | None = None) -> Paged[ArchivedSession]:
        """List what the archive holds of sessions that began in a period.

        Personal data: titles, and e-mail addresses and times of people whose part is kept by itself.
        """
        return self.refuse("list")

    @operation
    def get(self, session: SessionId) -> Flow[ArchivedSession]:
        """Return what the archive holds of one session. Personal data: as in ``list``."""
        return self.refuse("get")

    @operation
    def update(self, session: SessionId, file: FileId, *, auto_delete: bool) -> Flow[ArchiveFile]:
        """Set whether a file deletes itself, and return it as it reads afterwards."""
        return self.refuse("update")

    @operation
    def delete(self, session: SessionId) -> Flow[Deletion]:
        """Delete all archived files of one session, and ask again whether any is left."""
        return self.refuse("delete")


class HasArchives(Account[F], Protocol[F]):
    """An account whose provider has a compliance archive."""

    @property
    def archives(self) -> ArchivesApi[F]: ...


def has_archives(account: Account[F]) -> TypeIs[HasArchives[F]]:
    """Whether the provider has a compliance archive."""
    return has(account, "archives")
