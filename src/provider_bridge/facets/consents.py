"""What people chose when a notice was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import paged
from provider_bridge.core.steps import Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from datetime import date

    from provider_bridge.domain.people import Consent

__all__ = ["ConsentsApi", "HasConsents", "has_consents"]


class ConsentsApi(Facet[F]):
    """What people chose when a notice was shown."""

    @paged
    def list(self, *, since: date, until: date) -> Paged[Consent]:
        """List the account's records of a time. A day means all of it, in UTC; both ends count.

        Personal data: name, e-mail address, what the person chose.
        """
        return self.refuse("list")


class HasConsents(Account[F], Protocol[F]):
    """An account whose provider can list consents."""

    @property
    def consents(self) -> ConsentsApi[F]: ...


def has_consents(account: Account[F]) -> TypeIs[HasConsents[F]]:
    """Whether the provider can list consents."""
    return has(account, "consents")
