"""GoToWebinar's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.providers.gotowebinar.wire import (
    events,
    participants,
    questions,
    recordings,
    registrants,
    registration,
    responses,
    sessions,
    staff,
    webhooks,
)

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint

__all__ = ["ENDPOINTS"]

ENDPOINTS: Final[tuple[Endpoint, ...]] = tuple(
    dict.fromkeys(
        (
            *events.ENDPOINTS,
            *participants.ENDPOINTS,
            *questions.ENDPOINTS,
            *recordings.ENDPOINTS,
            *registrants.ENDPOINTS,
            *registration.ENDPOINTS,
            *responses.ENDPOINTS,
            *sessions.ENDPOINTS,
            *staff.ENDPOINTS,
            *webhooks.ENDPOINTS,
        )
    )
)
"""Every endpoint that this provider may call, each once."""
