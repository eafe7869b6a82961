"""Who was there, one person once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.attendance import Stay, is_masked, is_phone_number, people
from provider_bridge.core.capability import NOT_BUILT, Unsupported
from provider_bridge.core.device_names import is_device_name
from provider_bridge.core.facet import F
from provider_bridge.core.flow import paged
from provider_bridge.core.steps import Emit
from provider_bridge.errors import InvalidInput
from provider_bridge.facets.participants import ParticipantsApi
from provider_bridge.providers.zoom import addresses, wire
from provider_bridge.providers.zoom.endpoint_pair import PerKind
from provider_bridge.providers.zoom.listing import all_rows

if TYPE_CHECKING:
    from provider_bridge.core.steps import Paged
    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.people import Participant

__all__ = ["SOURCES", "Participants"]

SOURCES: Final = {
    "report": PerKind(wire.history.MEETING_PARTICIPANTS, wire.history.WEBINAR_PARTICIPANTS),
    "past": PerKind(wire.participants.PAST_MEETING, wire.participants.PAST_WEBINAR),
}
"""The lists of participants that Zoom has. They need different scopes, and ``past`` says who is of the account."""

_QUERY: Final = {"include_fields": "registrant_id"}
"""Without it no row says which registration it belongs to. Zoom's document of the lists of past sessions mentions
the field and its parameter in words, but does not list the parameter: it is sent there as well."""

_ANYBODY: Final = ("call-in user", "anonymous")
"""How names begin that Zoom gives people who have none; two such rows need not be one person. The wording is unsure."""


class Participants(ParticipantsApi[F]):
    """Who was there."""

    unsupported: ClassVar = {
        "absentees": Unsupported(
            "Zoom's API lists the absentees of webinars; provider_bridge does not yet",
            "compare the registrants with the participants",
            "https://developers.zoom.us/docs/api/meetings/#tag/webinars/get/past_webinars/{webinarId}/absentees",
            NOT_BUILT,
        ),
        "list_between": Unsupported(
            "Zoom's API lists participants by session; provider_bridge does not go through the sessions of a "
            "period yet",
            "list the sessions, and the participants of each",
            "https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/participants",
            NOT_BUILT,
        ),
        "list_of_event": Unsupported(
            "Zoom's API lists participants by session; provider_bridge does not go through the sessions of an "
            "event yet",
            "list the sessions of the event, and the participants of each",
            "https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/participants",
            NOT_BUILT,
        ),
        "delete": Unsupported(
            "Zoom's API has no endpoint that deletes records of presence",
            "ask Zoom, or request the erasure of everything of an address",
            wire.history.MEETING_PARTICIPANTS.reference,
        ),
    }

    @paged(
        *SOURCES["report"],
        *SOURCES["past"],
        level="partial",
        note=(
            "Zoom has no report of a meeting with one participant, and blanks most addresses of people outside "
            "the account"
        ),
        reference=wire.history.MEETING_PARTICIPANTS.reference,
    )
    def list(self, session_id: SessionId, *, source: str = "report") -> Paged[Participant]:
        """List the people of a session, each once, with all stays, in the order of their first one.

        Zoom keeps a row for every join, and has up to a dozen for one person. Rows are one person by registration,
        then e-mail address, then user; rows with nothing but a name are one person when the name is the same and no two
        stays overlap. Two registrations are never put together, and a name alone joins nobody to somebody better known;
        masked numbers and names that devices and rooms give ("iPhone", "Call-In User") join nobody at all.
        ``matched_by`` says what it rests on.
        What else the rows of one person show of names and addresses is in ``also_known``.

        ``present`` adds up Zoom's own seconds. Zoom counts late: ``None`` means not yet. Rows can be missing for
        minutes to hours after a large session, so ask again later. Stays in a waiting room are apart.
        Zoom keeps no report of a meeting that one person joined: it is refused or empty (unsure which), so that an
        empty list does not prove that nobody was there. Telephone callers have their number in place of a name;
        it is in ``phone``. Addresses of most people outside the account are ``""``.

        ``source`` is ``report``, or ``past`` for the list that non-reporting scopes open, which also says who is
        of the account. Sessions are kept for a year, webinar reports for six months; older ones are ``BadRequest``
        with the code 12702, never an empty list. Raises ``NotFound`` for an unknown session, ``InvalidInput`` for a
        session id without its kind, ``ListingIncomplete`` when Zoom announces more rows than it lists.

        Personal data: name, e-mail address, telephone number, times of presence. Scopes
        ``report:read:list_meeting_participants:admin`` and ``report:read:list_webinar_participants:admin``, rate label
        Heavy; for ``past`` ``meeting:read:list_past_participants:admin`` (Light) and
        ``webinar:read:list_past_participants:admin`` (Medium).
        """
        if source not in SOURCES:
            raise InvalidInput(f"source must be one of: {', '.join(SOURCES)}")
        address = addresses.session_address(session_id)
        endpoint, path = SOURCES[source].of(address)
        stays = yield from all_rows(endpoint, path, _QUERY, wire.participants.PAGE, _stays)
        yield Emit(people(addresses.session_id(address.kind, address.uuid), stays))


def _stays(page: wire.participants.ParticipantsPage) -> tuple[Stay, ...]:
    return tuple(map(_stay, page.participants))


def _stay(row: wire.participants.ParticipantRow) -> Stay:
    shown = (row.name or "").strip()
    by_phone = is_phone_number(shown)
    email = (row.user_email or "").strip()
    return Stay(
        joined=row.join_time,
        left=row.leave_time,
        waited="waiting" in (row.status or "").lower(),
        counted=None if row.duration is None else timedelta(seconds=row.duration),
        internal=row.internal_user,
        registrant=row.registrant_id or "",
        email="" if is_masked(email) else email,
        user=row.participant_user_id or row.id or "",
        name="" if by_phone else shown,
        phone=shown if by_phone else "",
        alias=_alias(shown, by_phone=by_phone),
    )


def _alias(shown: str, *, by_phone: bool) -> str:
    """Return what rows of one name share, ``""`` where the name fits many: a masked number, a placeholder."""
    if by_phone:
        hidden = is_masked(shown) or "x" in shown.lower()
        return "" if hidden else "".join(each for each in shown if each.isdigit())
    name = " ".join(shown.split()).lower()
    return "" if name.startswith(_ANYBODY) or is_device_name(name) else name
