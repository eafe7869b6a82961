"""GoToWebinar, by OAuth refresh token or personal access token."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.provider import Capability, ProviderSpec
from provider_bridge.providers import scopes
from provider_bridge.providers.goto import GoToSettings
from provider_bridge.providers.gotowebinar import wire
from provider_bridge.providers.gotowebinar.account import AsyncGoToWebinarAccount, GoToWebinarAccount, wire_up

__all__ = ["PROVIDER"]

PROVIDER: Final = ProviderSpec(
    name="gotowebinar",
    settings=GoToSettings,
    wire=wire_up,
    account=GoToWebinarAccount,
    async_account=AsyncGoToWebinarAccount,
    capabilities=(
        Capability(
            "attention.read",
            "partial",
            "always on and without a switch; two averages per session are dropped at the wire, scores per person "
            "exist only in the vendor's web page",
            wire.PERFORMANCE.reference,
            (wire.SESSIONS, wire.PERFORMANCE),
        ),
        Capability("directory.hosts.list", "none", "no API lists hosts", wire.SESSIONS.reference),
        Capability("directory.groups.list", "none", "no API lists groups", wire.SESSIONS.reference),
        *scopes.CAPABILITIES,
    ),
    endpoints=wire.ENDPOINTS,
)
