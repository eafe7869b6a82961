"""The common interface: what an account has, whichever provider it is of. One module a facet.

A facet is a small Protocol. An account has it as an attribute, or has not: then the attribute is a static error,
and at run time ``UnsupportedCapability`` with the reason. The ``has_…`` guards ask first, and type checkers
follow them.
"""

from __future__ import annotations

from typing import Final

from provider_bridge.interface.account import Account, AsyncAccount
from provider_bridge.interface.attention import AsyncAttentionApi, AttentionApi
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
from provider_bridge.interface.registrants import (
    AsyncHasRegistrants,
    AsyncRegistrantsApi,
    AsyncRegistrationQuestionsApi,
    HasRegistrants,
    RegistrantsApi,
    RegistrationQuestionsApi,
    async_has_registrants,
    has_registrants,
)

__all__ = [
    "FACETS",
    "Account",
    "AsyncAccount",
    "AsyncAttentionApi",
    "AsyncDirectoryApi",
    "AsyncGroupsApi",
    "AsyncHasDirectory",
    "AsyncHasRegistrants",
    "AsyncHostsApi",
    "AsyncRegistrantsApi",
    "AsyncRegistrationQuestionsApi",
    "AttentionApi",
    "DirectoryApi",
    "GroupsApi",
    "HasDirectory",
    "HasRegistrants",
    "HostsApi",
    "RegistrantsApi",
    "RegistrationQuestionsApi",
    "async_has_directory",
    "async_has_registrants",
    "has_directory",
    "has_registrants",
]

FACETS: Final = (
    "attention",
    "directory",
    "registrants",
)
"""The names of the facets there are."""
