"""GoToMeeting tracks no attention."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.domain.attention import Attention, NotOffered
from provider_bridge.facets.attention import AttentionApi

__all__ = ["GoToMeetingAttention"]


_WHY: Final = "GoToMeeting has no attention tracking: none of its API's 29 operations has a field for it"


class GoToMeetingAttention(AttentionApi[F]):
    """Attention tracking at GoToMeeting: none."""

    @operation(note="the product has no attention tracking", reference="https://developer.goto.com/GoToMeetingV1")
    def read(self, *, days: int = 90) -> Flow[Attention]:  # noqa: ARG002 (the common interface has it)
        """Return ``NotOffered``; nothing is read, as there is nothing to read."""
        yield from ()
        return NotOffered(_WHY)
