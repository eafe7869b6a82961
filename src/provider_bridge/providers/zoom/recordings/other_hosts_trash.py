"""Whether something is in the trash of another host than the one a listing named: recordings change hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call
from provider_bridge.core.confirm.deletion import evidence_now
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import to_list
from provider_bridge.domain.outcomes import AlreadyGone, Gone, Unconfirmed
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.all_hosts import across_hosts
from provider_bridge.providers.zoom.recordings.listing import Doubt, trash_around

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from provider_bridge.core.calls import Reply
    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.ids import HostId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.providers.zoom.recordings.listing import InTrash

__all__ = ["checked_elsewhere"]

_MOST: Final = 300
"""Of so many active hosts the trash is searched; of more it would be hours of calls for one recording."""

_ELSEWHERE: Final = "it is in the trash of another host than known= names"
_TOO_MANY: Final = (
    f"only known= says whose it was, and of more than {_MOST} hosts the trash is not searched for it: "
    "look at the trash of all hosts with recordings.list(trashed=True)"
)
_NOWHERE: Final = "in the trash of no host"


def checked_elsewhere(
    outcome: Deletion, host: HostId | None, start: datetime | None, is_it: Callable[[InTrash], bool]
) -> Flow[Deletion]:
    """Hold an absence against the trash of every host, where Zoom itself did not say whose the recording is."""
    absent = outcome.pending if isinstance(outcome, Unconfirmed) else outcome
    if not isinstance(absent, Gone | AlreadyGone) or host is None or start is None:
        return outcome
    evidence = absent.evidence

    unsure = Doubt()

    def listing(each: HostId) -> Flow[list[InTrash]]:
        return [found for found in (yield from trash_around(each, start, uncounted=unsure)) if is_it(found)]

    try:
        if (yield from _count()) > _MOST:
            return Unconfirmed(_TOO_MANY, evidence)
        found = yield from to_list(across_hosts("recordings", listing, None))
    except ProviderBridgeError as error:
        return Unconfirmed(f"only known= says whose it was, and not every trash could be searched: {error}", evidence)
    if found or unsure.why:
        return Unconfirmed(_ELSEWHERE if found else unsure.why, evidence)
    evidence = (*evidence, (yield from evidence_now(wire.recordings.USER_RECORDINGS.name, _NOWHERE)))
    proven = type(absent)(evidence)
    return Unconfirmed(outcome.reason, evidence, pending=proven) if isinstance(outcome, Unconfirmed) else proven


def _count() -> Flow[int]:
    """Return how many active hosts there are; as Zoom does not say it, more than can be searched."""
    reply: Reply = yield Call(wire.directory.USERS, {}, {"status": "active", "page_size": "30"})
    total = decode(wire.directory.USER_IDS_PAGE, reply).total_records
    return _MOST + 1 if total is None else total
