"""A GoToWebinar account: its wiring and its two faces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.core.face import AsyncAccountFace, SyncAccountFace
from provider_bridge.core.flow import operation
from provider_bridge.domain.people import Identity
from provider_bridge.providers import goto
from provider_bridge.providers.goto import GoToSettings, read_me
from provider_bridge.providers.gotowebinar.attention import AsyncGoToWebinarAttention, GoToWebinarAttention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.core.flow import RunsAsync, RunsSync
    from provider_bridge.core.provider import Wiring
    from provider_bridge.core.steps import Flow

__all__ = ["AsyncGoToWebinarAccount", "GoToWebinarAccount", "wire_up"]

NAME: Final = "gotowebinar"


def wire_up(name: str, settings: GoToSettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel."""
    return goto.wire_up(name, settings, sources, NAME, "/G2W/rest/v2")


class _Account:
    name: str
    provider = NAME
    settings: GoToSettings
    missing = {  # noqa: RUF012 (declared constant in the base)
        "directory": (
            "GoToWebinar's API lists no hosts or groups",
            "name the organizer with organizer_key in the configuration",
        )
    }

    @operation
    def identify(self) -> Flow[Identity]:
        """Return the user key that the credentials belong to, which is the organizer key.

        Personal data: none is read. Scope ``identity:scim.me``, or ``identity:``. One or two calls.
        https://developer.goto.com/guides/Authentication/
        """
        return Identity(NAME, (yield from read_me()))


class GoToWebinarAccount(SyncAccountFace, _Account):
    """A GoToWebinar account; every operation blocks."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsSync) -> None:
        super().__init__(runner)
        self.name = name
        self.settings = settings
        self.attention = GoToWebinarAttention(runner, settings.organizer_key)


class AsyncGoToWebinarAccount(AsyncAccountFace, _Account):
    """A GoToWebinar account; every operation is awaited."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(runner)
        self.name = name
        self.settings = settings
        self.attention = AsyncGoToWebinarAttention(runner, settings.organizer_key)
