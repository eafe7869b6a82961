"""Listing something of every host: side by side, and each host that could not be listed is told, never skipped."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import Page, to_list
from provider_bridge.core.listing.per_host import HostsListed, is_local
from provider_bridge.core.listing.seen_rows import SeenRows
from provider_bridge.core.listing.stable import ALWAYS
from provider_bridge.domain.events import HostProblem
from provider_bridge.domain.ids import HostId
from provider_bridge.errors import DecodeError, Forbidden, NotFound, ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.directory import check_statuses
from provider_bridge.providers.zoom.listing import page_of, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provider_bridge.core.calls import Reply
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["across_hosts", "across_hosts_each", "problem_of"]

T = TypeVar("T")

_AT_ONCE: Final = 64
_STATUSES: Final = ("active", "inactive", "active")
"""Invited people have nothing yet; people who were deactivated still do.

Those who are active are listed once more in the end: who was activated meanwhile was in neither list.
"""


def across_hosts(
    what: str, listing: Callable[[HostId], Flow[list[T]]], tell: Callable[[HostProblem], None] | None
) -> Paged[T]:
    """Emit what ``listing`` returns for every active and inactive user; see ``across_hosts_each``."""
    return across_hosts_each(what, (listing,), tell)


def across_hosts_each(
    what: str, listings: Sequence[Callable[[HostId], Flow[list[T]]]], tell: Callable[[HostProblem], None] | None
) -> Paged[T]:
    """Emit what each of ``listings`` returns for every active and inactive user, a batch of users at a time.

    Each user is asked for once, also one whose status changes meanwhile.
    A user whose list could not be read is told to ``tell``. Without it, and after everything else was emitted,
    ``ListingIncomplete`` says how many there were and of what kind. What is no fault of one user ends the listing.
    """
    listed = HostsListed(what, problem_of, tell)
    seen = SeenRows()
    for status in _STATUSES:
        hosts = seen.new((yield from _ids(status)), str)
        for batch in _batches(hosts, _AT_ONCE):
            yield from listed.batch([(host, listing) for host in batch for listing in listings])
    listed.end()


def problem_of(host: HostId, error: ProviderBridgeError) -> HostProblem:
    """Return why one user's list could not be read; raise what is no fault of one user."""
    if not is_local(error) or _concerns_everybody(error):
        raise error
    return HostProblem(host, _kind(error), str(error))


def _ids(status: str) -> Flow[list[HostId]]:
    def parse(reply: Reply) -> Page[HostId]:
        page = decode(wire.directory.USER_IDS_PAGE, reply)
        if not all(row.id for row in page.users):
            raise DecodeError(reply.operation, ("users.*.id: missing",))
        check_statuses(reply, page.users, status)
        return page_of(page.users, lambda row: HostId(row.id or ""), page)

    return (yield from to_list(rows(wire.directory.USERS, {}, {"status": status}, parse, key=str, settles=ALWAYS)))


def _batches(hosts: Iterable[HostId], size: int) -> Iterator[list[HostId]]:
    remaining = iter(hosts)
    while batch := list(islice(remaining, size)):
        yield batch


def _concerns_everybody(error: ProviderBridgeError) -> bool:
    """A missing scope is the same for every host."""
    return isinstance(error, Forbidden) and bool(error.missing_scope)


def _kind(error: ProviderBridgeError) -> str:
    if isinstance(error, Forbidden) and error.missing_plan:
        return "unlicensed"
    if isinstance(error, NotFound) and error.missing == "user":
        return "no_such_host"
    return "unreadable"
