"""Who registered for an event, and what they were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence

    from provider_bridge.domain.ids import EventId, GroupId, RegistrantId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.people import NewRegistrant, Registered, Registrant, RegistrationQuestion

__all__ = [
    "AsyncHasRegistrants",
    "AsyncRegistrantsApi",
    "AsyncRegistrationQuestionsApi",
    "HasRegistrants",
    "RegistrantsApi",
    "RegistrationQuestionsApi",
    "async_has_registrants",
    "has_registrants",
]


class RegistrationQuestionsApi(Protocol):
    """What people are asked when they register."""

    def list(self, event_id: EventId) -> tuple[RegistrationQuestion, ...]:
        """Return what is asked for an event, what is always asked included. No personal data."""
        ...

    def update(self, event_id: EventId, questions: Sequence[RegistrationQuestion]) -> tuple[RegistrationQuestion, ...]:
        """Replace what is asked for an event, and return what is asked afterwards. No personal data."""
        ...

    def defaults(self, *, group: GroupId | None = None) -> tuple[RegistrationQuestion, ...]:
        """Return what is asked by default, in the account or in a group. No personal data."""
        ...


class RegistrantsApi(Protocol):
    """Who registered for events."""

    @property
    def questions(self) -> RegistrationQuestionsApi: ...

    def list(
        self, event_id: EventId, *, statuses: Sequence[str] = ..., occurrence: str | None = None
    ) -> Iterator[Registrant]:
        """List registrants, by default pending, approved and denied ones. Personal data: all they gave."""
        ...

    def get(self, event_id: EventId, registrant_id: RegistrantId) -> Registrant:
        """Return one registrant. Personal data: all they gave."""
        ...

    def add(self, event_id: EventId, registrant: NewRegistrant, *, occurrences: Sequence[str] = ()) -> Registered:
        """Register somebody; the vendor may send an e-mail. Never sent twice by itself. Personal data: both ways."""
        ...

    def add_many(self, event_id: EventId, registrants: Sequence[NewRegistrant]) -> tuple[Registered, ...]:
        """Register several people in one call, as ``add`` does one. Personal data: both ways."""
        ...

    def approve(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> tuple[Registrant, ...]:
        """Approve registrants, and return them as they are listed afterwards. Personal data: all they gave."""
        ...

    def deny(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> tuple[Registrant, ...]:
        """Deny registrants, and return them as they are listed afterwards. Personal data: all they gave."""
        ...

    def cancel(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> tuple[Registrant, ...]:
        """Cancel registrations, and return them as they are listed afterwards. Personal data: all they gave."""
        ...

    def delete(self, event_id: EventId, registrant_id: RegistrantId, *, occurrence: str | None = None) -> Deletion:
        """Delete a registrant for good, and say what was proven. No personal data is returned."""
        ...


class AsyncRegistrationQuestionsApi(Protocol):
    """What people are asked when they register."""

    def list(self, event_id: EventId) -> Awaitable[tuple[RegistrationQuestion, ...]]:
        """Return what is asked for an event, what is always asked included. No personal data."""
        ...

    def update(
        self, event_id: EventId, questions: Sequence[RegistrationQuestion]
    ) -> Awaitable[tuple[RegistrationQuestion, ...]]:
        """Replace what is asked for an event, and return what is asked afterwards. No personal data."""
        ...

    def defaults(self, *, group: GroupId | None = None) -> Awaitable[tuple[RegistrationQuestion, ...]]:
        """Return what is asked by default, in the account or in a group. No personal data."""
        ...


class AsyncRegistrantsApi(Protocol):
    """Who registered for events."""

    @property
    def questions(self) -> AsyncRegistrationQuestionsApi: ...

    def list(
        self, event_id: EventId, *, statuses: Sequence[str] = ..., occurrence: str | None = None
    ) -> AsyncIterator[Registrant]:
        """List registrants, by default pending, approved and denied ones. Personal data: all they gave."""
        ...

    def get(self, event_id: EventId, registrant_id: RegistrantId) -> Awaitable[Registrant]:
        """Return one registrant. Personal data: all they gave."""
        ...

    def add(
        self, event_id: EventId, registrant: NewRegistrant, *, occurrences: Sequence[str] = ()
    ) -> Awaitable[Registered]:
        """Register somebody; the vendor may send an e-mail. Never sent twice by itself. Personal data: both ways."""
        ...

    def add_many(self, event_id: EventId, registrants: Sequence[NewRegistrant]) -> Awaitable[tuple[Registered, ...]]:
        """Register several people in one call, as ``add`` does one. Personal data: both ways."""
        ...

    def approve(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Awaitable[tuple[Registrant, ...]]:
        """Approve registrants, and return them as they are listed afterwards. Personal data: all they gave."""
        ...

    def deny(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Awaitable[tuple[Registrant, ...]]:
        """Deny registrants, and return them as they are listed afterwards. Personal data: all they gave."""
        ...

    def cancel(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Awaitable[tuple[Registrant, ...]]:
        """Cancel registrations, and return them as they are listed afterwards. Personal data: all they gave."""
        ...

    def delete(
        self, event_id: EventId, registrant_id: RegistrantId, *, occurrence: str | None = None
    ) -> Awaitable[Deletion]:
        """Delete a registrant for good, and say what was proven. No personal data is returned."""
        ...


class HasRegistrants(Account, Protocol):
    """An account whose provider keeps registrants."""

    @property
    def registrants(self) -> RegistrantsApi: ...


class AsyncHasRegistrants(AsyncAccount, Protocol):
    """An account whose provider keeps registrants."""

    @property
    def registrants(self) -> AsyncRegistrantsApi: ...


def has_registrants(account: Account) -> TypeIs[HasRegistrants]:
    """Whether the provider keeps registrants."""
    return has(account, "registrants")


def async_has_registrants(account: AsyncAccount) -> TypeIs[AsyncHasRegistrants]:
    """Whether the provider keeps registrants."""
    return has(account, "registrants")
