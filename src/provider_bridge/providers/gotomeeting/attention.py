"""GoToMeeting tracks no attention."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.capability import Capability
from provider_bridge.core.flow import AsyncFace, SyncFace, operation
from provider_bridge.core.steps import Flow
from provider_bridge.domain.attention import Attention, NotOffered

__all__ = ["CAPABILITIES", "AsyncGoToMeetingAttention", "GoToMeetingAttention"]

CAPABILITIES: Final = (
    Capability(
        "attention.read",
        "full",
        "the product has no attention tracking",
        "https://developer.goto.com/GoToMeetingV1",
        (),
    ),
)

_WHY: Final = "GoToMeeting has no attention tracking: none of its API's 29 operations has a field for it"


class _Attention:
    @operation
    def read(self, *, days: int = 90) -> Flow[Attention]:  # noqa: ARG002 (the common interface has it)
        """Return ``NotOffered``; nothing is read, as there is nothing to read.

        https://developer.goto.com/GoToMeetingV1
        """
        yield from ()
        return NotOffered(_WHY)


class GoToMeetingAttention(SyncFace, _Attention):
    """Attention tracking at GoToMeeting: none."""


class AsyncGoToMeetingAttention(AsyncFace, _Attention):
    """Attention tracking at GoToMeeting: none."""
