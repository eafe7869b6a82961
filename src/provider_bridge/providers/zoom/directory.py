"""Zoom's hosts and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.flow import AsyncFace, SyncFace, paged
from provider_bridge.core.paging import Page, by_token
from provider_bridge.domain.ids import GroupId, HostId
from provider_bridge.domain.people import Group, Host
from provider_bridge.providers.zoom import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provider_bridge.core.flow import RunsAsync, RunsSync
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["STATUSES", "AsyncDirectory", "Directory", "group_rows", "user_ids"]

R = TypeVar("R")
T = TypeVar("T")

STATUSES: Final = ("active", "inactive", "pending")
"""Zoom lists its users by status, one listing each; only these three together show everybody."""

_PAGE_SIZE: Final = "300"


def _rows(endpoint: Endpoint, query: dict[str, str], parse: Callable[[Reply], Page[T]], what: str = "") -> Paged[T]:
    def fetch(token: str) -> Flow[Page[T]]:
        more = {"next_page_token": token} if token else {}
        reply: Reply = yield Call(endpoint, query=query | {"page_size": _PAGE_SIZE} | more)
        return parse(reply)

    return by_token(endpoint.name, fetch, what=what)


def _page(rows: Sequence[R], convert: Callable[[R], T | None], page: wire.TokenPage) -> Page[T]:
    items = [item for item in map(convert, rows) if item is not None]
    return Page(items, page.total_records, page.next_page_token or "", listed=len(rows))


def user_ids(status: str, convert: Callable[[wire.UserIdRow], T | None], *, what: str) -> Paged[T]:
    """Emit the users of one status, converted, where that gives something; only ids and groups are read."""

    def parse(reply: Reply) -> Page[T]:
        page = decode(wire.USER_IDS_PAGE, reply)
        return _page(page.users, convert, page)

    return _rows(wire.USERS, {"status": status}, parse, what)


def group_rows(convert: Callable[[wire.GroupRow], T | None], *, what: str = "") -> Paged[T]:
    """Emit every group, converted, where that gives something."""

    def parse(reply: Reply) -> Page[T]:
        page = decode(wire.GROUP_PAGE, reply)
        return _page(page.groups, convert, page)

    return _rows(wire.GROUPS, {}, parse, what)


def _hosts_page(reply: Reply) -> Page[Host]:
    page = decode(wire.USER_PAGE, reply)
    return _page(page.users, _host, page)


def _host(row: wire.UserRow) -> Host:
    name = row.display_name or " ".join(filter(None, (row.first_name, row.last_name)))
    return Host(
        id=HostId(row.id) if row.id else None,
        status=row.status or "",
        groups=tuple(map(GroupId, row.group_ids)),
        email=row.email or "",
        name=name,
    )


class _Hosts:
    @paged
    def list(self, *, statuses: tuple[str, ...] = STATUSES) -> Paged[Host]:
        """List the account's users, by default those of all three statuses.

        Personal data: e-mail address and name. Scope ``user:read:list_users:admin``; rate label Medium.
        Raises ``ListingIncomplete`` when Zoom announces more users than it lists.
        https://developers.zoom.us/docs/api/users/#tag/users/get/users
        """
        for status in statuses:
            yield from _rows(wire.USERS, {"status": status}, _hosts_page)


class _Groups:
    @paged
    def list(self) -> Paged[Group]:
        """List the account's groups.

        No personal data. Scope ``group:read:list_groups:admin``; rate label Medium. Raises ``ListingIncomplete``
        when Zoom announces more groups than it lists.
        https://developers.zoom.us/docs/api/users/#tag/groups/get/groups
        """
        yield from group_rows(lambda row: Group(GroupId(row.id), row.name or "", row.total_members))


class Hosts(SyncFace, _Hosts):
    """Users who can run events."""


class AsyncHosts(AsyncFace, _Hosts):
    """Users who can run events."""


class Groups(SyncFace, _Groups):
    """Groups that settings can be made for."""


class AsyncGroups(AsyncFace, _Groups):
    """Groups that settings can be made for."""


class Directory:
    """Hosts and groups."""

    def __init__(self, runner: RunsSync) -> None:
        self.hosts = Hosts(runner)
        self.groups = Groups(runner)


class AsyncDirectory:
    """Hosts and groups."""

    def __init__(self, runner: RunsAsync) -> None:
        self.hosts = AsyncHosts(runner)
        self.groups = AsyncGroups(runner)
