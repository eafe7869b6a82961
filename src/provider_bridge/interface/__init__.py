"""The common interface: what an account has, whichever provider it is of. One module a facet.

A facet is a small Protocol. An account has it as an attribute, or has not: then the attribute is a static error,
and at run time ``UnsupportedCapability`` with the reason. The ``has_…`` guards ask first, and type checkers
follow them.
"""

from __future__ import annotations

from typing import Final

from provider_bridge.interface.account import Account, AsyncAccount
from provider_bridge.interface.attention import AsyncAttentionApi, AttentionApi
from provider_bridge.interface.chats import (
    AsyncChatRetentionApi,
    AsyncChatsApi,
    AsyncConversationMessagesApi,
    AsyncConversationsApi,
    AsyncHasChats,
    AsyncTeamMessagesApi,
    ChatRetentionApi,
    ChatsApi,
    ConversationMessagesApi,
    ConversationsApi,
    HasChats,
    TeamMessagesApi,
    async_has_chats,
    has_chats,
)
from provider_bridge.interface.directory import (
    AsyncDirectoryApi,
    AsyncGroupsApi,
    AsyncHasDirectory,
    AsyncHostsApi,
    DirectoryApi,
    GroupsApi,
    HasDirectory,
    HostsApi,
    async_has_directory,
    has_directory,
)
from provider_bridge.interface.transcripts import (
    AssistantApi,
    AsyncAssistantApi,
    AsyncCopiesApi,
    AsyncHasTranscripts,
    AsyncSummariesApi,
    AsyncTranscriptsApi,
    CopiesApi,
    HasTranscripts,
    SummariesApi,
    TranscriptsApi,
    async_has_transcripts,
    has_transcripts,
)

__all__ = [
    "FACETS",
    "Account",
    "AssistantApi",
    "AsyncAccount",
    "AsyncAssistantApi",
    "AsyncAttentionApi",
    "AsyncChatRetentionApi",
    "AsyncChatsApi",
    "AsyncConversationMessagesApi",
    "AsyncConversationsApi",
    "AsyncCopiesApi",
    "AsyncDirectoryApi",
    "AsyncGroupsApi",
    "AsyncHasChats",
    "AsyncHasDirectory",
    "AsyncHasTranscripts",
    "AsyncHostsApi",
    "AsyncSummariesApi",
    "AsyncTeamMessagesApi",
    "AsyncTranscriptsApi",
    "AttentionApi",
    "ChatRetentionApi",
    "ChatsApi",
    "ConversationMessagesApi",
    "ConversationsApi",
    "CopiesApi",
    "DirectoryApi",
    "GroupsApi",
    "HasChats",
    "HasDirectory",
    "HasTranscripts",
    "HostsApi",
    "SummariesApi",
    "TeamMessagesApi",
    "TranscriptsApi",
    "async_has_chats",
    "async_has_directory",
    "async_has_transcripts",
    "has_chats",
    "has_directory",
    "has_transcripts",
]

FACETS: Final = (
    "attention",
    "directory",
    "chats",
    "transcripts",
)
"""The names of the facets there are."""
