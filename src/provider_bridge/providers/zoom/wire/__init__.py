"""Zoom's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.providers.zoom.wire import (
    archives,
    chats,
    consents,
    data_requests,
    dial_ins,
    directory,
    events,
    history,
    participants,
    questions,
    recordings,
    registrants,
    registration,
    responses,
    sessions,
    settings,
    transcripts,
)
from provider_bridge.providers.zoom.wire.base import DAYS, FORBIDDEN, PLANS, TokenPage

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint

__all__ = ["DAYS", "ENDPOINTS", "FORBIDDEN", "PLANS", "TokenPage"]

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *settings.ENDPOINTS,
    *directory.ENDPOINTS,
    *history.ENDPOINTS,
    *consents.ENDPOINTS,
    *dial_ins.ENDPOINTS,
    *participants.ENDPOINTS,
    *questions.ENDPOINTS,
    *responses.ENDPOINTS,
    *events.ENDPOINTS,
    *sessions.ENDPOINTS,
    *archives.ENDPOINTS,
    *data_requests.ENDPOINTS,
    *recordings.ENDPOINTS,
    *chats.ENDPOINTS,
    *transcripts.ENDPOINTS,
    *registrants.ENDPOINTS,
    *registration.ENDPOINTS,
)
"""Every endpoint that this provider may call."""
