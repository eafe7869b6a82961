"""Finding GoToWebinar's recording assets: by a search, or by the webinar they are of.

There are two searches. One is of whatever the token's owner may find in an account, and knows no dates. The other is
of one organizer within it and needs an administrator's token. Neither is of a whole account at once.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import Page, consume
from provider_bridge.core.listing.periods import Period
from provider_bridge.core.listing.stable import ALWAYS
from provider_bridge.errors import InvalidInput, NotFound
from provider_bridge.providers.goto.pages import by_limit, by_size
from provider_bridge.providers.goto.times import written
from provider_bridge.providers.gotowebinar.recording_rows import asset_address, recording
from provider_bridge.providers.gotowebinar.wire import recordings as wire

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.ids import EventId, HostId, RecordingId
    from provider_bridge.domain.recordings import Recording
    from provider_bridge.providers.goto.identity import Whose

__all__ = ["find", "of_webinar", "search", "searched"]

_INCLUDES: Final = {"includes": "recordingShareUrl,webinarKey"}
"""Without it a search leaves these two out, and a webinar's recording would look like an upload."""

_SORTED: Final = {"sortField": "CREATETIME", "sortOrder": "DESC"}
_WHAT: Final = "recordings"
_MARGIN: Final = timedelta(days=1)
_ALWAYS: Final = Period(None, None)


def searched(whose: Whose, host: HostId | None) -> Flow[str]:
    """Return whose recordings are to be searched: an organizer's key, or ``""`` for the token's owner."""
    if host is not None:
        return whose.named(host)
    if whose.everybody:
        raise InvalidInput("whole_account: GoTo searches recordings by organizer; say host=, once for each")
    return (yield from whose.somebody_else())


def search(whose: Whose, organizer: str, within: Period) -> Paged[Recording]:
    """Emit what a search finds, newest first; ``""`` is the token's owner.

    Where the vendor filters by date it is asked for a day more at both ends: by which time, and whether its ends are
    included, is not said. Where it does not, everything comes. So the caller has to look at the times again.
    """
    account = yield from whose.account()
    if organizer:
        body = {"organizerKey": organizer, **_SORTED, **_dates(within)}
        call = Call(wire.ADMIN_SEARCH, {"accountKey": account}, _INCLUDES, body)
    else:
        call = Call(wire.SEARCH, {}, _INCLUDES, {"accountKey": account, **_SORTED})

    def read(reply: Reply) -> Page[Recording]:
        page = decode(wire.ASSETS_PAGE, reply)
        return page.page.of([recording(row) for row in page.embedded.assets])

    yield from by_size(call, read, key=_key, what=_WHAT, settles=ALWAYS)


def _dates(within: Period) -> dict[str, str]:
    ends = {"fromTime": _moved(within.since, -_MARGIN), "toTime": _moved(within.until, _MARGIN)}
    return {name: written(moment) for name, moment in ends.items() if moment is not None}


def _moved(moment: datetime | None, by: timedelta) -> datetime | None:
    try:
        return moment and moment + by
    except OverflowError:  # the end of time: the same as no end
        return None


def _key(found: Recording) -> str:
    return found.id


def of_webinar(webinar: str, event: EventId | None = None) -> Paged[Recording]:
    """Emit the recordings of a webinar.

    The vendor's document asks for ``limit``, its example for ``size``, and the answer says neither. So how many rows
    a page has is not relied on: pages are asked for until as many rows came as were announced.
    """
    counts: dict[int, int] = {}

    def read(reply: Reply) -> Page[Recording]:
        answer = decode(wire.WEBINAR_ASSETS, reply)
        counts[answer.page] = len(answer.data)
        came = sum(count for number, count in counts.items() if number <= answer.page)
        pages = answer.page + 1 + (came < answer.total)
        return Page([recording(row, event) for row in answer.data], answer.total, pages=pages)

    yield from by_limit(Call(wire.OF_WEBINAR, {"webinarKey": webinar}), read, key=_key, what=_WHAT, settles=ALWAYS)


def find(whose: Whose, name: RecordingId) -> Flow[Recording]:
    """Return one recording, or raise ``NotFound`` once all were listed that it could be among."""
    address = asset_address(name)
    found: list[Recording] = []

    def take(some: Sequence[Recording]) -> bool:
        found.extend(each for each in some if asset_address(each.id).asset == address.asset)
        return bool(found)

    if address.webinar:
        with suppress(NotFound):  # the webinar was cancelled, which need not be the end of its recordings
            yield from consume(of_webinar(address.webinar), take)
    if found:
        return found[0]
    own = not address.creator or address.creator == (yield from whose.owner())
    yield from consume(search(whose, "" if own else address.creator, _ALWAYS), take)
    if found:
        return found[0]
    missing = NotFound((wire.SEARCH if own else wire.ADMIN_SEARCH).name, 200, "no such recording is listed")
    missing.missing = "recording"
    raise missing
