"""A GoToWebinar account: its wiring and its two faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_bridge.core.flow import RunsAsync, RunsSync
from provider_bridge.core.provider import Wiring
from provider_bridge.providers.goto import GoToSettings, wiring
from provider_bridge.providers.goto.account import AsyncGoToAccount, GoToAccount
from provider_bridge.providers.gotowebinar.attention import AsyncGoToWebinarAttention, GoToWebinarAttention
from provider_bridge.providers.gotowebinar.events import AsyncEvents, Events
from provider_bridge.providers.gotowebinar.participants import AsyncParticipants, Participants
from provider_bridge.providers.gotowebinar.questions import AsyncQuestions, Questions
from provider_bridge.providers.gotowebinar.recordings import AsyncGoToWebinarRecordings, GoToWebinarRecordings
from provider_bridge.providers.gotowebinar.registrants import AsyncRegistrants, Registrants
from provider_bridge.providers.gotowebinar.responses import AsyncResponses, Responses
from provider_bridge.providers.gotowebinar.sessions import AsyncSessions, Sessions
from provider_bridge.providers.gotowebinar.staff import AsyncStaffOfWebinars, StaffOfWebinars
from provider_bridge.providers.gotowebinar.unsupported import MISSING
from provider_bridge.providers.gotowebinar.webhooks.managing import AsyncWebhooks, Webhooks

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
        self.webhooks = Webhooks(runner, self._whose)
        self.questions = Questions(runner, self._whose)
        self.responses = Responses(runner, self._whose)
        self.staff = StaffOfWebinars(runner, self._whose)
        self.events = Events(runner, self._whose)
        self.participants = Participants(runner, self._whose)
        self.sessions = Sessions(runner, self._whose)
        self.registrants = Registrants(runner, self._whose)
        self.recordings = GoToWebinarRecordings(runner, self._whose)


class AsyncGoToWebinarAccount(AsyncGoToAccount):
    """A GoToWebinar account; every operation is awaited."""

    provider = NAME
    missing = MISSING

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(name, settings, runner)
        self.attention = AsyncGoToWebinarAttention(runner, self._whose)
        self.webhooks = AsyncWebhooks(runner, self._whose)
        self.questions = AsyncQuestions(runner, self._whose)
        self.responses = AsyncResponses(runner, self._whose)
        self.staff = AsyncStaffOfWebinars(runner, self._whose)
        self.events = AsyncEvents(runner, self._whose)
        self.participants = AsyncParticipants(runner, self._whose)
        self.sessions = AsyncSessions(runner, self._whose)
        self.registrants = AsyncRegistrants(runner, self._whose)
        self.recordings = AsyncGoToWebinarRecordings(runner, self._whose)
