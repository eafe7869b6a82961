"""What people chose when a notice was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import date

    from provider_bridge.domain.people import Consent

__all__ = ["AsyncConsentsApi", "AsyncHasConsents", "ConsentsApi", "HasConsents", "async_has_consents", "has_consents"]


class ConsentsApi(Protocol):
    """What people chose when a notice was shown."""

    def list(self, *, since: date, until: date) -> Iterator[Consent]:
        """List the account's records of a time. A day means all of it, in UTC; both ends count.

        Personal data: name, e-mail address, what somebody chose.
        """
        ...


class AsyncConsentsApi(Protocol):
    """What people chose when a notice was shown."""

    def list(self, *, since: date, until: date) -> AsyncIterator[Consent]:
        """List the account's records of a time. A day means all of it, in UTC; both ends count.

        Personal data: name, e-mail address, what somebody chose.
        """
        ...


class HasConsents(Account, Protocol):
    """An account whose provider can list consents."""

    @property
    def consents(self) -> ConsentsApi: ...


class AsyncHasConsents(AsyncAccount, Protocol):
    """An account whose provider can list consents."""

    @property
    def consents(self) -> AsyncConsentsApi: ...


def has_consents(account: Account) -> TypeIs[HasConsents]:
    """Whether the provider can list consents."""
    return has(account, "consents")


def async_has_consents(account: AsyncAccount) -> TypeIs[AsyncHasConsents]:
    """Whether the provider can list consents."""
    return has(account, "consents")
