"""What Zoom tells by itself: proving that it is Zoom who calls, and reading what it says."""

from __future__ import annotations

from provider_bridge.providers.zoom.webhooks.reading import read_event
from provider_bridge.providers.zoom.webhooks.receiving import SCHEME, Received, ZoomReceiver

__all__ = ["SCHEME", "Received", "ZoomReceiver", "read_event"]
