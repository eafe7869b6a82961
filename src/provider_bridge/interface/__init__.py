"""The common interface: what an account has, whichever provider it is of. One module a facet.

A facet is a small Protocol. An account has it as an attribute, or has not: then the attribute is a static error,
and at run time ``UnsupportedCapability`` with the reason. The ``has_…`` guards ask first, and type checkers
follow them.
"""

from __future__ import annotations

from typing import Final

from provider_bridge.interface.account import (
    Account,
    AsyncAccount,
)
from provider_bridge.interface.attention import (
    AsyncAttentionApi,
    AttentionApi,
)
from provider_bridge.interface.consents import (
    AsyncConsentsApi,
    AsyncHasConsents,
    ConsentsApi,
    HasConsents,
    async_has_consents,
    has_consents,
)
from provider_bridge.interface.dial_ins import (
    AsyncDialInsApi,
    AsyncHasDialIns,
    DialInsApi,
    HasDialIns,
    async_has_dial_ins,
    has_dial_ins,
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
from provider_bridge.interface.participants import (
    AsyncHasParticipants,
    AsyncParticipantsApi,
    HasParticipants,
    ParticipantsApi,
    async_has_participants,
    has_participants,
)
from provider_bridge.interface.questions import (
    AsyncHasQuestions,
    AsyncQuestionsApi,
    HasQuestions,
    QuestionsApi,
    async_has_questions,
    has_questions,
)
from provider_bridge.interface.responses import (
    AsyncHasResponses,
    AsyncResponsesApi,
    HasResponses,
    ResponsesApi,
    async_has_responses,
    has_responses,
)
from provider_bridge.interface.settings import (
    AsyncHasSettings,
    AsyncSettingsApi,
    HasSettings,
    SettingsApi,
    async_has_settings,
    has_settings,
)

__all__ = [
    "FACETS",
    "Account",
    "AsyncAccount",
    "AsyncAttentionApi",
    "AsyncConsentsApi",
    "AsyncDialInsApi",
    "AsyncDirectoryApi",
    "AsyncGroupsApi",
    "AsyncHasConsents",
    "AsyncHasDialIns",
    "AsyncHasDirectory",
    "AsyncHasParticipants",
    "AsyncHasQuestions",
    "AsyncHasResponses",
    "AsyncHasSettings",
    "AsyncHostsApi",
    "AsyncParticipantsApi",
    "AsyncQuestionsApi",
    "AsyncResponsesApi",
    "AsyncSettingsApi",
    "AttentionApi",
    "ConsentsApi",
    "DialInsApi",
    "DirectoryApi",
    "GroupsApi",
    "HasConsents",
    "HasDialIns",
    "HasDirectory",
    "HasParticipants",
    "HasQuestions",
    "HasResponses",
    "HasSettings",
    "HostsApi",
    "ParticipantsApi",
    "QuestionsApi",
    "ResponsesApi",
    "SettingsApi",
    "async_has_consents",
    "async_has_dial_ins",
    "async_has_directory",
    "async_has_participants",
    "async_has_questions",
    "async_has_responses",
    "async_has_settings",
    "has_consents",
    "has_dial_ins",
    "has_directory",
    "has_participants",
    "has_questions",
    "has_responses",
    "has_settings",
]

FACETS: Final = (
    "attention",
    "consents",
    "dial_ins",
    "directory",
    "participants",
    "questions",
    "responses",
    "settings",
)
"""The names of the facets there are."""
