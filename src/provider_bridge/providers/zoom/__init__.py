"""Zoom, by server-to-server OAuth or by a person's login."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.provider import ProviderSpec
from provider_bridge.providers.shared import scopes
from provider_bridge.providers.zoom import (
    consents,
    data_requests,
    dial_ins,
    directory,
    events,
    participants,
    questions,
    responses,
    sessions,
    wire,
)
from provider_bridge.providers.zoom.account import AsyncZoomAccount, ZoomAccount, wire_up
from provider_bridge.providers.zoom.archives import facet as archives
from provider_bridge.providers.zoom.attention import facet as attention
from provider_bridge.providers.zoom.chats import facet as chats
from provider_bridge.providers.zoom.configuration import ZoomSettings
from provider_bridge.providers.zoom.login import login_server
from provider_bridge.providers.zoom.recordings import downloads
from provider_bridge.providers.zoom.recordings import facet as recordings
from provider_bridge.providers.zoom.registrants import facet as registrants
from provider_bridge.providers.zoom.registrants import questions as registration
from provider_bridge.providers.zoom.settings import facet as settings
from provider_bridge.providers.zoom.transcripts import facet as transcripts
from provider_bridge.providers.zoom.unsupported import UNSUPPORTED

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
        *UNSUPPORTED,
    ),
    endpoints=wire.ENDPOINTS,
    login=login_server,
)
