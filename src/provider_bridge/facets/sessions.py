"""What took place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from datetime import date

    from provider_bridge.domain.events import Session
    from provider_bridge.domain.ids import EventId, SessionId
    from provider_bridge.domain.outcomes import Deletion

__all__ = ["HasSessions", "SessionsApi", "has_sessions"]


class SessionsApi(Facet[F]):
    """What took place."""

    @paged
    def list(
        self, event: EventId | None = None, *, since: date | None = None, until: date | None = None
    ) -> Paged[Session]:
        """List past runs: of one event, or without ``event`` of the whole account since a time.

        Vendors forget sessions after a time, so absence proves nothing. Personal data: title, the host's name and
        e-mail address.
        """
        return self.refuse("list")

    @operation
    def get(self, session: SessionId) -> Flow[Session]:
        """Return one past run. Personal data: title, the host's name and e-mail address."""
        return self.refuse("get")

    @operation
    def delete(self, session: SessionId) -> Flow[Deletion]:
        """Delete one past run with all that the vendor keeps of it, and look again. Personal data: none is read out."""
        return self.refuse("delete")


class HasSessions(Account[F], Protocol[F]):
    """An account whose provider can list what took place."""

    @property
    def sessions(self) -> SessionsApi[F]: ...


def has_sessions(account: Account[F]) -> TypeIs[HasSessions[F]]:
    """Whether the provider can list what took place."""
    return has(account, "sessions")
