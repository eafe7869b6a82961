"""GoToWebinar's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.gotowebinar.wire import attention, registrants, registration

__all__ = ["ENDPOINTS", "attention", "registrants", "registration"]

ENDPOINTS: Final = (*attention.ENDPOINTS, *registrants.ENDPOINTS, *registration.ENDPOINTS)
