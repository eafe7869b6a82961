"""GoToWebinar's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.gotowebinar.wire import attention, recordings

__all__ = ["ENDPOINTS", "attention", "recordings"]

ENDPOINTS: Final = (*attention.ENDPOINTS, *recordings.ENDPOINTS)
