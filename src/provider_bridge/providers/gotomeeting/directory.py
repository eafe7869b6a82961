"""GoToMeeting's organizers and groups, as far as its API still shows them."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Emit, Flow, Paged
from provider_bridge.domain.ids import GroupId, HostId
from provider_bridge.domain.people import Group, Host
from provider_bridge.errors import DecodeError, InvalidInput, ListingIncomplete, NotFound
from provider_bridge.facets.directory import DirectoryApi, GroupsApi, HostsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.gotomeeting.all_organizers import NOBODY
from provider_bridge.providers.gotomeeting.wire import directory as wire

__all__ = ["Directory"]

_DEPRECATED: Final = "the vendor calls these calls deprecated in favour of its Admin API"


_STATUS: Final = {"active": "active", "suspended": "inactive"}
"""The domain's words for GoTo's: whoever is suspended can host nothing, and what they had is still there."""


def _host(row: wire.OrganizerRow) -> Host:
    status = row.status or ""
    return Host(
        id=HostId(row.key),
        status=_STATUS.get(status.casefold(), status),
        groups=(GroupId(row.group),) if row.group else (),
        email=row.email or "",
        name=" ".join(filter(None, (row.first_name, row.last_name))),
    )


def _by_key(key: str) -> Flow[Host]:
    reply: Reply = yield Call(wire.ORGANIZER, {"organizerKey": key})
    rows = decode(wire.ORGANIZER_ROWS, reply)
    if len(rows) != 1 or rows[0].key != key:
        raise DecodeError(reply.operation, ("(whole answer): one_expected",))
    return _host(rows[0])


def _by_email(email: str) -> Flow[Host]:
    """Return whom an address belongs to: who else comes is no answer, and the letters' case makes no difference."""
    reply: Reply = yield Call(wire.ORGANIZERS, query={"email": email})
    rows = decode(wire.ORGANIZER_ROWS, reply)
    fitting = [row for row in rows if (row.email or "").casefold() == email.casefold()]
    if len(fitting) != 1:
        raise NotFound(reply.operation, 200, f"{len(fitting)} organizers of this address are listed")
    return _host(fitting[0])


class Hosts(GoToFacet[F], HostsApi[F]):
    """Organizers."""

    @paged(
        wire.ORGANIZERS,
        wire.ORGANIZERS_OF_GROUP,
        level="partial",
        note=f"active and suspended organizers, all or of a group; {_DEPRECATED}",
    )
    def list(self, *, group: GroupId | None = None) -> Paged[Host]:
        """List the account's organizers, active and suspended (``inactive``) ones; with ``group`` only those in it.

        GoTo calls these calls deprecated. They are bare lists without a count, so that one that was cut short would
        not show; one without anybody raises ``ListingIncomplete``, a group's excepted.

        Raises ``Forbidden`` without an administrator's token. Personal data: e-mail address and name. Scope
        ``identity:``; rate label: 10 calls a second, one call.
        """
        if group is not None and not group.strip():
            raise InvalidInput("group is empty: name one, or leave it out for all")
        if group is None:
            reply: Reply = yield Call(wire.ORGANIZERS)
        else:
            reply = yield Call(wire.ORGANIZERS_OF_GROUP, {"groupKey": group})
        rows = decode(wire.ORGANIZER_ROWS, reply)
        if not rows and group is None:
            raise ListingIncomplete(reply.operation, NOBODY)
        yield Emit(list(map(_host, rows)))

    @operation(
        wire.ORGANIZER, wire.ORGANIZERS, level="partial", note=f"one organizer, by key or e-mail address; {_DEPRECATED}"
    )
    def get(self, host: HostId) -> Flow[Host]:
        """Return one organizer, by key or by e-mail address, whose letters' case makes no difference.

        GoTo calls these calls deprecated. Whoever is no administrator may ask for their own key only.

        Raises ``NotFound`` when there is none in this account, as far as the token may see, and ``InvalidInput`` for a
        blank. Personal data: e-mail address and name; an address is sent as it is given. Scope ``identity:``; rate
        label: 10 calls a second, one call.
        """
        wanted = host.strip()
        if not wanted:
            raise InvalidInput("host is empty: name an organizer by key or e-mail address")
        return (yield from (_by_email(wanted) if "@" in wanted else _by_key(wanted)))


class Groups(GoToFacet[F], GroupsApi[F]):
    """Groups of organizers."""

    @paged(wire.GROUPS, level="partial", note=f"every group; {_DEPRECATED}")
    def list(self) -> Paged[Group]:
        """List the account's groups, those inside of others as well.

        GoTo calls this call deprecated. Raises ``Forbidden`` without an administrator's token. No personal data. Scope
        ``identity:``; rate label: 10 calls a second, one call.
        """
        reply: Reply = yield Call(wire.GROUPS)
        rows = decode(wire.GROUP_ROWS, reply)
        yield Emit([Group(GroupId(row.key), row.name or "", row.members) for row in rows])


class Directory(GoToFacet[F], DirectoryApi[F]):
    """Organizers and groups."""

    @part
    def hosts(self) -> Hosts[F]:
        return Hosts(self)

    @part
    def groups(self) -> Groups[F]:
        return Groups(self)
