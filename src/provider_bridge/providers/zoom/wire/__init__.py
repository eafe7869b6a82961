"""Zoom's endpoints and wire models, as data: one module a facet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.providers.zoom.wire import directory, downloads, history, settings
from provider_bridge.providers.zoom.wire.base import FORBIDDEN, PLANS, TokenPage

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint

__all__ = ["ENDPOINTS", "FORBIDDEN", "PLANS", "TokenPage"]

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *settings.ENDPOINTS,
    *directory.ENDPOINTS,
    *history.ENDPOINTS,
    *downloads.ENDPOINTS,
)
"""Every endpoint that this provider may call."""
