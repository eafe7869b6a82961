"""GoToWebinar's lists of webinars: of an organizer, or of an account, in a range of time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import Page
from provider_bridge.core.listing.stable import ALWAYS
from provider_bridge.providers.goto.pages import by_size
from provider_bridge.providers.goto.times import EARLIEST, LATEST, between
from provider_bridge.providers.gotowebinar.event_rows import event_of_row
from provider_bridge.providers.gotowebinar.wire import events as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Paged
    from provider_bridge.domain.events import Event
    from provider_bridge.domain.ids import EventId

__all__ = ["webinars"]

_MARGIN: Final = timedelta(days=1)


def webinars(call: Call, since: datetime | None, until: datetime | None) -> Paged[Event]:
    """Emit what a list shows of a range of time; without an end it reaches as far as one can ask for.

    A day more is asked for at both ends: whether a webinar that ends after the range counts as within is not
    documented. So the caller has to look at the times again.
    """
    query = between(_moved(since or EARLIEST, -_MARGIN), _moved(until or LATEST, _MARGIN))
    return by_size(Call(call.endpoint, call.path, query), _read, key=_same_row, what="events", settles=ALWAYS)


def _moved(edge: datetime, margin: timedelta) -> datetime:
    return min(max(edge, EARLIEST + _MARGIN), LATEST - _MARGIN) + margin


def _read(reply: Reply) -> Page[Event]:
    page = decode(wire.WEBINARS_PAGE, reply)
    return page.page.of([event_of_row(row) for row in page.embedded.webinars])


def _same_row(event: Event) -> tuple[EventId, datetime | None]:
    """Return what tells rows apart. Should GoTo list a sequence with a row for each time, none is lost."""
    return event.id, event.start
