"""Attention tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow

if TYPE_CHECKING:
    from provider_bridge.domain.attention import Attention

__all__ = ["AttentionApi"]


class AttentionApi(Facet[F]):
    """Attention tracking."""

    @operation
    def read(self, *, days: int = 90) -> Flow[Attention]:
        """Establish whether attention tracking is off; ``days`` bounds how far back records are looked at."""
        return self.refuse("read")
