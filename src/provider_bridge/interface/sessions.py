"""What took place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator
    from datetime import date

    from provider_bridge.domain.events import Session
    from provider_bridge.domain.ids import EventId, SessionId
    from provider_bridge.domain.outcomes import Deletion

__all__ = ["AsyncHasSessions", "AsyncSessionsApi", "HasSessions", "SessionsApi", "async_has_sessions", "has_sessions"]


class SessionsApi(Protocol):
    """What took place."""

    def list(
        self, event: EventId | None = ..., *, since: date | None = ..., until: date | None = ...
    ) -> Iterator[Session]:
        """List past runs: of one event, or without ``event`` of the whole account since a time.

        Vendors forget sessions after a time, so absence proves nothing. Personal data: title, the host's name and
        e-mail address.
        """
        ...

    def get(self, session: SessionId) -> Session:
        """Return one past run. Personal data: title, the host's name and e-mail address."""
        ...

    def delete(self, session: SessionId) -> Deletion:
        """Delete one past run with all that the vendor keeps of it, and look again. Personal data: none is read out."""
        ...


class AsyncSessionsApi(Protocol):
    """What took place."""

    def list(
        self, event: EventId | None = ..., *, since: date | None = ..., until: date | None = ...
    ) -> AsyncIterator[Session]:
        """List past runs: of one event, or without ``event`` of the whole account since a time.

        Vendors forget sessions after a time, so absence proves nothing. Personal data: title, the host's name and
        e-mail address.
        """
        ...

    def get(self, session: SessionId) -> Awaitable[Session]:
        """Return one past run. Personal data: title, the host's name and e-mail address."""
        ...

    def delete(self, session: SessionId) -> Awaitable[Deletion]:
        """Delete one past run with all that the vendor keeps of it, and look again. Personal data: none is read out."""
        ...


class HasSessions(Account, Protocol):
    """An account whose provider can list what took place."""

    @property
    def sessions(self) -> SessionsApi: ...


class AsyncHasSessions(AsyncAccount, Protocol):
    """An account whose provider can list what took place."""

    @property
    def sessions(self) -> AsyncSessionsApi: ...


def has_sessions(account: Account) -> TypeIs[HasSessions]:
    """Whether the provider can list what took place."""
    return has(account, "sessions")


def async_has_sessions(account: AsyncAccount) -> TypeIs[AsyncHasSessions]:
    """Whether the provider can list what took place."""
    return has(account, "sessions")
