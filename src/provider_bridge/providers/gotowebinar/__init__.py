"""GoToWebinar, by OAuth refresh token or personal access token."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.facet import Async, Sync
from provider_bridge.core.provider import ProviderSpec
from provider_bridge.providers.goto import GoToSettings
from provider_bridge.providers.goto.login import login_server
from provider_bridge.providers.gotowebinar.account import GoToWebinarAccount, wire_up

__all__ = ["PROVIDER"]

PROVIDER: Final[ProviderSpec[GoToWebinarAccount[Sync], GoToWebinarAccount[Async]]] = ProviderSpec(
    name="gotowebinar",
    settings=GoToSettings,
    wire=wire_up,
    account=GoToWebinarAccount,
    login=login_server,
)
