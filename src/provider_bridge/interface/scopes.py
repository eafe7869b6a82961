"""What the credentials may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from provider_bridge.domain.scopes import GrantedScopes

__all__ = ["AsyncHasScopes", "AsyncScopesApi", "HasScopes", "ScopesApi", "async_has_scopes", "has_scopes"]


class ScopesApi(Protocol):
    """What the credentials may do."""

    def read(self) -> GrantedScopes:
        """Return the scopes that the credentials were granted, as the login server says."""
        ...


class AsyncScopesApi(Protocol):
    """What the credentials may do."""

    def read(self) -> Awaitable[GrantedScopes]:
        """Return the scopes that the credentials were granted, as the login server says."""
        ...


class HasScopes(Account, Protocol):
    """An account that can tell its scopes."""

    @property
    def scopes(self) -> ScopesApi: ...


class AsyncHasScopes(AsyncAccount, Protocol):
    """An account that can tell its scopes."""

    @property
    def scopes(self) -> AsyncScopesApi: ...


def has_scopes(account: Account) -> TypeIs[HasScopes]:
    """Whether the account can tell its scopes."""
    return has(account, "scopes")


def async_has_scopes(account: AsyncAccount) -> TypeIs[AsyncHasScopes]:
    """Whether the account can tell its scopes."""
    return has(account, "scopes")
