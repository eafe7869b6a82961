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
from provider_bridge.interface.archives import (
    ArchivesApi,
    AsyncArchivesApi,
    AsyncHasArchives,
    HasArchives,
    async_has_archives,
    has_archives,
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
from provider_bridge.interface.data_requests import (
    AsyncDataRequestsApi,
    AsyncHasDataRequests,
    DataRequestsApi,
    HasDataRequests,
    async_has_data_requests,
    has_data_requests,
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
from provider_bridge.interface.events import (
    AsyncEventsApi,
    AsyncHasEvents,
    EventsApi,
    HasEvents,
    async_has_events,
    has_events,
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
from provider_bridge.interface.sessions import (
    AsyncHasSessions,
    AsyncSessionsApi,
    HasSessions,
    SessionsApi,
    async_has_sessions,
    has_sessions,
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
    "ArchivesApi",
    "AsyncAccount",
    "AsyncArchivesApi",
    "AsyncAttentionApi",
    "AsyncConsentsApi",
    "AsyncDataRequestsApi",
    "AsyncDialInsApi",
    "AsyncDirectoryApi",
    "AsyncEventsApi",
    "AsyncGroupsApi",
    "AsyncHasArchives",
    "AsyncHasConsents",
    "AsyncHasDataRequests",
    "AsyncHasDialIns",
    "AsyncHasDirectory",
    "AsyncHasEvents",
    "AsyncHasParticipants",
    "AsyncHasQuestions",
    "AsyncHasResponses",
    "AsyncHasSessions",
    "AsyncHasSettings",
    "AsyncHostsApi",
    "AsyncParticipantsApi",
    "AsyncQuestionsApi",
    "AsyncResponsesApi",
    "AsyncSessionsApi",
    "AsyncSettingsApi",
    "AttentionApi",
    "ConsentsApi",
    "DataRequestsApi",
    "DialInsApi",
    "DirectoryApi",
    "EventsApi",
    "GroupsApi",
    "HasArchives",
    "HasConsents",
    "HasDataRequests",
    "HasDialIns",
    "HasDirectory",
    "HasEvents",
    "HasParticipants",
    "HasQuestions",
    "HasResponses",
    "HasSessions",
    "HasSettings",
    "HostsApi",
    "ParticipantsApi",
    "QuestionsApi",
    "ResponsesApi",
    "SessionsApi",
    "SettingsApi",
    "async_has_archives",
    "async_has_consents",
    "async_has_data_requests",
    "async_has_dial_ins",
    "async_has_directory",
    "async_has_events",
    "async_has_participants",
    "async_has_questions",
    "async_has_responses",
    "async_has_sessions",
    "async_has_settings",
    "has_archives",
    "has_consents",
    "has_data_requests",
    "has_dial_ins",
    "has_directory",
    "has_events",
    "has_participants",
    "has_questions",
    "has_responses",
    "has_sessions",
    "has_settings",
]

FACETS: Final = (
    "archives",
    "attention",
    "consents",
    "data_requests",
    "dial_ins",
    "directory",
    "events",
    "participants",
    "questions",
    "responses",
    "sessions",
    "settings",
)
"""The names of the facets there are."""
