"""A GoToMeeting account: its wiring and its two faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_bridge.core.flow import AsyncFace, RunsAsync, RunsSync, SyncFace, operation
from provider_bridge.core.provider import Wiring
from provider_bridge.core.steps import Flow
from provider_bridge.domain.attention import Attention, NotOffered
from provider_bridge.providers import goto
from provider_bridge.providers.goto import AsyncGoToAccount, GoToAccount, GoToSettings

__all__ = ["AsyncGoToMeetingAccount", "GoToMeetingAccount", "wire_up"]

NAME: Final = "gotomeeting"
MISSING: Final = {
    "directory": (
        "GoToMeeting's API lists organizers and groups only in operations its vendor has deprecated",
        "see the vendor's admin centre",
    )
}
_WHY: Final = "GoToMeeting has no attention tracking: none of its API's 29 operations has a field for it"


def wire_up(name: str, settings: GoToSettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel."""
    return goto.wire_up(name, settings, sources, NAME, "/G2M/rest")


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


class GoToMeetingAccount(GoToAccount):
    """A GoToMeeting account; every operation blocks."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsSync) -> None:
        super().__init__(name, settings, runner)
        self.attention = GoToMeetingAttention(runner)


class AsyncGoToMeetingAccount(AsyncGoToAccount):
    """A GoToMeeting account; every operation is awaited."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(name, settings, runner)
        self.attention = AsyncGoToMeetingAttention(runner)
