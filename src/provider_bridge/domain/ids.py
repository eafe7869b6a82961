"""Identifiers: text of any length, told apart by type so that they cannot be mixed up.

What is behind the text is the provider's business; hand back what a listing gave you.
"""

from __future__ import annotations

from typing import NewType

__all__ = [
    "ChannelId",
    "ConversationId",
    "EventId",
    "FileId",
    "GroupId",
    "HostId",
    "MessageId",
    "RecordingId",
    "RegistrantId",
    "RequestId",
    "SessionId",
    "StaffId",
    "SubscriptionId",
    "WebhookId",
]

HostId = NewType("HostId", str)
GroupId = NewType("GroupId", str)
EventId = NewType("EventId", str)
SessionId = NewType("SessionId", str)
RecordingId = NewType("RecordingId", str)
RegistrantId = NewType("RegistrantId", str)
FileId = NewType("FileId", str)
MessageId = NewType("MessageId", str)
RequestId = NewType("RequestId", str)
ChannelId = NewType("ChannelId", str)
StaffId = NewType("StaffId", str)
ConversationId = NewType("ConversationId", str)
WebhookId = NewType("WebhookId", str)
SubscriptionId = NewType("SubscriptionId", str)
