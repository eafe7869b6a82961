"""GoToWebinar's lists of past sessions: of an organizer in a period, and of one webinar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import Page, consume
from provider_bridge.errors import NotFound
from provider_bridge.providers.goto.pages import by_size
from provider_bridge.providers.goto.times import EARLIEST, between
from provider_bridge.providers.gotowebinar.wire import sessions as wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from provider_bridge.core.listing.periods import Period
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["asked_for", "one_of_event", "rows_of_event", "rows_of_organizer"]

_DAY: Final = timedelta(days=1)
_EARLIEST: Final = EARLIEST + _DAY


def asked_for(within: Period, now: datetime) -> tuple[datetime, datetime] | None:
    """Return what to ask for so that all of a period's sessions come; ``None`` when all of it is yet to come.

    By which time GoTo picks sessions is not documented: scheduled, begun or ended. So a day more is asked for at
    either end, and what came is held against the period.
    """
    since = max(within.since or _EARLIEST, _EARLIEST) - _DAY
    until = now if within.until is None else max(min(within.until, now), _EARLIEST)
    return (since, until + _DAY) if since <= until + _DAY else None


def rows_of_organizer(organizer: str, since: datetime, until: datetime) -> Paged[wire.SessionRow]:
    """Emit the sessions of an organizer's webinars that took place in a time."""
    return by_size(Call(wire.SESSIONS, {"organizerKey": organizer}, between(since, until)), _read, key=_key)


def rows_of_event(path: Mapping[str, str]) -> Paged[wire.SessionRow]:
    """Emit a webinar's past sessions."""
    return by_size(Call(wire.EVENT_SESSIONS, path), _read, key=_key)


def one_of_event(path: Mapping[str, str]) -> Flow[wire.SessionRow]:
    """Return one session, found in its webinar's list, or raise ``NotFound``.

    GoTo's own call of a session by its key answers with who was there, and with nothing of the session.
    """
    found: list[wire.SessionRow] = []

    def take(rows: Sequence[wire.SessionRow]) -> bool:
        found.extend(row for row in rows if row.session_key == path["sessionKey"])
        return bool(found)

    yield from consume(rows_of_event({name: path[name] for name in ("organizerKey", "webinarKey")}), take)
    if not found:
        absent = "the webinar lists no such past session; one that runs, or ended just now, is not listed yet"
        raise NotFound(wire.EVENT_SESSIONS.name, 200, absent)
    return found[0]


def _read(reply: Reply) -> Page[wire.SessionRow]:
    page = decode(wire.SESSIONS_PAGE, reply)
    return page.page.of(page.embedded.sessions)


def _key(row: wire.SessionRow) -> tuple[str, str]:
    return row.webinar_key, row.session_key
