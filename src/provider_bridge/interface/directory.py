"""Hosts and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator

    from provider_bridge.domain.ids import HostId
    from provider_bridge.domain.people import Group, Host

__all__ = [
    "AsyncDirectoryApi",
    "AsyncGroupsApi",
    "AsyncHasDirectory",
    "AsyncHostsApi",
    "DirectoryApi",
    "GroupsApi",
    "HasDirectory",
    "HostsApi",
    "async_has_directory",
    "has_directory",
]


class HostsApi(Protocol):
    """People who can run events."""

    def list(self) -> Iterator[Host]:
        """List all of them, whatever their status. Personal data: e-mail address and name."""
        ...

    def get(self, host: HostId) -> Host:
        """Return one of them. Personal data: e-mail address and name."""
        ...


class GroupsApi(Protocol):
    """Groups that settings can be made for."""

    def list(self) -> Iterator[Group]:
        """List all of them."""
        ...


class DirectoryApi(Protocol):
    """Hosts and groups."""

    @property
    def hosts(self) -> HostsApi: ...
    @property
    def groups(self) -> GroupsApi: ...


class AsyncHostsApi(Protocol):
    """People who can run events."""

    def list(self) -> AsyncIterator[Host]:
        """List all of them, whatever their status. Personal data: e-mail address and name."""
        ...

    def get(self, host: HostId) -> Awaitable[Host]:
        """Return one of them. Personal data: e-mail address and name."""
        ...


class AsyncGroupsApi(Protocol):
    """Groups that settings can be made for."""

    def list(self) -> AsyncIterator[Group]:
        """List all of them."""
        ...


class AsyncDirectoryApi(Protocol):
    """Hosts and groups."""

    @property
    def hosts(self) -> AsyncHostsApi: ...
    @property
    def groups(self) -> AsyncGroupsApi: ...


class HasDirectory(Account, Protocol):
    """An account whose provider can list hosts and groups."""

    @property
    def directory(self) -> DirectoryApi: ...


class AsyncHasDirectory(AsyncAccount, Protocol):
    """An account whose provider can list hosts and groups."""

    @property
    def directory(self) -> AsyncDirectoryApi: ...


def has_directory(account: Account) -> TypeIs[HasDirectory]:
    """Whether the provider can list hosts and groups."""
    return has(account, "directory")


def async_has_directory(account: AsyncAccount) -> TypeIs[AsyncHasDirectory]:
    """Whether the provider can list hosts and groups."""
    return has(account, "directory")
