"""GoToWebinar, by OAuth refresh token or personal access token."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.provider import ProviderSpec
from provider_bridge.providers.goto import GoToSettings
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.login import login_server
from provider_bridge.providers.gotowebinar import (
    attention,
    events,
    participants,
    questions,
    recordings,
    registrants,
    registration,
    responses,
    sessions,
    staff,
    wire,
)
from provider_bridge.providers.gotowebinar.account import AsyncGoToWebinarAccount, GoToWebinarAccount, wire_up
from provider_bridge.providers.gotowebinar.unsupported import UNSUPPORTED
from provider_bridge.providers.gotowebinar.webhooks import managing as webhooks
from provider_bridge.providers.shared import scopes

__all__ = ["PROVIDER"]

PROVIDER: Final = ProviderSpec(
    name="gotowebinar",
    settings=GoToSettings,
    wire=wire_up,
    account=GoToWebinarAccount,
    async_account=AsyncGoToWebinarAccount,
    capabilities=(
        *attention.CAPABILITIES,
        *events.CAPABILITIES,
        *participants.CAPABILITIES,
        *questions.CAPABILITIES,
        *recordings.CAPABILITIES,
        *registrants.CAPABILITIES,
        *registration.CAPABILITIES,
        *responses.CAPABILITIES,
        *scopes.CAPABILITIES,
        *sessions.CAPABILITIES,
        *staff.CAPABILITIES,
        *webhooks.CAPABILITIES,
        *UNSUPPORTED,
    ),
    endpoints=(*WHOSE, *wire.ENDPOINTS),
    login=login_server,
)
