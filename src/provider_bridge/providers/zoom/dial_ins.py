"""Who took part by telephone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.capability import Unsupported
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.overlapping_windows import merge_overlapping_windows
from provider_bridge.core.listing.periods import check_answered, period
from provider_bridge.core.steps import Now
from provider_bridge.domain.ids import HostId
from provider_bridge.domain.people import DialIn
from provider_bridge.facets.dial_ins import DialInsApi
from provider_bridge.providers.zoom import addresses, wire
from provider_bridge.providers.zoom.endpoint_pair import PerKind
from provider_bridge.providers.zoom.listing import all_rows

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.ids import EventId, SessionId

__all__ = ["DialIns"]

_WIDEST: Final = 30
_TYPES: Final = ("1", "2", "3")
"""Toll-free and call-out, toll, SIP: the report answers one of them at a time, the first when none is named."""

_DASHBOARDS: Final = PerKind(wire.dial_ins.MEETING_DASHBOARD, wire.dial_ins.WEBINAR_DASHBOARD)


class DialIns(DialInsApi[F]):
    """Who took part by telephone."""

    unsupported: ClassVar = {
        "delete": Unsupported(
            "Zoom's API has no endpoint that deletes records of telephone calls",
            "ask Zoom, or request the erasure of everything of an address",
            wire.dial_ins.TELEPHONE.reference,
        ),
    }

    @paged(wire.dial_ins.TELEPHONE, note="the telephone report, all three types")
    def list(self, *, since: date, until: date) -> Paged[DialIn]:
        """List the account's telephone legs that began from ``since`` to ``until``, both included, newest month first.

        A day means all of it, in UTC; a moment needs a time zone. Zoom reports toll-free and call-out, toll, and SIP
        calls apart: all three are asked for. Rows have no identifier; what the overlap of two months shows twice
        comes once, and alike rows of one month come as often as they are there. ``duration`` is in Zoom's whole
        minutes.

        Numbers are text as it came: masked, formatted, or a name such as "ZoomGW". By the words of Zoom's document
        ``call_in_number`` is the caller's (``caller``), ``phone_number`` Zoom's toll-free one (``dialled``). Its
        example of a call-out contradicts that: there ``phone_number`` is the person's. Take all three for personal.

        Raises ``InvalidInput`` for a period that is none, ``ListingIncomplete`` when Zoom announces more rows than
        it lists or answers for fewer days than it was asked for.

        Personal data: telephone numbers, the host's e-mail address.
        """
        within = period(since, until)
        now: datetime = yield Now()

        def window(kind: str, first: date, last: date) -> Flow[list[DialIn]]:
            def convert(page: wire.dial_ins.TelephonePage) -> tuple[DialIn, ...]:
                latest = max(first, min(last, now.date()))
                check_answered(wire.dial_ins.TELEPHONE.name, first, latest, page.first, page.last)
                return tuple(map(_leg, page.telephony_usage))

            query = {"type": kind, "from": first.isoformat(), "to": last.isoformat()}
            return (yield from all_rows(wire.dial_ins.TELEPHONE, {}, query, wire.dial_ins.TELEPHONE_PAGE, convert))

        def month(first: date, last: date) -> Flow[list[DialIn]]:
            legs: list[DialIn] = []
            for kind in _TYPES:
                legs += yield from window(kind, first, last)
            return legs

        yield from merge_overlapping_windows(within.up_to(now), _WIDEST, month, lambda leg: leg.start)

    @operation(
        *tuple(_DASHBOARDS),
        level="partial",
        note="the dashboards need a Business plan, reach back six months, and do not say when a call began",
        reference=wire.dial_ins.MEETING_DASHBOARD.reference,
    )
    def get(self, session_id: SessionId) -> Flow[tuple[DialIn, ...]]:
        """Return the telephone legs of one session that is over.

        ``start`` and ``end`` are when the participant joined and left; the call itself can be shorter. Whoever
        joined more than once has legs more than once. No country, no host and no length is known here. Whether Zoom
        shows a meeting that one person joined is unsure, so that nothing proves that nobody called.

        Raises ``Forbidden`` where the plan has no dashboards (Business and above), ``NotFound`` for an unknown
        session, ``BadRequest`` for one that is too old, ``InvalidInput`` for a session id without its kind,
        ``ListingIncomplete`` when Zoom announces more participants than it lists.

        Personal data: telephone numbers, display names.
        """
        address = addresses.session_address(session_id)
        endpoint, path = _DASHBOARDS.of(address)
        session = addresses.session_id(address.kind, address.uuid)

        def convert(page: wire.dial_ins.DashboardPage) -> tuple[tuple[DialIn, ...], ...]:
            number = page.meeting_number or page.webinar_number
            event = addresses.event_id(address.kind, number) if number else None
            return tuple(_legs(row, session, event) for row in page.participants)

        found = yield from all_rows(endpoint, path, {"type": "past"}, wire.dial_ins.DASHBOARD_PAGE, convert)
        return tuple(leg for legs in found for leg in legs)


def _kind(row: wire.dial_ins.TelephoneRow) -> str:
    """Return what it was a call to, ``""`` where Zoom's word for it is none of ours."""
    word = (row.meeting_type or "").lower()
    return next((kind for kind in addresses.KINDS if kind in word), "")


def _leg(row: wire.dial_ins.TelephoneRow) -> DialIn:
    kind, number = _kind(row), row.meeting_id or ""
    known = number not in {"", "0"}
    return DialIn(
        session=addresses.session_id(kind, row.uuid) if row.uuid else None,
        event=addresses.event_id(kind, number) if known else None,
        kind=row.type or "",
        start=row.start_time,
        end=row.end_time,
        duration=None if row.duration is None else timedelta(minutes=row.duration),
        country=row.country_name or "",
        caller=row.call_in_number or "",
        dialled=row.phone_number or "",
        signaled=row.signaled_number or "",
        host=HostId(row.host_id) if row.host_id else None,
        host_email=row.host_email or "",
    )


def _legs(row: wire.dial_ins.DashboardRow, session: SessionId, event: EventId | None) -> tuple[DialIn, ...]:
    return tuple(
        DialIn(
            session=session,
            event=event,
            kind=call.call_type or "",
            start=row.join_time,
            end=row.leave_time,
            duration=None,
            caller=call.call_number or "",
            dialled=call.zoom_number or "",
            participant=row.user_name or "",
        )
        for call in row.audio_call or ()
    )
