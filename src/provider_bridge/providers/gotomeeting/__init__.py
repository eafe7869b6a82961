"""GoToMeeting, by OAuth refresh token or personal access token."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.provider import Capability, ProviderSpec
from provider_bridge.providers import scopes
from provider_bridge.providers.goto import ADMIN_ME, SCIM_ME, GoToSettings
from provider_bridge.providers.gotomeeting.account import AsyncGoToMeetingAccount, GoToMeetingAccount, wire_up

__all__ = ["PROVIDER"]

_DOCS: Final = "https://developer.goto.com/GoToMeetingV1"

PROVIDER: Final = ProviderSpec(
    name="gotomeeting",
    settings=GoToSettings,
    wire=wire_up,
    account=GoToMeetingAccount,
    async_account=AsyncGoToMeetingAccount,
    capabilities=(
        Capability("attention.read", "full", "the product has no attention tracking", _DOCS, ()),
        Capability("directory.hosts.list", "none", "only in deprecated operations", _DOCS),
        Capability("directory.groups.list", "none", "only in deprecated operations", _DOCS),
        *scopes.CAPABILITIES,
    ),
    endpoints=(SCIM_ME, ADMIN_ME),
)
