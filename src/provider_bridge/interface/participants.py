"""Who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator

    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.people import Participant

__all__ = [
    "AsyncHasParticipants",
    "AsyncParticipantsApi",
    "HasParticipants",
    "ParticipantsApi",
    "async_has_participants",
    "has_participants",
]


class ParticipantsApi(Protocol):
    """Who was there."""

    def list(self, session_id: SessionId) -> Iterator[Participant]:
        """List the people of a session, each once, with all stays.

        Personal data: name, e-mail address, telephone number.
        """
        ...

    def delete(self, session_id: SessionId) -> Deletion:
        """Delete the list of who was at a session, and look again. Personal data: none is read out."""
        ...


class AsyncParticipantsApi(Protocol):
    """Who was there."""

    def list(self, session_id: SessionId) -> AsyncIterator[Participant]:
        """List the people of a session, each once, with all stays.

        Personal data: name, e-mail address, telephone number.
        """
        ...

    def delete(self, session_id: SessionId) -> Awaitable[Deletion]:
        """Delete the list of who was at a session, and look again. Personal data: none is read out."""
        ...


class HasParticipants(Account, Protocol):
    """An account whose provider can list the participants of a session."""

    @property
    def participants(self) -> ParticipantsApi: ...


class AsyncHasParticipants(AsyncAccount, Protocol):
    """An account whose provider can list the participants of a session."""

    @property
    def participants(self) -> AsyncParticipantsApi: ...


def has_participants(account: Account) -> TypeIs[HasParticipants]:
    """Whether the provider can list the participants of a session."""
    return has(account, "participants")


def async_has_participants(account: AsyncAccount) -> TypeIs[AsyncHasParticipants]:
    """Whether the provider can list the participants of a session."""
    return has(account, "participants")
