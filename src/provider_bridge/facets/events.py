"""What is scheduled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from provider_bridge.domain.events import Event, HostProblem
    from provider_bridge.domain.ids import EventId, HostId

__all__ = ["EventsApi", "HasEvents", "has_events"]


class EventsApi(Facet[F]):
    """What is scheduled."""

    @paged
    def list(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        host: HostId | None = None,
        kind: str | None = None,
        problems: Callable[[HostProblem], None] | None = None,
    ) -> Paged[Event]:
        """List what is scheduled, of one host or of all.

        ``since`` and ``until``, days or moments, both included, are held against the start; what has none is kept.
        Hosts whose events cannot be read are told to ``problems``; without it ``ListingIncomplete`` says so.
        Personal data: titles and addresses to join.
        """
        return self.refuse("list")

    @operation
    def get(self, event: EventId) -> Flow[Event]:
        """Return one event, with how people register and what records by itself.

        Personal data: title, the host's e-mail address, the address to join.
        """
        return self.refuse("get")


class HasEvents(Account[F], Protocol[F]):
    """An account whose provider can list what is scheduled."""

    @property
    def events(self) -> EventsApi[F]: ...


def has_events(account: Account[F]) -> TypeIs[HasEvents[F]]:
    """Whether the provider can list what is scheduled."""
    return has(account, "events")
