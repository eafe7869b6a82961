"""GoToMeeting's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.gotomeeting.wire import recordings

__all__ = ["ENDPOINTS", "recordings"]

ENDPOINTS: Final = (*recordings.ENDPOINTS,)
