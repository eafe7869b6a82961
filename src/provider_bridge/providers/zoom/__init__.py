"""Zoom, by server-to-server OAuth or by a person's login."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.provider import ProviderSpec
from provider_bridge.providers import scopes
from provider_bridge.providers.zoom import (
    archives,
    attention,
    chats,
    consents,
    data_requests,
    dial_ins,
    directory,
    downloads,
    events,
    participants,
    questions,
    recordings,
    registrants,
    registration,
    responses,
    sessions,
    settings,
    transcripts,
    wire,
)
from provider_bridge.providers.zoom.account import AsyncZoomAccount, ZoomAccount, ZoomSettings, wire_up
from provider_bridge.providers.zoom.lacking import LACKING
from provider_bridge.providers.zoom.login import login_server

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
        *settings.CAPABILITIES,
        *consents.CAPABILITIES,
        *dial_ins.CAPABILITIES,
        *participants.CAPABILITIES,
        *questions.CAPABILITIES,
        *responses.CAPABILITIES,
        *events.CAPABILITIES,
        *sessions.CAPABILITIES,
        *archives.CAPABILITIES,
        *data_requests.CAPABILITIES,
        *recordings.CAPABILITIES,
        *chats.CAPABILITIES,
        *transcripts.CAPABILITIES,
        *scopes.CAPABILITIES,
        *registrants.CAPABILITIES,
        *registration.CAPABILITIES,
        *downloads.CAPABILITIES,
        *LACKING,
    ),
    endpoints=wire.ENDPOINTS,
    login=login_server,
)
