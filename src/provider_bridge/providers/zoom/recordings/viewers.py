"""People who register to view recordings at Zoom, and what they are asked.

Zoom addresses them by the number of the meeting or webinar, not by the run; only the questions are asked for by run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import map_batches, to_list
from provider_bridge.core.listing.stable import ALWAYS
from provider_bridge.domain.ids import RecordingId, RegistrantId
from provider_bridge.domain.people import Registered, Registrant, RegistrationQuestion
from provider_bridge.errors import Conflict, InvalidInput
from provider_bridge.facets.recordings import ViewerQuestionsApi, ViewersApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import resolve, session_address
from provider_bridge.providers.zoom.listing import page_of, rows
from provider_bridge.providers.zoom.registrants.creation import body_of, check
from provider_bridge.providers.zoom.registrants.questions import own_question, standard_question
from provider_bridge.providers.zoom.wire import registrants as people
from provider_bridge.providers.zoom.wire import registration as asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provider_bridge.core.listing.paging import Page
    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.ids import EventId, RecordingId
    from provider_bridge.domain.people import NewRegistrant

__all__ = ["Viewers"]

_W = wire.recordings

_STATUSES: Final = ("approved", "pending", "denied")
"""Zoom lists them by status, one listing each; only these three together show everybody."""

_AT_ONCE: Final = 30


def _rows(number: str, status: str) -> Paged[Registrant]:
    """Emit what the list of one status shows, each with the status that its row has, if any."""

    def parse(reply: Reply) -> Page[Registrant]:
        page = decode(people.PAGE, reply)
        return page_of(page.registrants, lambda each: each, page)

    return rows(_W.VIEWERS, {"meetingId": number}, {"status": status}, parse, key=lambda each: each.id, settles=ALWAYS)


def _listed(number: str, status: str) -> Paged[Registrant]:
    def told(some: Sequence[Registrant]) -> list[Registrant]:
        return [each if each.status else replace(each, status=status) for each in some]

    return map_batches(_rows(number, status), told)


def _set_status(event: EventId, registrants: Iterable[RegistrantId], action: str, status: str) -> Flow[None]:
    """Change people's status, 30 at a time, and make sure that their rows show it; a list can ignore what is asked."""
    wanted = list(dict.fromkeys(registrants))
    if not wanted or not all(each.strip() for each in wanted):
        raise InvalidInput("people are named by the ids that a listing shows; there has to be at least one")
    number = (yield from resolve(event)).number
    for start in range(0, len(wanted), _AT_ONCE):
        body = {"action": action, "registrants": [{"id": each} for each in wanted[start : start + _AT_ONCE]]}
        yield Call(_W.VIEWER_STATUS, {"meetingId": number}, body=body)
    missing = 0

    def changed() -> Flow[bool | None]:
        nonlocal missing
        shown = yield from to_list(_rows(number, status))
        listed = {each.id for each in shown if each.status.casefold() == status}
        missing = sum(each not in listed for each in wanted)
        return None if missing else True

    if not (yield from poll_until(changed)):
        raise Conflict(_W.VIEWER_STATUS.name, 204, f"accepted, but {missing} of {len(wanted)} are not {status}")


class Viewers(ViewersApi[F]):
    """People who registered to view recordings."""

    unsupported: ClassVar = {
        "delete": Unsupported(
            "Zoom has no endpoint for it", "deny them, or delete the recording", _W.VIEWER_STATUS.reference
        ),
    }

    @part
    def questions(self) -> ViewerQuestions[F]:
        return ViewerQuestions(self)

    @paged(_W.VIEWERS, note="people of every status")
    def list(self, event: EventId, *, statuses: tuple[str, ...] = _STATUSES) -> Paged[Registrant]:
        """List who registered to view an event's recordings, by default whatever their status.

        Statuses are ``approved``, ``pending`` and ``denied``. Raises ``InvalidInput`` for another one, ``NotFound``
        for an event that is not there, and ``ListingIncomplete`` when Zoom announces more people than it lists.

        Personal data: everything that people were asked for: name, e-mail address, and what else they gave. Zoom
        documents the event's number alone as the address; whether it means the latest run only, it does not say.
        """
        if not statuses or not set(statuses) <= set(_STATUSES):
            raise InvalidInput(f"a status is one of {', '.join(_STATUSES)}")
        number = (yield from resolve(event)).number
        for status in dict.fromkeys(statuses):
            yield from _listed(number, status)

    @operation(_W.VIEWER_ADD, note="one person at a time")
    def add(self, event: EventId, person: NewRegistrant) -> Flow[Registered]:
        """Register somebody to view an event's recordings; ``join_url`` is the personal link to view them.

        It is not tried again when no answer comes: it may have been done. Raises ``InvalidInput`` for what Zoom
        would refuse: no first name, no e-mail address, fields that are too long.

        Personal data: what you send; the link opens the recordings under this person's name.
        """
        check(person)
        if person.language:
            raise InvalidInput("people who register for a recording have no language at Zoom")
        number = (yield from resolve(event)).number
        reply: Reply = yield Call(_W.VIEWER_ADD, {"meetingId": number}, body=body_of(person))
        answer = decode(_W.REGISTERED, reply)
        return Registered(RegistrantId(answer.registrant_id), person.email, answer.share_url or "")

    @operation(_W.VIEWER_STATUS, _W.VIEWERS, note="any number of people")
    def approve(self, event: EventId, registrants: Iterable[RegistrantId]) -> Flow[None]:
        """Let people view an event's recordings, and make sure that they are listed as approved.

        Any number of people; Zoom is told of 30 at a time. Raises ``InvalidInput`` when nobody is named, and
        ``Conflict`` when Zoom accepts it and somebody is not listed as approved.

        Personal data: the list of those approved is read, and not kept.
        """
        yield from _set_status(event, registrants, "approve", "approved")

    @operation(_W.VIEWER_STATUS, _W.VIEWERS, note="any number of people")
    def deny(self, event: EventId, registrants: Iterable[RegistrantId]) -> Flow[None]:
        """Keep people from viewing an event's recordings, and make sure that they are listed as denied.

        Their data stays: Zoom has no endpoint that deletes it. Otherwise as ``approve``.

        Personal data: the list of those denied is read, and not kept.
        """
        yield from _set_status(event, registrants, "deny", "denied")


class ViewerQuestions(ViewerQuestionsApi[F]):
    """What people are asked who register to view a recording."""

    @operation(_W.QUESTIONS, note="what viewers are asked")
    def list(self, recording: RecordingId) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Return what people are asked who register to view a run's recording, beside first name and e-mail address.

        Those two are always asked, and Zoom does not list them. Raises ``NotFound`` when there is no recording.

        No personal data.
        """
        reply: Reply = yield Call(_W.QUESTIONS, {"meetingId": session_address(recording).uuid})
        answer = decode(asked.QUESTIONS, reply)
        own = answer.custom_questions or ()
        return (*map(standard_question, answer.questions), *map(own_question, own))
