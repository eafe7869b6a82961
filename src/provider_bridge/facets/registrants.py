"""Who registered for an event, and what they were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provider_bridge.domain.ids import EventId, GroupId, RegistrantId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.people import NewRegistrant, Registered, Registrant, RegistrationQuestion

__all__ = [
    "HasRegistrants",
    "RegistrantsApi",
    "RegistrationQuestionsApi",
    "has_registrants",
]


class RegistrationQuestionsApi(Facet[F]):
    """What people are asked when they register."""

    @operation
    def list(self, event_id: EventId) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Return what is asked for an event, what is always asked included. No personal data."""
        return self.refuse("list")

    @operation
    def update(
        self, event_id: EventId, questions: Sequence[RegistrationQuestion]
    ) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Replace what is asked for an event, and return what is asked afterwards. No personal data."""
        return self.refuse("update")

    @operation
    def defaults(self, *, group: GroupId | None = None) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Return what is asked by default, in the account or in a group. No personal data."""
        return self.refuse("defaults")


class RegistrantsApi(Facet[F]):
    """Who registered for events."""

    @part
    def questions(self) -> RegistrationQuestionsApi[F]:
        return RegistrationQuestionsApi(self)

    @paged
    def list(
        self,
        event_id: EventId,
        *,
        statuses: Sequence[str] = ("pending", "approved", "denied"),
        occurrence: str | None = None,
    ) -> Paged[Registrant]:
        """List registrants, by default pending, approved and denied ones. Personal data: all they gave."""
        return self.refuse("list")

    @operation
    def get(self, event_id: EventId, registrant_id: RegistrantId) -> Flow[Registrant]:
        """Return one registrant. Personal data: all they gave."""
        return self.refuse("get")

    @operation
    def add(self, event_id: EventId, registrant: NewRegistrant, *, occurrences: Sequence[str] = ()) -> Flow[Registered]:
        """Register a person; the vendor may send an e-mail. Never sent twice by itself. Personal data: both ways."""
        return self.refuse("add")

    @operation
    def add_many(self, event_id: EventId, registrants: Sequence[NewRegistrant]) -> Flow[tuple[Registered, ...]]:
        """Register several people in one call, as ``add`` does one. Personal data: both ways."""
        return self.refuse("add_many")

    @operation
    def approve(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Approve registrants, and return them as they are listed afterwards. Personal data: all they gave."""
        return self.refuse("approve")

    @operation
    def deny(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Deny registrants, and return them as they are listed afterwards. Personal data: all they gave."""
        return self.refuse("deny")

    @operation
    def cancel(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Cancel registrations, and return them as they are listed afterwards. Personal data: all they gave."""
        return self.refuse("cancel")

    @operation
    def delete(
        self, event_id: EventId, registrant_id: RegistrantId, *, occurrence: str | None = None
    ) -> Flow[Deletion]:
        """Delete a registrant for good, and say what was proven. No personal data is returned."""
        return self.refuse("delete")


class HasRegistrants(Account[F], Protocol[F]):
    """An account whose provider keeps registrants."""

    @property
    def registrants(self) -> RegistrantsApi[F]: ...


def has_registrants(account: Account[F]) -> TypeIs[HasRegistrants[F]]:
    """Whether the provider keeps registrants."""
    return has(account, "registrants")
