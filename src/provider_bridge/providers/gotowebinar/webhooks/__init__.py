"""What GoToWebinar tells by itself: where it is to be sent, proving that it is GoTo's, and reading what it says."""

from __future__ import annotations

from provider_bridge.providers.gotowebinar.webhooks.reading import read_event
from provider_bridge.providers.gotowebinar.webhooks.receiving import GoToReceiver, Received
from provider_bridge.providers.gotowebinar.webhooks.verifying import (
    SupposedSignature,
    Verifier,
    refuse_everything,
    unproven,
)

__all__ = [
    "GoToReceiver",
    "Received",
    "SupposedSignature",
    "Verifier",
    "read_event",
    "refuse_everything",
    "unproven",
]
