"""One recent participant report of a meeting and one of a webinar, asserted free of attentiveness scores.

Nobody's name, address or time of presence is read: an answer is only asked whether something was cut out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.decode import WireModel, decode
from provider_bridge.core.freshness import check_fresh
from provider_bridge.core.listing.per_host import is_local
from provider_bridge.core.listing.windows import days_back
from provider_bridge.core.steps import Flow, Now
from provider_bridge.domain.settings import Level, SettingReading
from provider_bridge.errors import BadRequest, DecodeError, NotFound, ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.attention.names import WORDS
from provider_bridge.providers.zoom.attention.switch_search import speaking_name
from provider_bridge.providers.zoom.attention.verdict import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["read_report"]

_WIDEST: Final = 30
_CANDIDATES: Final = 3
_SCORE_PATH: Final = "participants[].attentiveness_score"


class _Row(WireModel):
    """A participant, of whom nothing is read."""


class _Rows(WireModel):
    participants: tuple[_Row, ...]


_ROWS: Final = TypeAdapter(_Rows)


@dataclass(frozen=True, slots=True)
class _Kind:
    history_type: str
    report: Endpoint
    parameter: str


_KINDS: Final = {
    "meeting": _Kind("meeting", wire.history.MEETING_PARTICIPANTS, "meetingId"),
    "webinar": _Kind("webinar", wire.history.WEBINAR_PARTICIPANTS, "webinarId"),
}


def read_report(kind: str, days: int) -> Flow[Place]:
    """Read the first page of the newest participant report of the last ``days`` days.

    The place has no reading when nothing took place.
    """
    place = Place(Level.EVENT, None)
    try:
        sessions = yield from _newest(_KINDS[kind], days)
        if sessions:
            place.readings.append((yield from _first_readable(_KINDS[kind], sessions)))
    except ProviderBridgeError as error:
        if not is_local(error):
            raise
        place.failed.append((f"{kind} participant report", error))
    return place


def _newest(kind: _Kind, days: int) -> Flow[Sequence[wire.history.HistoryRow]]:
    """Return a few sessions, newest first; windows of 30 days, because wider ones are clamped in silence."""
    now: datetime = yield Now()
    for first, last in days_back(now.date(), days, _WIDEST):
        query = {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "meeting_type": kind.history_type,
            "page_size": "300",
        }
        reply: Reply = yield Call(wire.history.HISTORY, query=query)
        check_fresh(reply)
        rows = decode(wire.history.HISTORY_PAGE, reply).history_meetings
        if rows:
            return sorted(rows, key=_age_rank, reverse=True)[:_CANDIDATES]
    return ()


def _age_rank(row: wire.history.HistoryRow) -> tuple[bool, datetime]:
    """Order by start, but put sessions that only one person joined last: Zoom makes no report of them."""
    return row.participants != 1, row.start_time or datetime.min.replace(tzinfo=UTC)


def _first_readable(kind: _Kind, sessions: Sequence[wire.history.HistoryRow]) -> Flow[SettingReading]:
    """Return the reading of the first report that exists; raise the last refusal when none does."""
    for number, session in enumerate(sessions, start=1):
        call = Call(kind.report, {kind.parameter: session.meeting_uuid}, {"page_size": "300"})
        try:
            reply: Reply = yield call
        except (NotFound, BadRequest):
            if number == len(sessions):
                raise
            continue
        check_fresh(reply)
        decode(_ROWS, reply)
        name = speaking_name(reply.body, WORDS, names_only=True)
        if name:
            raise DecodeError(reply.operation, (f"{name}: speaks of attention",))
        found = reply.dropped > 0
        return SettingReading(
            level=Level.EVENT,
            subject=session.meeting_uuid if found else None,
            operation=reply.operation,
            path=_SCORE_PATH,
            present=found,
            value=None,
            locked=None,
            observed_at=reply.observed_at,
            request_id=reply.request_id,
        )
    raise AssertionError("unreachable: there is at least one session")
