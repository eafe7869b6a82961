"""A GoToMeeting account: its wiring and its facets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_bridge.core.facet import F, part
from provider_bridge.core.provider import Wiring
from provider_bridge.providers.goto import GoToSettings, wiring
from provider_bridge.providers.goto.account import GoToAccount
from provider_bridge.providers.gotomeeting.attention import GoToMeetingAttention
from provider_bridge.providers.gotomeeting.directory import Directory
from provider_bridge.providers.gotomeeting.events import Events
from provider_bridge.providers.gotomeeting.participants import Participants
from provider_bridge.providers.gotomeeting.recordings import GoToMeetingRecordings
from provider_bridge.providers.gotomeeting.sessions import Sessions
from provider_bridge.providers.gotomeeting.unsupported import UNSUPPORTED

__all__ = ["GoToMeetingAccount", "wire_up"]

NAME: Final = "gotomeeting"


def wire_up(name: str, settings: GoToSettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel."""
    return wiring.wire_up(name, settings, sources, NAME, "/G2M/rest")


class GoToMeetingAccount(GoToAccount[F]):
    """A GoToMeeting account."""

    provider = NAME
    unsupported = UNSUPPORTED

    @part
    def attention(self) -> GoToMeetingAttention[F]:
        return GoToMeetingAttention(self)

    @part
    def directory(self) -> Directory[F]:
        return Directory(self)

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
    def recordings(self) -> GoToMeetingRecordings[F]:
        return GoToMeetingRecordings(self)
