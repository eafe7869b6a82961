"""What every account has, whichever provider it is of."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

from provider_bridge.core.facet import Async, F, OnFace
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.domain.people import Identity
from provider_bridge.facets.attention import AttentionApi

__all__ = ["Account", "AsyncAccount"]


class Account(OnFace[F], Protocol[F]):
    """One configured tenant at one provider; ``Account`` blocks, ``Account[Async]`` is awaited."""

    @property
    def name(self) -> str:
        """Its name in the configuration."""
        ...

    @property
    def provider(self) -> str:
        """The provider's name."""
        ...

    @property
    def attention(self) -> AttentionApi[F]:
        """Whether attention tracking is off."""
        ...

    @operation
    def identify(self) -> Flow[Identity]:
        """Return the account that the credentials belong to, as the vendor reports it."""
        raise NotImplementedError


AsyncAccount: TypeAlias = Account[Async]
"""One configured tenant at one provider; every operation is awaited."""


def has(account: Any, facet: str) -> bool:
    """Whether an account has a facet; the ``has_…`` guards say so to type checkers as well."""
    return hasattr(account, facet)  # UnsupportedCapability is an AttributeError
