"""What people answered to polls and surveys."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import fork, operation, paged
from provider_bridge.core.steps import Emit
from provider_bridge.domain.ids import RegistrantId, SessionId
from provider_bridge.domain.questions import Response, ResponseChoice, ResponseSummary
from provider_bridge.errors import (
    ApiError,
    DecodeError,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    ProviderBridgeError,
    QuotaExhausted,
    RateLimited,
    TransportFailed,
    Unauthorized,
)
from provider_bridge.facets.responses import ResponsesApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.keys import check_one_person
from provider_bridge.providers.gotowebinar import addresses
from provider_bridge.providers.gotowebinar.wire import responses as wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provider_bridge.core.steps import Flow, Paged

__all__ = ["Responses"]

_WHAT: Final = "responses"
_AT_ONCE: Final = 64
"""How many people's answers are held at a time."""

_PERSON: Final = {"poll": wire.PERSON_POLLS, "survey": wire.PERSON_SURVEYS}
_SUM: Final = {"poll": wire.POLLS, "survey": wire.SURVEYS}


class _Who(NamedTuple):
    """Whose answers are asked for; nothing but the key where nobody said more."""

    registrant: RegistrantId
    name: str = ""
    email: str = ""


class Responses(GoToFacet[F], ResponsesApi[F]):
    """What people answered to polls and surveys."""

    unsupported: ClassVar = {
        "delete": Unsupported(
            "no API deletes GoToWebinar's answers to polls and surveys; deleting the whole webinar may, which "
            "GoTo does "
            "not say",
            "delete the webinar, or ask GoTo",
            wire.POLLS.reference,
        ),
    }

    @paged(
        wire.ATTENDEES,
        wire.PERSON_POLLS,
        wire.PERSON_SURVEYS,
        note="the answers of everybody who came, asked for one by one; GoTo tells no times",
        reference=wire.PERSON_POLLS.reference,
    )
    def list(self, session_id: SessionId, *, source: str | None = None) -> Paged[Response]:
        """List what people answered to the polls and surveys of a session, by person, polls first.

        ``source`` is ``poll`` or ``survey``, ``None`` for both. Where several choices were made, each is a
        ``Response`` of its own. GoTo tells neither times nor ids of polls and questions, so those are empty.

        GoTo has no list of everybody's answers: all who came are listed, and each is asked for, with one call for
        the polls and one for the surveys. Answers of people whom GoTo does not list as attendees are not found
        (*unsure* whether there are any); ``summaries`` counts all.

        Whoever's answers cannot be read is never left out in silence: after those of all others were handed out,
        ``ListingIncomplete`` says how many there were, and of what kind the errors are. *Unsure*: whether GoTo says
        ``NotFound`` of an attendee who answered nothing; that counts as not read. What is no matter of one person,
        such as ``Forbidden``, ends the listing. Raises ``NotFound`` for an unknown session, ``DecodeError`` for rows
        of another session and for several people under one key, ``InvalidInput`` for an id that no listing shows.

        Personal data: names, e-mail addresses, what people answered. Rate label: 10 calls a second; two calls for each
        attendee, one where ``source`` is given.
        """
        sources, path = _sources(source), addresses.session_path(session_id)
        reply: Reply = yield Call(wire.ATTENDEES, path)
        rows = decode(wire.ATTENDEE_ROWS, reply)
        people = _people(reply.operation, rows)
        unread: Counter[str] = Counter()
        waiting = iter(people)
        while batch := list(islice(waiting, _AT_ONCE)):
            outcomes = yield from fork(_WHAT, (_answers(session_id, path, who, sources) for who in batch))
            for outcome in outcomes:
                if isinstance(outcome, ProviderBridgeError):
                    unread[_kind(outcome)] += 1
                else:
                    yield Emit(outcome)
        if unread:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(unread.items()))
            what = f"the answers of {unread.total()} of {len(people)} attendees could not be read ({kinds})"
            raise ListingIncomplete(_WHAT, what)

    @paged(wire.PERSON_POLLS, wire.PERSON_SURVEYS, note="the answers of one person")
    def list_of_participant(
        self, session_id: SessionId, registrant_id: RegistrantId, *, source: str | None = None
    ) -> Paged[Response]:
        """List what one person answered to the polls and surveys of a session, polls first.

        Told as by ``list``, but for name and e-mail address, which these calls do not show: both are ``""``.
        Raises ``NotFound`` where GoTo knows no such attendee: one who registered and did not come is none.

        Personal data: what the person answered. Rate label: 10 calls a second; two calls, one where ``source`` is
        given.
        """
        sources, path = _sources(source), addresses.session_path(session_id)
        yield Emit((yield from _answers(session_id, path, _Who(registrant_id), sources)))

    @operation(wire.POLLS, wire.SURVEYS, note="what was answered, in per cent and without names")
    def summaries(self, session_id: SessionId, *, source: str | None = None) -> Flow[tuple[ResponseSummary, ...]]:
        """Return what came of each question of the polls and surveys of a session, polls first.

        ``source`` is ``poll`` or ``survey``, ``None`` for both. Percentages are GoTo's; where several choices could
        be made they can add up to more than 100. Raises ``NotFound`` for an unknown session.

        Personal data: nobody is named; answers in people's own words can be among the choices. Rate label: 10 calls a
        second; two calls, one where ``source`` is given.
        """
        sources, path = _sources(source), addresses.session_path(session_id)
        found: list[ResponseSummary] = []
        for each in sources:
            reply: Reply = yield Call(_SUM[each], path)
            found += [_summary(session_id, each, row) for row in decode(wire.SUMMARY_ROWS, reply)]
        return tuple(found)


def _sources(source: str | None) -> tuple[str, ...]:
    if source not in {None, *_PERSON}:
        raise InvalidInput("source must be poll, survey, or None for both")
    return tuple(_PERSON) if source is None else (source,)


def _people(operation: str, rows: Iterable[wire.AttendeeRow]) -> tuple[_Who, ...]:
    """Return who came, each registration once however many rows it has; two registrations are never one."""
    came = [_Who(RegistrantId(row.registrant_key), row.name, row.email or "") for row in rows]
    check_one_person(operation, ((each.registrant, each.email, each.name) for each in came))
    return tuple({each.registrant: each for each in reversed(came)}.values())[::-1]


def _answers(session: SessionId, path: Mapping[str, str], who: _Who, sources: tuple[str, ...]) -> Flow[list[Response]]:
    found: list[Response] = []
    for source in sources:
        endpoint: Endpoint = _PERSON[source]
        reply: Reply = yield Call(endpoint, {**path, "registrantKey": who.registrant})
        found += _responses(session, source, who, reply)
    return found


def _responses(session: SessionId, source: str, who: _Who, reply: Reply) -> Iterator[Response]:
    for row in decode(wire.ANSWER_ROWS, reply):
        for answer in row.given:
            yield Response(
                session=session,
                source=source,
                source_id="",
                question_id="",
                at=None,
                anonymous=False,
                name=who.name,
                email=who.email,
                question=row.question,
                answer=answer,
                registrant=who.registrant,
            )


def _kind(error: ProviderBridgeError) -> str:
    """Return why one person's answers could not be read; raise what is no matter of one person."""
    if isinstance(error, Unauthorized | Forbidden | RateLimited | QuotaExhausted) or not isinstance(
        error, ApiError | DecodeError | TransportFailed
    ):
        raise error
    return type(error).__name__


def _summary(session: SessionId, source: str, row: wire.SummaryRow) -> ResponseSummary:
    choices = tuple(ResponseChoice(each.percentage, each.text or "") for each in row.responses)
    return ResponseSummary(session, source, row.number, choices, row.question)
