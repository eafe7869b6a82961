"""GoToMeeting, by OAuth refresh token or personal access token."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.facet import Async, Sync
from provider_bridge.core.provider import ProviderSpec
from provider_bridge.providers.goto import GoToSettings
from provider_bridge.providers.goto.login import login_server
from provider_bridge.providers.gotomeeting.account import GoToMeetingAccount, wire_up

__all__ = ["PROVIDER"]

PROVIDER: Final[ProviderSpec[GoToMeetingAccount[Sync], GoToMeetingAccount[Async]]] = ProviderSpec(
    name="gotomeeting",
    settings=GoToSettings,
    wire=wire_up,
    account=GoToMeetingAccount,
    login=login_server,
)
