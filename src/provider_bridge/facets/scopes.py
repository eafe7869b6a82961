"""What the credentials may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from provider_bridge.domain.scopes import GrantedScopes

__all__ = ["HasScopes", "ScopesApi", "has_scopes"]


class ScopesApi(Facet[F]):
    """What the credentials may do."""

    @operation
    def read(self) -> Flow[GrantedScopes]:
        """Return the scopes that the credentials were granted, as the login server says."""
        return self.refuse("read")


class HasScopes(Account[F], Protocol[F]):
    """An account that can tell its scopes."""

    @property
    def scopes(self) -> ScopesApi[F]: ...


def has_scopes(account: Account[F]) -> TypeIs[HasScopes[F]]:
    """Whether the account can tell its scopes."""
    return has(account, "scopes")
