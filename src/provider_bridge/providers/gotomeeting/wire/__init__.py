"""GoToMeeting's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.providers.gotomeeting.wire import (
    directory,
    events,
    participants,
    recordings,
    sessions,
)

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint

__all__ = ["ENDPOINTS"]

ENDPOINTS: Final[tuple[Endpoint, ...]] = tuple(
    dict.fromkeys(
        (
            *directory.ENDPOINTS,
            *events.ENDPOINTS,
            *participants.ENDPOINTS,
            *recordings.ENDPOINTS,
            *sessions.ENDPOINTS,
        )
    )
)
"""Every endpoint that this provider may call, each once."""
