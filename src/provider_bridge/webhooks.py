"""What providers tell by themselves, in one vocabulary, and the stores that recognise what was told before.

    from provider_bridge import webhooks
    from provider_bridge.providers.zoom.webhooks import ZoomReceiver

    receiver = ZoomReceiver([secret], seen=webhooks.MemorySeenStore())
    received = receiver.receive(headers, body, now=datetime.now(UTC))

How a request is proven to be a provider's is the provider's business. See ``docs/webhooks.md``.
"""

from __future__ import annotations

from provider_bridge.core.webhooks import Received, Scheme, SeenStore, verify
from provider_bridge.domain.notifications import (
    ArchiveCompleted,
    BatchItem,
    ChatFile,
    ChatWritten,
    Deauthorized,
    EventChanged,
    EventRemoved,
    HostChanged,
    Notification,
    OtherNotification,
    ParticipantMoved,
    RecordingChanged,
    RecordingsChanged,
    RegistrationChanged,
    ResponsesGiven,
    SettingChange,
    SettingsChanged,
    SummaryChanged,
    UrlChallenge,
)
from provider_bridge.errors import WebhookRejected
from provider_bridge.runners.webhook_store import MemorySeenStore

__all__ = [
    "ArchiveCompleted",
    "BatchItem",
    "ChatFile",
    "ChatWritten",
    "Deauthorized",
    "EventChanged",
    "EventRemoved",
    "HostChanged",
    "MemorySeenStore",
    "Notification",
    "OtherNotification",
    "ParticipantMoved",
    "Received",
    "RecordingChanged",
    "RecordingsChanged",
    "RegistrationChanged",
    "ResponsesGiven",
    "Scheme",
    "SeenStore",
    "SettingChange",
    "SettingsChanged",
    "SummaryChanged",
    "UrlChallenge",
    "WebhookRejected",
    "verify",
]
