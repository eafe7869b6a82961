"""A GoToMeeting account: its wiring and its two faces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.core.face import AsyncAccountFace, SyncAccountFace
from provider_bridge.core.flow import AsyncFace, SyncFace, operation
from provider_bridge.domain.attention import NotOffered
from provider_bridge.domain.people import Identity
from provider_bridge.providers import goto
from provider_bridge.providers.goto import GoToSettings, read_me

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.core.flow import RunsAsync, RunsSync
    from provider_bridge.core.provider import Wiring
    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.attention import Attention

__all__ = ["AsyncGoToMeetingAccount", "GoToMeetingAccount", "wire_up"]

NAME: Final = "gotomeeting"
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


class _Account:
    name: str
    provider = NAME
    settings: GoToSettings
    missing = {  # noqa: RUF012 (declared constant in the base)
        "directory": (
            "GoToMeeting's API lists organizers and groups only in operations its vendor has deprecated",
            "see the vendor's admin centre",
        )
    }

    @operation
    def identify(self) -> Flow[Identity]:
        """Return the user key that the credentials belong to, which is the organizer key.

        Personal data: none is read. Scope ``identity:scim.me``, or ``identity:``. One or two calls.
        https://developer.goto.com/guides/Authentication/
        """
        return Identity(NAME, (yield from read_me()))


class GoToMeetingAccount(SyncAccountFace, _Account):
    """A GoToMeeting account; every operation blocks."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsSync) -> None:
        super().__init__(runner)
        self.name = name
        self.settings = settings
        self.attention = GoToMeetingAttention(runner)


class AsyncGoToMeetingAccount(AsyncAccountFace, _Account):
    """A GoToMeeting account; every operation is awaited."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(runner)
        self.name = name
        self.settings = settings
        self.attention = AsyncGoToMeetingAttention(runner)
