"""Who else is to run an event: panelists and co-organizers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from provider_bridge.domain.ids import EventId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.staff import NewStaff, Staff

__all__ = [
    "HasStaff",
    "StaffApi",
    "has_staff",
]


class StaffApi(Facet[F]):
    """Panelists and co-organizers of events."""

    @paged
    def list(self, event_id: EventId) -> Paged[Staff]:
        """List the panelists and co-organizers of an event. Personal data: names, e-mail addresses, links to join."""
        return self.refuse("list")

    @operation
    def add(self, event_id: EventId, staff: NewStaff) -> Flow[Staff]:
        """Invite a person; the vendor sends an e-mail. Never sent twice by itself. Personal data: both ways."""
        return self.refuse("add")

    @operation
    def delete(self, event_id: EventId, staff: Staff) -> Flow[Deletion]:
        """Remove a person from the staff of an event, and say what was proven. No personal data is returned."""
        return self.refuse("delete")

    @operation
    def resend_invitation(self, event_id: EventId, staff: Staff) -> Flow[None]:
        """Send the e-mail of the invitation once more. No personal data is returned."""
        return self.refuse("resend_invitation")


class HasStaff(Account[F], Protocol[F]):
    """An account whose provider can list panelists and co-organizers."""

    @property
    def staff(self) -> StaffApi[F]: ...


def has_staff(account: Account[F]) -> TypeIs[HasStaff[F]]:
    """Whether the provider can list panelists and co-organizers."""
    return has(account, "staff")
