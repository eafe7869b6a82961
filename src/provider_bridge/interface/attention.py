"""Attention tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from provider_bridge.domain.attention import Attention

__all__ = ["AsyncAttentionApi", "AttentionApi"]


class AttentionApi(Protocol):
    """Attention tracking."""

    def read(self, *, days: int = ...) -> Attention:
        """Establish whether attention tracking is off; ``days`` bounds how far back records are looked at."""
        ...


class AsyncAttentionApi(Protocol):
    """Attention tracking."""

    def read(self, *, days: int = ...) -> Awaitable[Attention]:
        """Establish whether attention tracking is off; ``days`` bounds how far back records are looked at."""
        ...
