"""What every account has, whichever provider it is of."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol

from provider_bridge.domain.people import Identity
from provider_bridge.interface.attention import AsyncAttentionApi, AttentionApi

__all__ = ["Account", "AsyncAccount", "has"]


class Account(Protocol):
    """One configured tenant at one provider."""

    @property
    def name(self) -> str:
        """Its name in the configuration."""
        ...

    @property
    def provider(self) -> str:
        """The provider's name."""
        ...

    @property
    def attention(self) -> AttentionApi: ...

    def identify(self) -> Identity:
        """Return the account that the credentials belong to, as the vendor reports it."""
        ...


class AsyncAccount(Protocol):
    """One configured tenant at one provider; every operation is awaited."""

    @property
    def name(self) -> str:
        """Its name in the configuration."""
        ...

    @property
    def provider(self) -> str:
        """The provider's name."""
        ...

    @property
    def attention(self) -> AsyncAttentionApi: ...

    def identify(self) -> Awaitable[Identity]:
        """Return the account that the credentials belong to, as the vendor reports it."""
        ...


def has(account: Any, facet: str) -> bool:
    """Whether an account has a facet; the ``has_…`` guards say so to type checkers as well."""
    return hasattr(account, facet)  # UnsupportedCapability is an AttributeError
