"""GoToWebinar's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.gotowebinar.wire import attention, questions, responses, staff

__all__ = ["ENDPOINTS", "attention", "questions", "responses", "staff"]

ENDPOINTS: Final = (
    *attention.ENDPOINTS,
    *questions.ENDPOINTS,
    *responses.ENDPOINTS,
    *staff.ENDPOINTS,
)
