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
from provider_bridge.interface.downloads import (
    AsyncDownloadsApi,
    AsyncHasDownloads,
    DownloadsApi,
    HasDownloads,
    async_has_downloads,
    has_downloads,
)

__all__ = [
    "FACETS",
    "Account",
    "AsyncAccount",
    "AsyncAttentionApi",
    "AsyncDirectoryApi",
    "AsyncDownloadsApi",
    "AsyncGroupsApi",
    "AsyncHasDirectory",
    "AsyncHasDownloads",
    "AsyncHostsApi",
    "AttentionApi",
    "DirectoryApi",
    "DownloadsApi",
    "GroupsApi",
    "HasDirectory",
    "HasDownloads",
    "HostsApi",
    "async_has_directory",
    "async_has_downloads",
    "has_directory",
    "has_downloads",
]

FACETS: Final = (
    "attention",
    "directory",
    "downloads",
)
"""The names of the facets there are."""
