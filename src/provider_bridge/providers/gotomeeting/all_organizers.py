"""Listing something of every organizer of a GoTo account: each one that could not be listed is told, never skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.per_host import HostsListed, is_local
from provider_bridge.domain.events import HostProblem
from provider_bridge.domain.ids import HostId
from provider_bridge.errors import ListingIncomplete, NotFound, ProviderBridgeError
from provider_bridge.providers.gotomeeting.wire import directory as wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.core.steps import Flow, Paged

__all__ = ["NOBODY", "across_organizers", "problem_of"]

T = TypeVar("T")

_AT_ONCE: Final = 64
NOBODY: Final = "no organizer is listed, though whoever asks is one"


def across_organizers(
    what: str, listing: Callable[[HostId], Flow[list[T]]], tell: Callable[[HostProblem], None] | None
) -> Paged[T]:
    """Emit what ``listing`` returns for every organizer, suspended ones included, a batch of organizers at a time.

    An organizer whose list could not be read is told to ``tell``. Without it, and after everything else was emitted,
    ``ListingIncomplete`` says how many there were. What is no fault of one organizer ends the listing.
    """
    listed = HostsListed(what, problem_of, tell)
    hosts = yield from _organizers()
    for first in range(0, len(hosts), _AT_ONCE):
        yield from listed.batch([(host, listing) for host in hosts[first : first + _AT_ONCE]])
    listed.end()


def problem_of(host: HostId, error: ProviderBridgeError) -> HostProblem:
    """Return why one organizer's list could not be read; raise what is no fault of one organizer."""
    if not is_local(error):
        raise error
    return HostProblem(host, "no_such_host" if isinstance(error, NotFound) else "unreadable", str(error))


def _organizers() -> Flow[list[HostId]]:
    reply: Reply = yield Call(wire.ORGANIZERS)
    hosts = list(dict.fromkeys(HostId(row.key) for row in decode(wire.ORGANIZER_KEYS, reply)))
    if not hosts:
        raise ListingIncomplete(reply.operation, NOBODY)
    return hosts
