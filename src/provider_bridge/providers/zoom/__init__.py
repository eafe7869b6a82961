"""Zoom, by server-to-server OAuth."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.provider import Capability, ProviderSpec
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.account import AsyncZoomAccount, ZoomAccount, ZoomSettings, wire_up

__all__ = ["PROVIDER"]

PROVIDER: Final = ProviderSpec(
    name="zoom",
    settings=ZoomSettings,
    wire=wire_up,
    account=ZoomAccount,
    async_account=AsyncZoomAccount,
    capabilities=(
        Capability(
            "attention.read",
            "full",
            "withdrawn by Zoom in April 2020; the old switch is searched at every level",
            wire.ACCOUNT_SETTINGS.reference,
        ),
        Capability("directory.hosts.list", "full", "active, inactive and pending users", wire.USERS.reference),
        Capability("directory.groups.list", "full", "every group", wire.GROUPS.reference),
    ),
    endpoints=wire.ENDPOINTS,
)
