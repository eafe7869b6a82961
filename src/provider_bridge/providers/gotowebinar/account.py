"""A GoToWebinar account: its wiring and its two faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_bridge.core.flow import RunsAsync, RunsSync
from provider_bridge.core.provider import Wiring
from provider_bridge.providers.goto import GoToSettings, wiring
from provider_bridge.providers.goto.account import AsyncGoToAccount, GoToAccount
from provider_bridge.providers.gotowebinar.attention import AsyncGoToWebinarAttention, GoToWebinarAttention
from provider_bridge.providers.gotowebinar.lacking import MISSING
from provider_bridge.providers.gotowebinar.recordings import AsyncGoToWebinarRecordings, GoToWebinarRecordings

__all__ = ["AsyncGoToWebinarAccount", "GoToWebinarAccount", "wire_up"]

NAME: Final = "gotowebinar"


def wire_up(name: str, settings: GoToSettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel."""
    return wiring.wire_up(name, settings, sources, NAME, "/G2W/rest/v2")


class GoToWebinarAccount(GoToAccount):
    """A GoToWebinar account; every operation blocks."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsSync) -> None:
        super().__init__(name, settings, runner)
        self.attention = GoToWebinarAttention(runner, self._whose)
        self.recordings = GoToWebinarRecordings(runner, self._whose)


class AsyncGoToWebinarAccount(AsyncGoToAccount):
    """A GoToWebinar account; every operation is awaited."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(name, settings, runner)
        self.attention = AsyncGoToWebinarAttention(runner, self._whose)
        self.recordings = AsyncGoToWebinarRecordings(runner, self._whose)
