"""Zoom's hosts and groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.flow import AsyncFace, SyncFace, operation, paged
from provider_bridge.core.paging import Page
from provider_bridge.core.period import sift
from provider_bridge.core.provider import Capability
from provider_bridge.core.seen import Seen
from provider_bridge.domain.ids import GroupId, HostId
from provider_bridge.domain.people import Group, Host
from provider_bridge.errors import InvalidInput
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.listing import page_of, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.core.flow import RunsAsync, RunsSync
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["CAPABILITIES", "STATUSES", "AsyncDirectory", "Directory", "group_rows", "user_ids"]

T = TypeVar("T")

CAPABILITIES: Final = (
    Capability(
        "directory.hosts.list",
        "full",
        "active, inactive and pending users",
        wire.directory.USERS.reference,
        (wire.directory.USERS,),
    ),
    Capability(
        "directory.hosts.get",
        "full",
        "one user, by id or e-mail address",
        wire.directory.USER.reference,
        (wire.directory.USER,),
    ),
    Capability(
        "directory.groups.list", "full", "every group", wire.directory.GROUPS.reference, (wire.directory.GROUPS,)
    ),
)

STATUSES: Final = ("pending", "active", "inactive")
"""Zoom lists its users by status, one listing each; only these three together show everybody.

In this order nobody is missed who accepts an invitation or is deactivated while the three are read.
"""


def user_ids(status: str, convert: Callable[[wire.directory.UserIdRow], T | None], *, what: str) -> Paged[T]:
    """Emit the users of one status, converted, where that gives something; only ids and groups are read."""

    def parse(reply: Reply) -> Page[T]:
        page = decode(wire.directory.USER_IDS_PAGE, reply)
        found = page_of(page.users, convert, page)
        return replace(found, keys=[row.id for row in page.users if row.id])

    return rows(wire.directory.USERS, {}, {"status": status}, parse, what=what)


def group_rows(convert: Callable[[wire.directory.GroupRow], T | None], *, what: str = "") -> Paged[T]:
    """Emit every group, converted, where that gives something."""

    def parse(reply: Reply) -> Page[T]:
        page = decode(wire.directory.GROUP_PAGE, reply)
        found = page_of(page.groups, convert, page)
        return replace(found, keys=[row.id for row in page.groups])

    return rows(wire.directory.GROUPS, {}, {}, parse, what=what)


def _hosts_page(reply: Reply) -> Page[Host]:
    page = decode(wire.directory.USER_PAGE, reply)
    return page_of(page.users, _host, page)


def _host(row: wire.directory.UserRow) -> Host:
    name = row.display_name or " ".join(filter(None, (row.first_name, row.last_name)))
    return Host(
        id=HostId(row.id) if row.id else None,
        status=row.status or "",
        groups=tuple(map(GroupId, row.group_ids)),
        email=row.email or "",
        name=name,
    )


def _who(host: Host) -> str:
    return host.id or host.email


class _Hosts:
    @paged
    def list(self, *, statuses: tuple[str, ...] = STATUSES) -> Paged[Host]:
        """List the account's users, by default those of all three statuses.

        Whoever is deactivated meanwhile comes once, as active; whoever accepts an invitation meanwhile may come as
        pending and as active.

        Raises ``InvalidInput`` for an unknown status, and ``ListingIncomplete`` when Zoom announces more users than
        it lists. Personal data: e-mail address and name. Scope ``user:read:list_users:admin``; rate label Medium.
        https://developers.zoom.us/docs/api/users/#tag/users/get/users
        """
        if not set(statuses) <= set(STATUSES):
            raise InvalidInput("statuses are some of pending, active and inactive")
        seen = Seen()
        for status in [each for each in STATUSES if each in statuses]:
            listing = rows(wire.directory.USERS, {}, {"status": status}, _hosts_page, key=_who)
            yield from sift(listing, lambda host: seen.add(_who(host)))

    @operation
    def get(self, host: HostId) -> Flow[Host]:
        """Return one user, such as the host whose events could not be listed; Zoom takes an e-mail address too.

        Raises ``NotFound`` (``missing`` is ``user``) when there is none in this account. Personal data: e-mail
        address and name. Scope ``user:read:user:admin``; rate label Light.
        https://developers.zoom.us/docs/api/users/#tag/users/get/users/{userId}
        """
        if not host.strip():
            raise InvalidInput("host is empty: name a user by id or e-mail address")
        reply: Reply = yield Call(wire.directory.USER, {"userId": host.strip()})
        return _host(decode(wire.directory.USER_BODY, reply))


def _groups_page(reply: Reply) -> Page[Group]:
    page = decode(wire.directory.GROUP_PAGE, reply)
    return page_of(page.groups, lambda row: Group(GroupId(row.id), row.name or "", row.total_members), page)


class _Groups:
    @paged
    def list(self) -> Paged[Group]:
        """List the account's groups.

        No personal data. Scope ``group:read:list_groups:admin``; rate label Medium. Raises ``ListingIncomplete``
        when Zoom announces more groups than it lists.
        https://developers.zoom.us/docs/api/users/#tag/groups/get/groups
        """
        yield from rows(wire.directory.GROUPS, {}, {}, _groups_page, key=lambda group: group.id)


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
