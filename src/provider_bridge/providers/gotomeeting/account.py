"""A GoToMeeting account: its wiring and its two faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_bridge.core.flow import RunsAsync, RunsSync
from provider_bridge.core.provider import Wiring
from provider_bridge.providers.goto import GoToSettings, wiring
from provider_bridge.providers.goto.account import AsyncGoToAccount, GoToAccount
from provider_bridge.providers.gotomeeting.attention import AsyncGoToMeetingAttention, GoToMeetingAttention
from provider_bridge.providers.gotomeeting.directory import AsyncDirectory, Directory
from provider_bridge.providers.gotomeeting.events import AsyncEvents, Events
from provider_bridge.providers.gotomeeting.participants import AsyncParticipants, Participants
from provider_bridge.providers.gotomeeting.recordings import AsyncGoToMeetingRecordings, GoToMeetingRecordings
from provider_bridge.providers.gotomeeting.sessions import AsyncSessions, Sessions
from provider_bridge.providers.gotomeeting.unsupported import MISSING

__all__ = ["AsyncGoToMeetingAccount", "GoToMeetingAccount", "wire_up"]

NAME: Final = "gotomeeting"


def wire_up(name: str, settings: GoToSettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel."""
    return wiring.wire_up(name, settings, sources, NAME, "/G2M/rest")


class GoToMeetingAccount(GoToAccount):
    """A GoToMeeting account; every operation blocks."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsSync) -> None:
        super().__init__(name, settings, runner)
        self.attention = GoToMeetingAttention(runner)
        self.directory = Directory(runner, self._whose)
        self.events = Events(runner, self._whose)
        self.participants = Participants(runner, self._whose)
        self.sessions = Sessions(runner, self._whose)
        self.recordings = GoToMeetingRecordings(runner, self._whose)


class AsyncGoToMeetingAccount(AsyncGoToAccount):
    """A GoToMeeting account; every operation is awaited."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(name, settings, runner)
        self.attention = AsyncGoToMeetingAttention(runner)
        self.directory = AsyncDirectory(runner, self._whose)
        self.events = AsyncEvents(runner, self._whose)
        self.participants = AsyncParticipants(runner, self._whose)
        self.sessions = AsyncSessions(runner, self._whose)
        self.recordings = AsyncGoToMeetingRecordings(runner, self._whose)
