"""Hosts and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from provider_bridge.domain.ids import HostId
    from provider_bridge.domain.people import Group, Host

__all__ = [
    "DirectoryApi",
    "GroupsApi",
    "HasDirectory",
    "HostsApi",
    "has_directory",
]


class HostsApi(Facet[F]):
    """People who can run events."""

    @paged
    def list(self) -> Paged[Host]:
        """List all of them, whatever their status. Personal data: e-mail address and name."""
        return self.refuse("list")

    @operation
    def get(self, host: HostId) -> Flow[Host]:
        """Return one of them. Personal data: e-mail address and name."""
        return self.refuse("get")


class GroupsApi(Facet[F]):
    """Groups that settings can be made for."""

    @paged
    def list(self) -> Paged[Group]:
        """List all of them."""
        return self.refuse("list")


class DirectoryApi(Facet[F]):
    """Hosts and groups."""

    @part
    def hosts(self) -> HostsApi[F]:
        return HostsApi(self)

    @part
    def groups(self) -> GroupsApi[F]:
        return GroupsApi(self)


class HasDirectory(Account[F], Protocol[F]):
    """An account whose provider can list hosts and groups."""

    @property
    def directory(self) -> DirectoryApi[F]: ...


def has_directory(account: Account[F]) -> TypeIs[HasDirectory[F]]:
    """Whether the provider can list hosts and groups."""
    return has(account, "directory")
