"""Who else is to run an event: panelists and co-organizers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator

    from provider_bridge.domain.ids import EventId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.staff import NewStaff, Staff

__all__ = [
    "AsyncHasStaff",
    "AsyncStaffApi",
    "HasStaff",
    "StaffApi",
    "async_has_staff",
    "has_staff",
]


class StaffApi(Protocol):
    """Panelists and co-organizers of events."""

    def list(self, event_id: EventId) -> Iterator[Staff]:
        """List the panelists and co-organizers of an event. Personal data: names, e-mail addresses, links to join."""
        ...

    def add(self, event_id: EventId, staff: NewStaff) -> Staff:
        """Invite somebody; the vendor sends an e-mail. Never sent twice by itself. Personal data: both ways."""
        ...

    def delete(self, event_id: EventId, staff: Staff) -> Deletion:
        """Take somebody off an event, and say what was proven. No personal data is returned."""
        ...

    def resend_invitation(self, event_id: EventId, staff: Staff) -> None:
        """Send the e-mail of the invitation once more. No personal data is returned."""
        ...


class AsyncStaffApi(Protocol):
    """Panelists and co-organizers of events."""

    def list(self, event_id: EventId) -> AsyncIterator[Staff]:
        """List the panelists and co-organizers of an event. Personal data: names, e-mail addresses, links to join."""
        ...

    def add(self, event_id: EventId, staff: NewStaff) -> Awaitable[Staff]:
        """Invite somebody; the vendor sends an e-mail. Never sent twice by itself. Personal data: both ways."""
        ...

    def delete(self, event_id: EventId, staff: Staff) -> Awaitable[Deletion]:
        """Take somebody off an event, and say what was proven. No personal data is returned."""
        ...

    def resend_invitation(self, event_id: EventId, staff: Staff) -> Awaitable[None]:
        """Send the e-mail of the invitation once more. No personal data is returned."""
        ...


class HasStaff(Account, Protocol):
    """An account whose provider can list panelists and co-organizers."""

    @property
    def staff(self) -> StaffApi: ...


class AsyncHasStaff(AsyncAccount, Protocol):
    """An account whose provider can list panelists and co-organizers."""

    @property
    def staff(self) -> AsyncStaffApi: ...


def has_staff(account: Account) -> TypeIs[HasStaff]:
    """Whether the provider can list panelists and co-organizers."""
    return has(account, "staff")


def async_has_staff(account: AsyncAccount) -> TypeIs[AsyncHasStaff]:
    """Whether the provider can list panelists and co-organizers."""
    return has(account, "staff")
