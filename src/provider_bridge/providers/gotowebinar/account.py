"""A GoToWebinar account: its wiring and its facets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_bridge.core.facet import F, part
from provider_bridge.core.provider import Wiring
from provider_bridge.providers.goto import GoToSettings, wiring
from provider_bridge.providers.goto.account import GoToAccount
from provider_bridge.providers.gotowebinar.attention import GoToWebinarAttention
from provider_bridge.providers.gotowebinar.events import Events
from provider_bridge.providers.gotowebinar.participants import Participants
from provider_bridge.providers.gotowebinar.questions import Questions
from provider_bridge.providers.gotowebinar.recordings import GoToWebinarRecordings
from provider_bridge.providers.gotowebinar.registrants import Registrants
from provider_bridge.providers.gotowebinar.responses import Responses
from provider_bridge.providers.gotowebinar.sessions import Sessions
from provider_bridge.providers.gotowebinar.staff import StaffOfWebinars
from provider_bridge.providers.gotowebinar.unsupported import UNSUPPORTED
from provider_bridge.providers.gotowebinar.webhooks.managing import Webhooks

__all__ = ["GoToWebinarAccount", "wire_up"]

NAME: Final = "gotowebinar"


def wire_up(name: str, settings: GoToSettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel."""
    return wiring.wire_up(name, settings, sources, NAME, "/G2W/rest/v2")


class GoToWebinarAccount(GoToAccount[F]):
    """A GoToWebinar account."""

    provider = NAME
    unsupported = UNSUPPORTED

    @part
    def attention(self) -> GoToWebinarAttention[F]:
        return GoToWebinarAttention(self)

    @part
    def webhooks(self) -> Webhooks[F]:
        return Webhooks(self)

    @part
    def questions(self) -> Questions[F]:
        return Questions(self)

    @part
    def responses(self) -> Responses[F]:
        return Responses(self)

    @part
    def staff(self) -> StaffOfWebinars[F]:
        return StaffOfWebinars(self)

    @part
    def events(self) -> Events[F]:
        return Events(self)

    @part
    def participants(self) -> Participants[F]:
        return Participants(self)

    @part
    def sessions(self) -> Sessions[F]:
        return Sessions(self)

    @part
    def registrants(self) -> Registrants[F]:
        return Registrants(self)

    @part
    def recordings(self) -> GoToWebinarRecordings[F]:
        return GoToWebinarRecordings(self)
