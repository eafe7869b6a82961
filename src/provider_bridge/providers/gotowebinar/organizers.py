"""Whose webinars a listing is about: the one organizer, or with ``whole_account`` everybody in the GoTo account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import Page, consume
from provider_bridge.core.listing.stable import ALWAYS
from provider_bridge.providers.goto.pages import by_size
from provider_bridge.providers.goto.times import EARLIEST, between
from provider_bridge.providers.gotowebinar.wire import sessions as wire

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from provider_bridge.core.steps import Flow
    from provider_bridge.providers.goto.identity import Whose

__all__ = ["organizers_until"]


def organizers_until(whose: Whose, until: datetime) -> Flow[tuple[str, ...]]:
    """Return the keys of the organizers that listings without a host are about.

    With ``whole_account`` they are those whose webinars the account lists, from the beginning to a day after
    ``until``: GoTo lists webinars by when they were scheduled, which for one of many dates can be long before.
    """
    if not whose.everybody:
        organizer = yield from whose.organizer()
        return (organizer,)
    account = yield from whose.account()
    found: dict[str, None] = {}

    def read(reply: Reply) -> Page[wire.WebinarRow]:
        page = decode(wire.WEBINARS_PAGE, reply)
        return page.page.of(page.embedded.webinars)

    def take(rows: Sequence[wire.WebinarRow]) -> bool:
        found.update(dict.fromkeys(row.organizer_key for row in rows))
        return False

    query = between(EARLIEST, until + timedelta(days=1))
    webinars = Call(wire.ACCOUNT_WEBINARS, {"accountKey": account}, query)
    yield from consume(by_size(webinars, read, key=lambda row: row.webinar_key, settles=ALWAYS), take)
    return tuple(found)
