"""What a webinar asks of people who register, and how their answers to the organizer's questions are sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.domain.ids import EventId
from provider_bridge.domain.people import Answer, RegistrationQuestion
from provider_bridge.errors import InvalidInput
from provider_bridge.facets.registrants import RegistrationQuestionsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.gotowebinar.addresses import event_path
from provider_bridge.providers.gotowebinar.wire import registration as wire
from provider_bridge.providers.gotowebinar.wire.registrants import FIELDS
from provider_bridge.providers.shared.registration import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.core.steps import Flow

__all__ = ["RegistrationQuestions", "read_questions", "responses_to"]

_WEB_PAGE: Final = "edit the webinar's registration form in GoTo's web page"


_OURS: Final = {theirs.casefold(): ours for ours, theirs in FIELDS.items()} | {
    "firstname": "first_name",
    "lastname": "last_name",
    "email": "email",
    "roleinpurchaseprocess": "role_in_purchase_process",  # its name in old documents
    "implementationtimeframe": "implementation_time_frame",
    "employeecount": "employee_count",
}
_ALWAYS: Final = ("email", "first_name", "last_name")
"""What nobody can be registered without (https://developer.goto.com/GoToWebinarV2#operation/createRegistrant)."""

_TYPES: Final = {"multiplechoice": "single", "shortanswer": "text"}
"""GoTo takes one answer to a multiple-choice question, so one is chosen: our word for that is ``single``."""


def read_questions(path: Mapping[str, str]) -> Flow[wire.FieldsBody]:
    """Return what a webinar asks, as GoTo says it."""
    reply: Reply = yield Call(wire.FIELDS, path)
    return decode(wire.FIELDS_BODY, reply)


def _length(row: wire.Asked | wire.OwnAsked) -> int | None:
    return row.max_size if row.max_size is not None and row.max_size > 0 else None


def _standard(row: wire.Asked) -> RegistrationQuestion:
    ours = _OURS.get(row.field.casefold(), row.field)
    kind = "single" if row.answers else "text"
    title = TITLES.get(ours, ours)
    return RegistrationQuestion(ours, title, row.required, kind, row.answers, max_length=_length(row))


def _own(row: wire.OwnAsked) -> RegistrationQuestion:
    kind = _TYPES.get((row.type or "").casefold(), row.type or ("single" if row.answers else "text"))
    choices = tuple(each.answer for each in row.answers)
    return RegistrationQuestion("", row.question, row.required, kind, choices, id=row.key, max_length=_length(row))


def responses_to(asked: wire.FieldsBody, answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Return answers to the organizer's questions as GoTo takes them; raise ``InvalidInput`` for what fits nothing.

    A question is named by its text or by its id. To a multiple-choice question one answers by the key of a choice.
    """
    sent: dict[str, dict[str, Any]] = {}
    for each in answers:
        question = _meant(asked.questions, each.question)
        if question.key in sent:
            raise InvalidInput("a question is answered twice")
        sent[question.key] = {"questionKey": _number(question.key), **_response(question, each.answer)}
    missing = sum(each.required and each.key not in sent for each in asked.questions)
    if missing:
        raise InvalidInput(f"{missing} of the questions that must be answered are not; registrants.questions has them")
    return list(sent.values())


def _meant(questions: Sequence[wire.OwnAsked], name: str) -> wire.OwnAsked:
    wanted = _plain(name)
    found = [each for each in questions if each.key == name] or [
        each for each in questions if _plain(each.question) == wanted
    ]
    if len(found) > 1:
        raise InvalidInput("several questions have this text; name the one that is meant by its id")
    if not found:
        raise InvalidInput("an answer is to a question that the webinar does not ask; registrants.questions has them")
    return found[0]


def _response(question: wire.OwnAsked, answer: str) -> dict[str, Any]:
    if question.chosen:
        keys = [each.key for each in question.answers if _plain(each.answer) == _plain(answer)]
        if not keys:
            raise InvalidInput("an answer is none of the choices that its question offers")
        return {"answerKey": _number(keys[0])}
    longest = _length(question)
    if not answer.strip() or (longest is not None and len(answer) > longest):
        raise InvalidInput("an answer is empty, or longer than its question allows")
    return {"responseText": answer}


def _number(key: str) -> int | str:
    """Return a key as GoTo wants it sent: a number, however long."""
    return int(key) if key.removeprefix("-").isdecimal() else key


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class RegistrationQuestions(GoToFacet[F], RegistrationQuestionsApi[F]):
    """What people are asked when they register for a webinar."""

    unsupported: ClassVar = {
        "update": Unsupported(
            "GoTo's API does not change what is asked at registration", _WEB_PAGE, wire.FIELDS.reference
        ),
        "defaults": Unsupported(
            "GoTo's API shows what single webinars ask, and no defaults",
            "list the questions of each webinar, or see the account's settings in GoTo's web page",
            wire.FIELDS.reference,
        ),
    }

    @operation(
        wire.FIELDS,
        note="standard fields and own questions; names and e-mail address are added where GoTo does not list them",
        either=WHOSE,
    )
    def list(self, event_id: EventId) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Return what is asked for a webinar: the standard fields it has, then the organizer's own questions.

        Fields and required questions differ from webinar to webinar. E-mail address and both names are always asked
        and required; they come first, also where GoTo does not list them (*unsure* whether it always does). A field
        that GoTo may add comes under GoTo's name of it. An own question has its ``id``; ``single`` is one of
        ``choices``.

        Raises ``NotFound`` when there is no such webinar or it was cancelled, and ``DecodeError`` where it is not said
        whether something is required. Scope ``collab:``; rate label: 10 calls a second. Personal data: none is read.
        """
        path = yield from event_path(self._whose, event_id)
        asked = yield from read_questions(path)
        standard = [_standard(each) for each in asked.fields_]
        listed = {each.field: each for each in standard}
        always = [listed.get(field, RegistrationQuestion(field, TITLES[field], required=True)) for field in _ALWAYS]
        rest = [each for each in standard if each.field not in _ALWAYS]
        return (*always, *rest, *map(_own, asked.questions))
