"""What people answered to polls and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.capability import Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import paged
from provider_bridge.core.steps import Emit
from provider_bridge.domain.questions import Response
from provider_bridge.errors import InvalidInput
from provider_bridge.facets.responses import ResponsesApi
from provider_bridge.providers.zoom import addresses, wire
from provider_bridge.providers.zoom.anonymity import Named, named
from provider_bridge.providers.zoom.endpoint_pair import PerKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provider_bridge.core.calls import Reply
    from provider_bridge.core.steps import Paged
    from provider_bridge.domain.ids import SessionId

__all__ = ["Responses"]

_POLL: Final = "poll"
_SURVEY: Final = "survey"
_POLLS: Final = PerKind(wire.responses.MEETING_POLLS, wire.responses.WEBINAR_POLLS)
_SURVEYS: Final = PerKind(wire.responses.MEETING_SURVEY, wire.responses.WEBINAR_SURVEY)


class Responses(ResponsesApi[F]):
    """What people answered to polls and surveys."""

    unsupported: ClassVar = {
        "list_of_participant": Unsupported(
            "Zoom's reports list the answers of a session, and not of one participant",
            "list them: each says who answered",
            "https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/polls",
        ),
        "summaries": Unsupported(
            "Zoom's reports have single answers and no sums",
            "list the answers and count them",
            "https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/polls",
        ),
        "delete": Unsupported(
            "Zoom's API has no endpoint that deletes answers to polls and surveys",
            "ask Zoom, or request the erasure of everything of an address",
            wire.responses.MEETING_POLLS.reference,
        ),
    }

    @paged(
        *_POLLS,
        *_SURVEYS,
        note="the reports of polls and of the survey of a session",
        reference=wire.responses.MEETING_POLLS.reference,
    )
    def list(self, session_id: SessionId, *, source: str | None = None) -> Paged[Response]:
        """List what people answered to the polls and to the survey of a session, by person, polls first.

        ``source`` is ``poll`` or ``survey``, ``None`` for both. Several choices are one text, as Zoom joined them;
        what it joins them with is not documented. Of a poll Zoom tells the poll, not the question (``source_id``);
        of a survey both. Who answered anonymously is nobody: name and address are ``""``, also where Zoom should
        send one.

        Zoom sends each list at once. An answer without the list is ``DecodeError``, not an empty list; one of the
        two that is refused ends the listing. Raises ``NotFound`` for an unknown session, ``BadRequest`` with the
        code 12702 for one older than a year, ``Forbidden`` where plan or licence are missing, ``InvalidInput`` for a
        session id without its kind.

        Personal data: names, e-mail addresses, what people answered.
        """
        if source not in {None, _POLL, _SURVEY}:
            raise InvalidInput("source must be poll, survey, or None for both")
        address = addresses.session_address(session_id)
        session = addresses.session_id(address.kind, address.uuid)
        if source != _SURVEY:
            reply: Reply = yield _POLLS.call(address)
            yield Emit(tuple(_poll_answers(session, reply)))
        if source != _POLL:
            reply = yield _SURVEYS.call(address)
            yield Emit(tuple(_survey_answers(session, reply)))


def _who(person: wire.responses.Respondent) -> Named:
    parts = (part.strip() for part in (person.first_name, person.last_name) if part)
    return named((person.name, " ".join(parts)), person.email)


def _poll_answers(session: SessionId, reply: Reply) -> Iterator[Response]:
    for person in decode(wire.responses.POLLS, reply).questions:
        who = _who(person)
        for row in person.question_details:
            yield Response(
                session=session,
                source=_POLL,
                source_id=row.polling_id or "",
                question_id="",
                at=row.date_time,
                anonymous=who.anonymous,
                name=who.name,
                email=who.email,
                question=row.question or "",
                answer=row.answer or "",
            )


def _survey_answers(session: SessionId, reply: Reply) -> Iterator[Response]:
    report = decode(wire.responses.SURVEY, reply)
    for person in report.survey_answers:
        who = _who(person)
        for row in person.answer_details:
            yield Response(
                session=session,
                source=_SURVEY,
                source_id=report.survey_id or "",
                question_id=row.question_id or "",
                at=row.date_time,
                anonymous=who.anonymous,
                name=who.name,
                email=who.email,
                question=row.question or "",
                answer=row.answer or "",
            )
