"""Zoom, by server-to-server OAuth."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.provider import ProviderSpec
from provider_bridge.providers.zoom import attention, directory, downloads, wire
from provider_bridge.providers.zoom.account import AsyncZoomAccount, ZoomAccount, ZoomSettings, wire_up

__all__ = ["PROVIDER"]

PROVIDER: Final = ProviderSpec(
    name="zoom",
    settings=ZoomSettings,
    wire=wire_up,
    account=ZoomAccount,
    async_account=AsyncZoomAccount,
    capabilities=(
        *attention.CAPABILITIES,
        *directory.CAPABILITIES,
        *downloads.CAPABILITIES,
    ),
    endpoints=wire.ENDPOINTS,
)
