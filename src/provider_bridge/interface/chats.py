"""Chats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator
    from datetime import date, datetime

    from provider_bridge.domain.ids import ChannelId, ConversationId, EventId, HostId, MessageId, SessionId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.transcripts import ChatRetention, ChatTranscript, Conversation, TeamMessage

__all__ = [
    "AsyncChatRetentionApi",
    "AsyncChatsApi",
    "AsyncConversationMessagesApi",
    "AsyncConversationsApi",
    "AsyncHasChats",
    "AsyncTeamMessagesApi",
    "ChatRetentionApi",
    "ChatsApi",
    "ConversationMessagesApi",
    "ConversationsApi",
    "HasChats",
    "TeamMessagesApi",
    "async_has_chats",
    "has_chats",
]


class TeamMessagesApi(Protocol):
    """Messages of the provider's standing chat, where chats that outlive a session are kept."""

    def list(
        self,
        user: HostId,
        *,
        channel: ChannelId | None = None,
        contact: str | None = None,
        since: datetime,
        until: datetime | None = None,
    ) -> Iterator[TeamMessage]:
        """List a user's messages with a contact or in a channel, edited and deleted ones among them and marked.

        Personal data: names and e-mail addresses of senders, and their words.
        """
        ...

    def delete(
        self, user: HostId, message: MessageId, *, channel: ChannelId | None = None, contact: str | None = None
    ) -> Deletion:
        """Delete a message that a user sent, and look whether its words are gone."""
        ...


class ConversationMessagesApi(Protocol):
    """What was written in conversations."""

    def list(self, conversation: ConversationId, *, since: date, until: date | None = None) -> Iterator[TeamMessage]:
        """List a conversation's messages of some days, edited and deleted ones too.

        Personal data: names and e-mail addresses of senders, and their words.
        """
        ...


class ConversationsApi(Protocol):
    """The account's conversations in the standing chat."""

    @property
    def messages(self) -> ConversationMessagesApi: ...

    def list(self, *, since: date, until: date | None = None) -> Iterator[Conversation]:
        """List the conversations of some days. Personal data: e-mail addresses of members."""
        ...


class ChatRetentionApi(Protocol):
    """How long channels keep messages."""

    def read(self, channel: ChannelId) -> ChatRetention:
        """Return how long a channel's messages are kept."""
        ...


class ChatsApi(Protocol):
    """Chats."""

    @property
    def team(self) -> TeamMessagesApi: ...
    @property
    def conversations(self) -> ConversationsApi: ...
    @property
    def retention(self) -> ChatRetentionApi: ...

    def read(self, session: SessionId) -> tuple[ChatTranscript, ...]:
        """Read a session's chat, one transcript for each file of it. Personal data: names, and what people wrote."""
        ...

    def delete(self, event: EventId, message: MessageId) -> Deletion:
        """Delete one message from the chat of an event that is running, where the provider can."""
        ...


class AsyncTeamMessagesApi(Protocol):
    """Messages of the provider's standing chat, where chats that outlive a session are kept."""

    def list(
        self,
        user: HostId,
        *,
        channel: ChannelId | None = None,
        contact: str | None = None,
        since: datetime,
        until: datetime | None = None,
    ) -> AsyncIterator[TeamMessage]:
        """List a user's messages with a contact or in a channel, edited and deleted ones among them and marked.

        Personal data: names and e-mail addresses of senders, and their words.
        """
        ...

    def delete(
        self, user: HostId, message: MessageId, *, channel: ChannelId | None = None, contact: str | None = None
    ) -> Awaitable[Deletion]:
        """Delete a message that a user sent, and look whether its words are gone."""
        ...


class AsyncConversationMessagesApi(Protocol):
    """What was written in conversations."""

    def list(
        self, conversation: ConversationId, *, since: date, until: date | None = None
    ) -> AsyncIterator[TeamMessage]:
        """List a conversation's messages of some days, edited and deleted ones too.

        Personal data: names and e-mail addresses of senders, and their words.
        """
        ...


class AsyncConversationsApi(Protocol):
    """The account's conversations in the standing chat."""

    @property
    def messages(self) -> AsyncConversationMessagesApi: ...

    def list(self, *, since: date, until: date | None = None) -> AsyncIterator[Conversation]:
        """List the conversations of some days. Personal data: e-mail addresses of members."""
        ...


class AsyncChatRetentionApi(Protocol):
    """How long channels keep messages."""

    def read(self, channel: ChannelId) -> Awaitable[ChatRetention]:
        """Return how long a channel's messages are kept."""
        ...


class AsyncChatsApi(Protocol):
    """Chats."""

    @property
    def team(self) -> AsyncTeamMessagesApi: ...
    @property
    def conversations(self) -> AsyncConversationsApi: ...
    @property
    def retention(self) -> AsyncChatRetentionApi: ...

    def read(self, session: SessionId) -> Awaitable[tuple[ChatTranscript, ...]]:
        """Read a session's chat, one transcript for each file of it. Personal data: names, and what people wrote."""
        ...

    def delete(self, event: EventId, message: MessageId) -> Awaitable[Deletion]:
        """Delete one message from the chat of an event that is running, where the provider can."""
        ...


class HasChats(Account, Protocol):
    """An account whose provider has chats."""

    @property
    def chats(self) -> ChatsApi: ...


class AsyncHasChats(AsyncAccount, Protocol):
    """An account whose provider has chats."""

    @property
    def chats(self) -> AsyncChatsApi: ...


def has_chats(account: Account) -> TypeIs[HasChats]:
    """Whether the provider has chats."""
    return has(account, "chats")


def async_has_chats(account: AsyncAccount) -> TypeIs[AsyncHasChats]:
    """Whether the provider has chats."""
    return has(account, "chats")
