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
_NOT_YET: Final = ("provider_bridge cannot read it yet", "see the vendor's web page")
MISSING: Final = {
    "archives": ("GoToMeeting has no compliance archive", "nothing is kept that way"),
    "chats": ("no API shows or deletes GoToMeeting's chats", "see the meeting's history in the vendor's web page"),
    "consents": ("GoToMeeting's API keeps no record of consent", "ask for consent in the invitation"),
    "data_requests": ("GoTo takes such requests by its web form only", "write to the vendor's privacy team"),
    "dial_ins": ("GoToMeeting's attendee rows hold no telephone numbers", "see the meeting's history"),
    "directory": (
        "GoToMeeting's API lists organizers and groups only in operations its vendor has deprecated",
        "see the vendor's admin centre",
    ),
    "events": _NOT_YET,
    "participants": _NOT_YET,
    "questions": ("GoToMeeting has no questions and answers", "nothing is kept that way"),
    "recordings": _NOT_YET,
    "registrants": ("nobody registers for a GoToMeeting", "nothing is kept that way"),
    "responses": ("GoToMeeting's API has no polls or surveys", "see the meeting's history in the vendor's web page"),
    "sessions": _NOT_YET,
    "settings": ("no API reads GoToMeeting's settings", "see the vendor's admin centre"),
    "transcripts": ("no API shows transcripts or notes", "see the meeting's history in the vendor's web page"),
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
