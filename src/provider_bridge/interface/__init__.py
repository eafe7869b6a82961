"""The common interface: what an account has, whichever provider it is of. One module a facet.

A facet is a small Protocol. An account has it as an attribute, or has not: then the attribute is a static error,
and at run time ``UnsupportedCapability`` with the reason. The ``has_…`` guards ask first, and type checkers
follow them.
"""

from __future__ import annotations

from typing import Final

from provider_bridge.interface.account import Account, AsyncAccount
from provider_bridge.interface.archives import (
    ArchivesApi,
    AsyncArchivesApi,
    AsyncHasArchives,
    HasArchives,
    async_has_archives,
    has_archives,
)
from provider_bridge.interface.attention import AsyncAttentionApi, AttentionApi
from provider_bridge.interface.data_requests import (
    AsyncDataRequestsApi,
    AsyncHasDataRequests,
    DataRequestsApi,
    HasDataRequests,
    async_has_data_requests,
    has_data_requests,
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
from provider_bridge.interface.sessions import (
    AsyncHasSessions,
    AsyncSessionsApi,
    HasSessions,
    SessionsApi,
    async_has_sessions,
    has_sessions,
)

__all__ = [
    "FACETS",
    "Account",
    "ArchivesApi",
    "AsyncAccount",
    "AsyncArchivesApi",
    "AsyncAttentionApi",
    "AsyncDataRequestsApi",
    "AsyncDirectoryApi",
    "AsyncEventsApi",
    "AsyncGroupsApi",
    "AsyncHasArchives",
    "AsyncHasDataRequests",
    "AsyncHasDirectory",
    "AsyncHasEvents",
    "AsyncHasSessions",
    "AsyncHostsApi",
    "AsyncSessionsApi",
    "AttentionApi",
    "DataRequestsApi",
    "DirectoryApi",
    "EventsApi",
    "GroupsApi",
    "HasArchives",
    "HasDataRequests",
    "HasDirectory",
    "HasEvents",
    "HasSessions",
    "HostsApi",
    "SessionsApi",
    "async_has_archives",
    "async_has_data_requests",
    "async_has_directory",
    "async_has_events",
    "async_has_sessions",
    "has_archives",
    "has_data_requests",
    "has_directory",
    "has_events",
    "has_sessions",
]

FACETS: Final = (
    "attention",
    "directory",
    "events",
    "sessions",
    "archives",
    "data_requests",
)
"""The names of the facets there are."""
