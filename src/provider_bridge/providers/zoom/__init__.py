"""Zoom, by server-to-server OAuth or by a person's login."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.facet import Async, Sync
from provider_bridge.core.provider import ProviderSpec
from provider_bridge.providers.zoom.account import ZoomAccount, wire_up
from provider_bridge.providers.zoom.configuration import ZoomSettings
from provider_bridge.providers.zoom.login import login_server

__all__ = ["PROVIDER"]

PROVIDER: Final[ProviderSpec[ZoomAccount[Sync], ZoomAccount[Async]]] = ProviderSpec(
    name="zoom",
    settings=ZoomSettings,
    wire=wire_up,
    account=ZoomAccount,
    login=login_server,
)
