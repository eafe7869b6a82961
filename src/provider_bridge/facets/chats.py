"""Chats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from datetime import date, datetime

    from provider_bridge.domain.ids import ChannelId, ConversationId, EventId, HostId, MessageId, SessionId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.transcripts import ChatRetention, ChatTranscript, Conversation, TeamMessage

__all__ = [
    "ChatRetentionApi",
    "ChatsApi",
    "ConversationMessagesApi",
    "ConversationsApi",
    "HasChats",
    "TeamMessagesApi",
    "has_chats",
]


class TeamMessagesApi(Facet[F]):
    """Messages of the provider's standing chat, where chats that outlive a session are kept."""

    @paged
    def list(
        self,
        user: HostId,
        *,
        channel: ChannelId | None = None,
        contact: str | None = None,
        since: datetime,
        until: datetime | None = None,
    ) -> Paged[TeamMessage]:
        """List a user's messages with a contact or in a channel, edited and deleted ones among them and marked.

        Personal data: names and e-mail addresses of senders, and their words.
        """
        return self.refuse("list")

    @operation
    def delete(
        self, user: HostId, message: MessageId, *, channel: ChannelId | None = None, contact: str | None = None
    ) -> Flow[Deletion]:
        """Delete a message that a user sent, and look whether its words are gone."""
        return self.refuse("delete")


class ConversationMessagesApi(Facet[F]):
    """What was written in conversations."""

    @paged
    def list(self, conversation: ConversationId, *, since: date, until: date | None = None) -> Paged[TeamMessage]:
        """List a conversation's messages of some days, edited and deleted ones too.

        Personal data: names and e-mail addresses of senders, and their words.
        """
        return self.refuse("list")


class ConversationsApi(Facet[F]):
    """The account's conversations in the standing chat."""

    @part
    def messages(self) -> ConversationMessagesApi[F]:
        return ConversationMessagesApi(self)

    @paged
    def list(self, *, since: date, until: date | None = None) -> Paged[Conversation]:
        """List the conversations of some days. Personal data: e-mail addresses of members."""
        return self.refuse("list")


class ChatRetentionApi(Facet[F]):
    """How long channels keep messages."""

    @operation
    def read(self, channel: ChannelId) -> Flow[ChatRetention]:
        """Return how long a channel's messages are kept."""
        return self.refuse("read")


class ChatsApi(Facet[F]):
    """Chats."""

    @part
    def team(self) -> TeamMessagesApi[F]:
        return TeamMessagesApi(self)

    @part
    def conversations(self) -> ConversationsApi[F]:
        return ConversationsApi(self)

    @part
    def retention(self) -> ChatRetentionApi[F]:
        return ChatRetentionApi(self)

    @operation
    def read(self, session: SessionId) -> Flow[tuple[ChatTranscript, ...]]:
        """Read a session's chat, one transcript for each file of it. Personal data: names, and what people wrote."""
        return self.refuse("read")

    @operation
    def delete(self, event: EventId, message: MessageId) -> Flow[Deletion]:
        """Delete one message from the chat of an event that is running, where the provider can."""
        return self.refuse("delete")


class HasChats(Account[F], Protocol[F]):
    """An account whose provider has chats."""

    @property
    def chats(self) -> ChatsApi[F]: ...


def has_chats(account: Account[F]) -> TypeIs[HasChats[F]]:
    """Whether the provider has chats."""
    return has(account, "chats")
