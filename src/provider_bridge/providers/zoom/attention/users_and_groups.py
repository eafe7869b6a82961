"""Every group and every user, proven: listed again and again until two looks in a row show the same.

One look proves little. Who is activated between the list of the active and that of the inactive is in neither, and
a row can move to a page that was read already while another one keeps the total as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.decode import decode
from provider_bridge.core.freshness import check_fresh
from provider_bridge.core.listing.per_host import is_local
from provider_bridge.core.listing.seen_rows import Look
from provider_bridge.core.steps import Flow, Fork, Paged
from provider_bridge.domain.settings import Level, SettingReading
from provider_bridge.errors import ListingIncomplete, ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.attention.names import WORDS
from provider_bridge.providers.zoom.attention.switch_search import speaking_name
from provider_bridge.providers.zoom.directory import check_statuses
from provider_bridge.providers.zoom.listing import page_of, rows

if TYPE_CHECKING:
    from provider_bridge.core.calls import Reply
    from provider_bridge.core.listing.paging import Page
    from provider_bridge.providers.zoom.attention.verdict import Place, Sweep

__all__ = ["every_place"]

T = TypeVar("T")

_LOOKS: Final = 4
"""How often everything is listed before it counts as a list that cannot be trusted."""


class _Round:
    """One look at all the lists."""

    def __init__(self) -> None:
        self.groups = Look()
        self.users = Look()
        self.named: set[str] = set()
        """Groups that users say they are in."""
        self.incomplete: dict[str, tuple[Level, ListingIncomplete]] = {}
        self.failed = False

    def agrees_with(self, other: _Round) -> bool:
        return self.groups.same(other.groups) and self.users.same(other.users)


def every_place(
    sweep: Sweep,
    group: Callable[[wire.directory.GroupRow], Flow[Place] | None],
    user: Callable[[wire.directory.UserIdRow], Flow[Place] | None],
) -> Flow[None]:
    """Have every group and every active or inactive user read, and tell what cannot be proven to be all of them.

    ``group`` and ``user`` return the flow that reads a place, ``None`` where that was done before.
    """
    before: _Round | None = None
    last = _Round()
    for left in reversed(range(_LOOKS)):
        now = last = _Round()
        yield from _look(sweep, now, "groups", Level.GROUP, partial(_groups, sweep, now, group))
        if now.incomplete and left:
            before = None  # the users' turn is when the locks of their groups are known
            continue
        for status in ("active", "inactive"):
            what = f"{status} users"
            yield from _look(sweep, now, what, Level.USER, partial(_users, sweep, now, user, status, what))
        if now.failed:
            return
        if before is not None and not now.incomplete and now.agrees_with(before):
            _tell_unlisted(sweep, now)
            return
        before = None if now.incomplete else now
    for what, (level, error) in last.incomplete.items():
        sweep.cannot_read(level, None, f"the list of {what}", error)
    if not last.incomplete:
        changed = ListingIncomplete(wire.directory.USERS.name, f"each of {_LOOKS} looks at it showed others")
        sweep.cannot_read(Level.USER, None, "the list of users and groups", changed)


def _look(sweep: Sweep, now: _Round, what: str, level: Level, source: Callable[[], Paged[Flow[Place]]]) -> Flow[None]:
    """Read every place of one list side by side; one that changed meanwhile is told by the round."""
    try:
        yield Fork(what, source(), sweep.add)
    except ProviderBridgeError as error:
        if not is_local(error) or error is sweep.ended_by:
            raise
        if isinstance(error, ListingIncomplete):
            now.incomplete[what] = level, error
        else:
            sweep.cannot_read(level, None, f"the list of {what}", error)
            now.failed = True


def _groups(
    sweep: Sweep, now: _Round, read: Callable[[wire.directory.GroupRow], Flow[Place] | None]
) -> Paged[Flow[Place]]:
    def parse(reply: Reply) -> Page[Flow[Place]]:
        page = decode(wire.directory.GROUP_PAGE, reply)
        _inspect(sweep, Level.GROUP, "groups", reply)
        ids = [row.id for row in page.groups]
        now.groups.add(ids)
        return _keyed(page_of(page.groups, read, page), ids)

    return rows(wire.directory.GROUPS, {}, {}, parse, what="groups", counted=True)


def _users(
    sweep: Sweep,
    now: _Round,
    read: Callable[[wire.directory.UserIdRow], Flow[Place] | None],
    status: str,
    what: str,
) -> Paged[Flow[Place]]:
    def parse(reply: Reply) -> Page[Flow[Place]]:
        page = decode(wire.directory.USER_IDS_PAGE, reply)
        check_statuses(reply, page.users, status, strict=True)
        _inspect(sweep, Level.USER, what, reply)
        ids = [row.id for row in page.users if row.id]
        now.users.add(ids)
        now.named.update(group for row in page.users for group in row.group_ids)
        return _keyed(page_of(page.users, read, page), ids)

    return rows(wire.directory.USERS, {}, {"status": status}, parse, what=what, counted=True)


def _keyed(page: Page[T], ids: Iterable[Hashable]) -> Page[T]:
    return replace(page, keys=list(ids))


def _inspect(sweep: Sweep, level: Level, what: str, reply: Reply) -> None:
    """Look at an answer that lists places: it has to be of now, and none of its members should speak of attention."""
    check_fresh(reply)
    name = speaking_name(reply.body, WORDS) or ("(a score, dropped at the wire)" if reply.dropped else "")
    if name:
        seen = SettingReading(
            level=level,
            subject=None,
            operation=reply.operation,
            path=name,
            present=True,
            value=None,
            locked=None,
            observed_at=reply.observed_at,
            request_id=reply.request_id,
        )
        sweep.suspect(f"the list of {what}", seen)


def _tell_unlisted(sweep: Sweep, now: _Round) -> None:
    """Say of each group that users name and no list shows that it was not read."""
    for group in sorted(now.named):
        if not sweep.has_read(Level.GROUP, group):
            error = ListingIncomplete(wire.directory.GROUPS.name, "a user is in this group, and it is not listed")
            sweep.cannot_read(Level.GROUP, group, "settings", error)
