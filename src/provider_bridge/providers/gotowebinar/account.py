"""A GoToWebinar account: its wiring and its two faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_bridge.core.flow import RunsAsync, RunsSync
from provider_bridge.core.provider import Wiring
from provider_bridge.providers import goto
from provider_bridge.providers.goto import AsyncGoToAccount, GoToAccount, GoToSettings
from provider_bridge.providers.gotowebinar.attention import AsyncGoToWebinarAttention, GoToWebinarAttention

__all__ = ["AsyncGoToWebinarAccount", "GoToWebinarAccount", "wire_up"]

NAME: Final = "gotowebinar"
_NOT_YET: Final = ("provider_bridge cannot read it yet", "see the vendor's web page")
MISSING: Final = {
    "archives": ("GoToWebinar has no compliance archive", "nothing is kept that way"),
    "chats": ("no API shows or deletes GoToWebinar's chats", "see the session's report in the vendor's web page"),
    "consents": ("GoToWebinar's API keeps no record of consent", "ask for consent at registration"),
    "data_requests": ("GoTo takes such requests by its web form only", "write to the vendor's privacy team"),
    "dial_ins": ("GoToWebinar's API shows no telephone numbers of attendees", "see the session's report"),
    "directory": (
        "GoToWebinar's API lists no hosts or groups",
        "name the organizer with organizer_key in the configuration",
    ),
    "events": _NOT_YET,
    "participants": _NOT_YET,
    "questions": _NOT_YET,
    "recordings": _NOT_YET,
    "registrants": _NOT_YET,
    "responses": _NOT_YET,
    "sessions": _NOT_YET,
    "settings": ("no API reads GoToWebinar's settings", "see the vendor's admin centre"),
    "transcripts": ("no API shows transcripts as text", "see the recording in the vendor's web page"),
}


def wire_up(name: str, settings: GoToSettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel."""
    return goto.wire_up(name, settings, sources, NAME, "/G2W/rest/v2")


class GoToWebinarAccount(GoToAccount):
    """A GoToWebinar account; every operation blocks."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsSync) -> None:
        super().__init__(name, settings, runner)
        self.attention = GoToWebinarAttention(runner, settings.organizer_key)


class AsyncGoToWebinarAccount(AsyncGoToAccount):
    """A GoToWebinar account; every operation is awaited."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(name, settings, runner)
        self.attention = AsyncGoToWebinarAttention(runner, settings.organizer_key)
