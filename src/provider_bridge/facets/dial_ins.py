"""Who took part by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from datetime import date

    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.people import DialIn

__all__ = ["DialInsApi", "HasDialIns", "has_dial_ins"]


class DialInsApi(Facet[F]):
    """Who took part by telephone."""

    @paged
    def list(self, *, since: date, until: date) -> Paged[DialIn]:
        """List the account's telephone legs of a time. A day means all of it, in UTC; both ends count.

        Personal data: telephone numbers, the host's e-mail address.
        """
        return self.refuse("list")

    @operation
    def get(self, session_id: SessionId) -> Flow[tuple[DialIn, ...]]:
        """Return the telephone legs of one session. Personal data: telephone numbers, names."""
        return self.refuse("get")


class HasDialIns(Account[F], Protocol[F]):
    """An account whose provider can list dial-ins."""

    @property
    def dial_ins(self) -> DialInsApi[F]: ...


def has_dial_ins(account: Account[F]) -> TypeIs[HasDialIns[F]]:
    """Whether the provider can list dial-ins."""
    return has(account, "dial_ins")
