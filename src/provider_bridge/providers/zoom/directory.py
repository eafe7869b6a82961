"""Zoom's hosts and groups."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.stable import until_stable
from provider_bridge.domain.ids import GroupId, HostId
from provider_bridge.domain.people import Group, Host
from provider_bridge.errors import InvalidInput, ListingIncomplete
from provider_bridge.facets.directory import DirectoryApi, GroupsApi, HostsApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.listing import page_of, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provider_bridge.core.listing.paging import Page
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["STATUSES", "Directory", "check_statuses"]


STATUSES: Final = ("pending", "active", "inactive")
"""Zoom lists its users by status, one listing each; only these three together show everybody.

In this order nobody is missed who accepts an invitation or is deactivated while the three are read.
"""


def check_statuses(
    reply: Reply, users: Sequence[wire.directory.UserIdRow], status: str, *, strict: bool = False
) -> None:
    """Raise ``ListingIncomplete`` where users of another status came than was asked for: then others may be missing.

    A page of nothing but such users shows that the filter was not heeded; a ``strict`` caller takes none. One among
    others may be somebody whose status changes right now.
    """
    others = {each for each in STATUSES if each != status}
    wrong = sum((row.status or "").casefold() in others for row in users)
    if (strict and wrong) or 1 < wrong == len(users):
        raise ListingIncomplete(reply.operation, f"users of another status came where {status} ones were asked for")


def _hosts(statuses: Sequence[str]) -> Paged[Host]:
    for status in statuses:
        parse = partial(_hosts_page, status)
        yield from rows(wire.directory.USERS, {}, {"status": status}, parse, key=_who)


def _hosts_page(status: str, reply: Reply) -> Page[Host]:
    page = decode(wire.directory.USER_PAGE, reply)
    check_statuses(reply, page.users, status)
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


class Hosts(HostsApi[F]):
    """Users who can run events."""

    @paged(wire.directory.USERS, note="active, inactive and pending users")
    def list(self, *, statuses: tuple[str, ...] = STATUSES) -> Paged[Host]:
        """List the account's users, by default those of all three statuses.

        They are listed until two looks in a row show the same: who is activated between two of the lists is in
        neither, and who leaves between two pages hides somebody else. Who is deactivated meanwhile comes once, as
        active; who accepts an invitation meanwhile may come as pending and as active.

        Raises ``InvalidInput`` for an unknown status, and ``ListingIncomplete`` when Zoom announces more users than it
        lists, lists users of another status, or shows others at each look. Personal data: e-mail address and name.
        """
        if not set(statuses) <= set(STATUSES):
            raise InvalidInput("statuses are some of pending, active and inactive")
        chosen = [each for each in STATUSES if each in statuses]
        yield from until_stable(wire.directory.USERS.name, partial(_hosts, chosen), _who, one_page=len(chosen) == 1)

    @operation(wire.directory.USER, note="one user, by id or e-mail address")
    def get(self, host: HostId) -> Flow[Host]:
        """Return one user, such as the host whose events could not be listed; Zoom takes an e-mail address too.

        Raises ``NotFound`` (``missing`` is ``user``) when there is none in this account. Personal data: e-mail address
        and name.
        """
        if not host.strip():
            raise InvalidInput("host is empty: name a user by id or e-mail address")
        reply: Reply = yield Call(wire.directory.USER, {"userId": host.strip()})
        return _host(decode(wire.directory.USER_BODY, reply))


def _groups_page(reply: Reply) -> Page[Group]:
    page = decode(wire.directory.GROUP_PAGE, reply)
    return page_of(page.groups, lambda row: Group(GroupId(row.id), row.name or "", row.total_members), page)


def _which(group: Group) -> GroupId:
    return group.id


class Groups(GroupsApi[F]):
    """Groups that settings can be made for."""

    @paged(wire.directory.GROUPS, note="every group")
    def list(self) -> Paged[Group]:
        """List the account's groups.

        No personal data. Raises ``ListingIncomplete`` when Zoom announces more groups than it lists, or shows others at
        each of four looks.
        """
        look = partial(rows, wire.directory.GROUPS, {}, {}, _groups_page, key=_which)
        yield from until_stable(wire.directory.GROUPS.name, look, _which)


class Directory(DirectoryApi[F]):
    """Hosts and groups."""

    @part
    def hosts(self) -> Hosts[F]:
        return Hosts(self)

    @part
    def groups(self) -> Groups[F]:
        return Groups(self)
