"""The common interface: what an account has, whichever provider it is of.

A facet is a small Protocol. An account has it as an attribute, or has not: then the attribute is a static error,
and at run time ``UnsupportedCapability`` with the reason. The ``has_…`` guards ask first, and type checkers
follow them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from typing_extensions import TypeIs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator

    from provider_bridge.domain.attention import Attention
    from provider_bridge.domain.people import Group, Host, Identity

__all__ = [
    "FACETS",
    "Account",
    "AsyncAccount",
    "AsyncAttentionApi",
    "AsyncDirectoryApi",
    "AsyncGroupsApi",
    "AsyncHasDirectory",
    "AsyncHostsApi",
    "AttentionApi",
    "DirectoryApi",
    "GroupsApi",
    "HasDirectory",
    "HostsApi",
    "async_has_directory",
    "has_directory",
]

FACETS: Final = ("attention", "directory")
"""The names of the facets there are."""


class AttentionApi(Protocol):
    """Attention tracking."""

    def read(self, *, days: int = ...) -> Attention:
        """Establish whether attention tracking is off; ``days`` bounds how far back records are looked at."""
        ...


class HostsApi(Protocol):
    """People who can run events."""

    def list(self) -> Iterator[Host]:
        """List all of them, whatever their status. Personal data: e-mail address and name."""
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


class Account(Protocol):
    """One configured tenant at one provider."""

    @property
    def name(self) -> str:
        """Its name in the configuration."""
        ...

    @property
    def provider(self) -> str:
        """The provider's name."""
        ...

    @property
    def attention(self) -> AttentionApi: ...

    def identify(self) -> Identity:
        """Return the account that the credentials belong to, as the vendor reports it."""
        ...


class HasDirectory(Account, Protocol):
    """An account whose provider can list hosts and groups."""

    @property
    def directory(self) -> DirectoryApi: ...


class AsyncAttentionApi(Protocol):
    """Attention tracking."""

    def read(self, *, days: int = ...) -> Awaitable[Attention]:
        """Establish whether attention tracking is off; ``days`` bounds how far back records are looked at."""
        ...


class AsyncHostsApi(Protocol):
    """People who can run events."""

    def list(self) -> AsyncIterator[Host]:
        """List all of them, whatever their status. Personal data: e-mail address and name."""
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


class AsyncAccount(Protocol):
    """One configured tenant at one provider; every operation is awaited."""

    @property
    def name(self) -> str:
        """Its name in the configuration."""
        ...

    @property
    def provider(self) -> str:
        """The provider's name."""
        ...

    @property
    def attention(self) -> AsyncAttentionApi: ...

    def identify(self) -> Awaitable[Identity]:
        """Return the account that the credentials belong to, as the vendor reports it."""
        ...


class AsyncHasDirectory(AsyncAccount, Protocol):
    """An account whose provider can list hosts and groups."""

    @property
    def directory(self) -> AsyncDirectoryApi: ...


def _has(account: Any, facet: str) -> bool:
    return hasattr(account, facet)  # UnsupportedCapability is an AttributeError


def has_directory(account: Account) -> TypeIs[HasDirectory]:
    """Whether the provider can list hosts and groups."""
    return _has(account, "directory")


def async_has_directory(account: AsyncAccount) -> TypeIs[AsyncHasDirectory]:
    """Whether the provider can list hosts and groups."""
    return _has(account, "directory")
