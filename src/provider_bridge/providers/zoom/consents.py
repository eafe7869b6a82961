"""What people chose when a notice about recording or analysis was shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.capability import Unsupported
from provider_bridge.core.facet import F
from provider_bridge.core.flow import paged
from provider_bridge.core.listing.overlapping_windows import merge_overlapping_windows
from provider_bridge.core.listing.periods import check_answered, period
from provider_bridge.core.steps import Now
from provider_bridge.domain.people import Consent
from provider_bridge.facets.consents import ConsentsApi
from provider_bridge.providers.zoom import addresses, wire
from provider_bridge.providers.zoom.listing import all_rows

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["Consents"]

_WIDEST: Final = 30


class Consents(ConsentsApi[F]):
    """What people chose when a notice was shown."""

    unsupported: ClassVar = {
        "delete": Unsupported(
            "Zoom's API has no endpoint that deletes records of consent, and they prove that people were told",
            "ask Zoom",
            wire.consents.DISCLAIMERS.reference,
        ),
    }

    @paged(
        wire.consents.DISCLAIMERS,
        level="partial",
        note="the report is newer than Zoom's API documents: its fields are known, its words are not",
    )
    def list(self, *, since: date, until: date) -> Paged[Consent]:
        """List what people chose from ``since`` to ``until``, both included, newest month first.

        A day means all of it, in UTC; a moment needs a time zone. ``kind`` and ``choice`` are Zoom's words as they
        came. They are documented nowhere that this project could see, so compare them with what your account shows
        before you conclude anything; no record proves no consent. ``event`` has no kind, because the report does
        not say one: Zoom has the number only. Rows have no identifier; what the overlap of two months shows twice
        comes once.

        Zoom added the report in March 2026. An account that lacks it, or a token without the scope, gets a typed
        error: ``NotFound``, ``BadRequest`` or ``Forbidden``. Raises ``InvalidInput`` for a period that is none,
        ``ListingIncomplete`` when Zoom announces more rows than it lists or says that it answers for fewer days.

        Personal data: name, e-mail address, what somebody chose. Scope ``report:read:admin`` (unsure; a granular
        name is not known); rate label Heavy (unsure).
        https://developers.zoom.us/changelog/meetings/march-23-2026
        """
        within = period(since, until)
        now: datetime = yield Now()

        def window(first: date, last: date) -> Flow[list[Consent]]:
            def convert(page: wire.consents.DisclaimerPage) -> tuple[Consent, ...]:
                latest = max(first, min(last, now.date()))
                check_answered(wire.consents.DISCLAIMERS.name, first, latest, page.first, page.last)
                return tuple(map(_consent, page.disclaimer_records))

            query = {"from": first.isoformat(), "to": last.isoformat()}
            return (yield from all_rows(wire.consents.DISCLAIMERS, {}, query, wire.consents.DISCLAIMER_PAGE, convert))

        yield from merge_overlapping_windows(within.up_to(now), _WIDEST, window, lambda consent: consent.at)


def _consent(row: wire.consents.DisclaimerRow) -> Consent:
    return Consent(
        kind=row.disclaimer_type or "",
        choice=row.disclaimer_status or "",
        at=row.time,
        session=addresses.session_id("", row.meeting_id) if row.meeting_id and not row.meeting_id.isdecimal() else None,
        event=addresses.event_id("", row.meeting_number) if row.meeting_number else None,
        client=row.client_type or "",
        name=row.display_name or "",
        email=(row.user_email or "").strip(),
    )
