"""Who took part by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator
    from datetime import date

    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.people import DialIn

__all__ = ["AsyncDialInsApi", "AsyncHasDialIns", "DialInsApi", "HasDialIns", "async_has_dial_ins", "has_dial_ins"]


class DialInsApi(Protocol):
    """Who took part by telephone."""

    def list(self, *, since: date, until: date) -> Iterator[DialIn]:
        """List the account's telephone legs of a time. A day means all of it, in UTC; both ends count.

        Personal data: telephone numbers, the host's e-mail address.
        """
        ...

    def get(self, session_id: SessionId) -> tuple[DialIn, ...]:
        """Return the telephone legs of one session. Personal data: telephone numbers, names."""
        ...


class AsyncDialInsApi(Protocol):
    """Who took part by telephone."""

    def list(self, *, since: date, until: date) -> AsyncIterator[DialIn]:
        """List the account's telephone legs of a time. A day means all of it, in UTC; both ends count.

        Personal data: telephone numbers, the host's e-mail address.
        """
        ...

    def get(self, session_id: SessionId) -> Awaitable[tuple[DialIn, ...]]:
        """Return the telephone legs of one session. Personal data: telephone numbers, names."""
        ...


class HasDialIns(Account, Protocol):
    """An account whose provider can list dial-ins."""

    @property
    def dial_ins(self) -> DialInsApi: ...


class AsyncHasDialIns(AsyncAccount, Protocol):
    """An account whose provider can list dial-ins."""

    @property
    def dial_ins(self) -> AsyncDialInsApi: ...


def has_dial_ins(account: Account) -> TypeIs[HasDialIns]:
    """Whether the provider can list dial-ins."""
    return has(account, "dial_ins")


def async_has_dial_ins(account: AsyncAccount) -> TypeIs[AsyncHasDialIns]:
    """Whether the provider can list dial-ins."""
    return has(account, "dial_ins")
