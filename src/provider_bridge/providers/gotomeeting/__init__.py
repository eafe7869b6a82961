"""GoToMeeting, by OAuth refresh token or personal access token."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.provider import ProviderSpec
from provider_bridge.providers.goto import GoToSettings
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.login import login_server
from provider_bridge.providers.gotomeeting import (
    attention,
    directory,
    events,
    participants,
    recordings,
    sessions,
    wire,
)
from provider_bridge.providers.gotomeeting.account import AsyncGoToMeetingAccount, GoToMeetingAccount, wire_up
from provider_bridge.providers.gotomeeting.unsupported import UNSUPPORTED
from provider_bridge.providers.shared import scopes

__all__ = ["PROVIDER"]

PROVIDER: Final = ProviderSpec(
    name="gotomeeting",
    settings=GoToSettings,
    wire=wire_up,
    account=GoToMeetingAccount,
    async_account=AsyncGoToMeetingAccount,
    capabilities=(
        *attention.CAPABILITIES,
        *directory.CAPABILITIES,
        *events.CAPABILITIES,
        *participants.CAPABILITIES,
        *recordings.CAPABILITIES,
        *scopes.CAPABILITIES,
        *sessions.CAPABILITIES,
        *UNSUPPORTED,
    ),
    endpoints=(*WHOSE, *wire.ENDPOINTS),
    login=login_server,
)
