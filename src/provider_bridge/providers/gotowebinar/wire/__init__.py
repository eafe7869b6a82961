"""GoToWebinar's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.gotowebinar.wire import attention, participants, sessions

__all__ = ["ENDPOINTS", "attention", "participants", "sessions"]

ENDPOINTS: Final = (*sessions.ENDPOINTS, *participants.ENDPOINTS)
"""``attention`` calls those of ``sessions``."""
