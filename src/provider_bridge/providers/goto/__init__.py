"""What GoToWebinar and GoToMeeting share: settings, login, keys, refusals, the rate limit, how lists are paged."""

from __future__ import annotations

from provider_bridge.providers.goto.settings import GoToSettings
from provider_bridge.providers.goto.wiring import FORBIDDEN, GOTO, wire_up

__all__ = ["FORBIDDEN", "GOTO", "GoToSettings", "wire_up"]
