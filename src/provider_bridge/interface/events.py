"""What is scheduled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from datetime import date

    from provider_bridge.domain.events import Event, HostProblem
    from provider_bridge.domain.ids import EventId, HostId

__all__ = ["AsyncEventsApi", "AsyncHasEvents", "EventsApi", "HasEvents", "async_has_events", "has_events"]


class EventsApi(Protocol):
    """What is scheduled."""

    def list(
        self,
        *,
        since: date | None = ...,
        until: date | None = ...,
        host: HostId | None = ...,
        kind: str | None = ...,
        problems: Callable[[HostProblem], None] | None = ...,
    ) -> Iterator[Event]:
        """List what is scheduled, of one host or of all.

        ``since`` and ``until``, days or moments, both included, are held against the start; what has none is kept.
        Hosts whose events cannot be read are told to ``problems``; without it ``ListingIncomplete`` says so.
        Personal data: titles and addresses to join.
        """
        ...

    def get(self, event: EventId) -> Event:
        """Return one event, with how people register and what records by itself.

        Personal data: title, the host's e-mail address, the address to join.
        """
        ...


class AsyncEventsApi(Protocol):
    """What is scheduled."""

    def list(
        self,
        *,
        since: date | None = ...,
        until: date | None = ...,
        host: HostId | None = ...,
        kind: str | None = ...,
        problems: Callable[[HostProblem], None] | None = ...,
    ) -> AsyncIterator[Event]:
        """List what is scheduled, of one host or of all.

        ``since`` and ``until``, days or moments, both included, are held against the start; what has none is kept.
        Hosts whose events cannot be read are told to ``problems``; without it ``ListingIncomplete`` says so.
        Personal data: titles and addresses to join.
        """
        ...

    def get(self, event: EventId) -> Awaitable[Event]:
        """Return one event, with how people register and what records by itself.

        Personal data: title, the host's e-mail address, the address to join.
        """
        ...


class HasEvents(Account, Protocol):
    """An account whose provider can list what is scheduled."""

    @property
    def events(self) -> EventsApi: ...


class AsyncHasEvents(AsyncAccount, Protocol):
    """An account whose provider can list what is scheduled."""

    @property
    def events(self) -> AsyncEventsApi: ...


def has_events(account: Account) -> TypeIs[HasEvents]:
    """Whether the provider can list what is scheduled."""
    return has(account, "events")


def async_has_events(account: AsyncAccount) -> TypeIs[AsyncHasEvents]:
    """Whether the provider can list what is scheduled."""
    return has(account, "events")
