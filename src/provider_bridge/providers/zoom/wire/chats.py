"""Zoom's Team Chat, where a continuous meeting chat lands as well: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import Key, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import MEDIUM, TokenPage, endpoint

__all__ = [
    "CONVERSATIONS",
    "CONVERSATION_MESSAGES",
    "CONVERSATION_MESSAGES_PAGE",
    "CONVERSATION_PAGE",
    "DELETE_LIVE_MESSAGE",
    "DELETE_MESSAGE",
    "ENDPOINTS",
    "MESSAGE",
    "MESSAGES",
    "MESSAGE_BODY",
    "MESSAGE_PAGE",
    "RETENTION",
    "RETENTION_BODY",
    "ConversationMessagesPage",
    "ConversationRow",
    "MessageRow",
]

MESSAGES = endpoint(
    "GET",
    "/chat/users/{userId}/messages",
    MEDIUM,
    (
        "team_chat:read:list_user_messages:admin",
        "team_chat:read:list_user_messages",
        "chat_message:read:admin",
        "chat_message:read",
    ),
    page="team-chat/#tag/chat-messages",
    expects="messages",
)
MESSAGE = endpoint(
    "GET",
    "/chat/users/{userId}/messages/{messageId}",
    MEDIUM,
    (
        "team_chat:read:user_message:admin",
        "team_chat:read:user_message",
        "chat_message:read:admin",
        "chat_message:read",
    ),
    page="team-chat/#tag/chat-messages",
    expects="id",
    echoes=(Echo("messageId", "id", "message"),),
)
DELETE_MESSAGE = endpoint(
    "DELETE",
    "/chat/users/{userId}/messages/{messageId}",
    MEDIUM,
    (
        "team_chat:delete:user_message:admin",
        "team_chat:delete:user_message",
        "chat_message:write:admin",
        "chat_message:write",
    ),
    page="team-chat/#tag/chat-messages",
)
CONVERSATIONS = endpoint(
    "GET",
    "/report/chat/sessions",
    MEDIUM,
    ("report:read:list_chat_sessions:admin", "report_chat:read:admin"),
    page="team-chat/#tag/reports",
    expects="sessions",
)
CONVERSATION_MESSAGES = endpoint(
    "GET",
    "/report/chat/sessions/{sessionId}",
    MEDIUM,
    ("report:read:chat_session:admin", "report_chat:read:admin"),
    page="team-chat/#tag/reports",
    expects="messages",
)
RETENTION = endpoint(
    "GET",
    "/chat/channels/{channelId}/retention",
    MEDIUM,
    ("team_chat:read:retention:admin", "chat_channel:read:admin"),
    page="team-chat/#tag/chat-channels-account-level",
    expects="cloud_retention",
    echoes=(Echo("channelId", "channel_id", "channel"),),
)
DELETE_LIVE_MESSAGE = endpoint(
    "DELETE",
    "/live_meetings/{meetingId}/chat/messages/{messageId}",
    MEDIUM,
    (
        "meeting:delete:live_meeting_chat_message:admin",
        "meeting:delete:live_meeting_chat_message",
        "meeting:write:admin",
        "meeting:write",
    ),
    page="meetings/#tag/in-meeting-features",
)

ENDPOINTS: Final = (
    DELETE_LIVE_MESSAGE,
    MESSAGES,
    MESSAGE,
    DELETE_MESSAGE,
    CONVERSATIONS,
    CONVERSATION_MESSAGES,
    RETENTION,
)


class FileRow(WireModel):
    file_id: OpenText = None


class MessageRow(WireModel):
    """A message. ``file_id`` beside ``files`` is the first of them; reports write ids of other messages in braces."""

    id: Key
    message: OpenText = None
    status: OpenText = None
    date_time: UtcTime = None
    reply_main_message_id: OpenText = None
    sender: OpenText = None
    sender_display_name: OpenText = None
    file_id: OpenText = None
    files: tuple[FileRow, ...] | None = None


class MessagePage(TokenPage):
    messages: tuple[MessageRow, ...]


class ConversationMessagesPage(TokenPage):
    """A page of one conversation; only ``messages`` is paged, the other two can come with every page."""

    messages: tuple[MessageRow, ...]
    edited_messages: tuple[MessageRow, ...] | None = None
    deleted_messages: tuple[MessageRow, ...] | None = None


class ConversationRow(WireModel):
    id: Key
    type: OpenText = None
    status: OpenText = None
    name: OpenText = None
    channel_id: OpenText = None
    member_emails: tuple[str, ...] | None = None
    has_external_member: bool | None = None
    last_message_sent_time: UtcTime = None


class ConversationPage(TokenPage):
    sessions: tuple[ConversationRow, ...]


class Retention(WireModel):
    enable_custom_retention: bool
    retention_period: OpenText = None


class RetentionBody(WireModel):
    cloud_retention: Retention


MESSAGE_PAGE: Final = TypeAdapter(MessagePage)
MESSAGE_BODY: Final = TypeAdapter(MessageRow)
CONVERSATION_PAGE: Final = TypeAdapter(ConversationPage)
CONVERSATION_MESSAGES_PAGE: Final = TypeAdapter(ConversationMessagesPage)
RETENTION_BODY: Final = TypeAdapter(RetentionBody)
