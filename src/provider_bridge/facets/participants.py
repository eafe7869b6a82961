"""Who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.people import Participant

__all__ = [
    "HasParticipants",
    "ParticipantsApi",
    "has_participants",
]


class ParticipantsApi(Facet[F]):
    """Who was there."""

    @paged
    def list(self, session_id: SessionId) -> Paged[Participant]:
        """List the people of a session, each once, with all stays.

        Personal data: name, e-mail address, telephone number.
        """
        return self.refuse("list")

    @operation
    def delete(self, session_id: SessionId) -> Flow[Deletion]:
        """Delete the list of who was at a session, and look again. Personal data: none is read out."""
        return self.refuse("delete")


class HasParticipants(Account[F], Protocol[F]):
    """An account whose provider can list the participants of a session."""

    @property
    def participants(self) -> ParticipantsApi[F]: ...


def has_participants(account: Account[F]) -> TypeIs[HasParticipants[F]]:
    """Whether the provider can list the participants of a session."""
    return has(account, "participants")
