"""Listing something of every organizer of a GoTo account: each one that could not be listed is told, never skipped."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.flow import fork
from provider_bridge.core.steps import Emit, Paged
from provider_bridge.domain.events import HostProblem
from provider_bridge.domain.ids import HostId
from provider_bridge.errors import (
    ApiError,
    DecodeError,
    ListingIncomplete,
    NotFound,
    ProviderBridgeError,
    QuotaExhausted,
    RateLimited,
    TransportFailed,
    Unauthorized,
)
from provider_bridge.providers.gotomeeting.wire import directory as wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.core.steps import Flow

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
    problems: Counter[str] = Counter()
    hosts = yield from _organizers()
    for first in range(0, len(hosts), _AT_ONCE):
        batch = hosts[first : first + _AT_ONCE]
        outcomes: list[list[T] | ProviderBridgeError] = yield from fork(what, map(listing, batch))
        for host, outcome in zip(batch, outcomes, strict=True):
            if not isinstance(outcome, ProviderBridgeError):
                yield Emit(outcome)
                continue
            problem = problem_of(host, outcome)
            problems[problem.kind] += 1
            if tell is not None:
                tell(problem)
    if problems and tell is None:
        kinds = ", ".join(f"{count} {kind}" for kind, count in problems.items())
        raise ListingIncomplete(what, f"not every host could be listed ({kinds}); problems= is told of each")


def problem_of(host: HostId, error: ProviderBridgeError) -> HostProblem:
    """Return why one organizer's list could not be read; raise what is no fault of one organizer."""
    if not _is_local(error):
        raise error
    return HostProblem(host, "no_such_host" if isinstance(error, NotFound) else "unreadable", str(error))


def _is_local(error: ProviderBridgeError) -> bool:
    if isinstance(error, Unauthorized | RateLimited | QuotaExhausted):
        return False
    return isinstance(error, ApiError | DecodeError | ListingIncomplete | TransportFailed)


def _organizers() -> Flow[list[HostId]]:
    reply: Reply = yield Call(wire.ORGANIZERS)
    hosts = list(dict.fromkeys(HostId(row.key) for row in decode(wire.ORGANIZER_KEYS, reply)))
    if not hosts:
        raise ListingIncomplete(reply.operation, NOBODY)
    return hosts
