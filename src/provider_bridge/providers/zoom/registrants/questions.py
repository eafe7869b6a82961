"""What Zoom asks of people who register: of an event, and by default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.domain.ids import EventId, GroupId
from provider_bridge.domain.people import RegistrationQuestion
from provider_bridge.errors import Conflict, InvalidInput
from provider_bridge.facets.registrants import RegistrationQuestionsApi
from provider_bridge.providers.shared.registration import TITLES
from provider_bridge.providers.zoom.addresses import resolve
from provider_bridge.providers.zoom.wire import registration as wire
from provider_bridge.providers.zoom.wire.registrants import FIELDS, KINDS

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow

__all__ = ["RegistrationQuestions", "own_question", "standard_question"]


_ALWAYS: Final = (
    RegistrationQuestion("email", "Email address", required=True),
    RegistrationQuestion("first_name", "First name", required=True),
)
"""Always asked and required; Zoom lists neither (https://developers.zoom.us/docs/api/meetings/)."""

_ALWAYS_ASKED: Final = frozenset(each.field for each in _ALWAYS)

_OURS: Final = {theirs: ours for ours, theirs in FIELDS.items()}
_TEXT: Final = "short"
_WORDS: Final = {
    "meeting": {"text": _TEXT, "single": "single"},
    "webinar": {
        "text": _TEXT,
        "single": "single_radio",
        "single_radio": "single_radio",
        "single_dropdown": "single_dropdown",
        "multiple": "multiple",
    },
}
"""Zoom's words for the types of own questions, by ours. Meetings know fewer of them."""


def standard_question(row: wire.Asked, *, asked: bool = True) -> RegistrationQuestion:
    """Return a question that Zoom has a field for."""
    field = _OURS.get(row.field_name, row.field_name)
    return RegistrationQuestion(field, TITLES.get(field, field), row.required, asked=asked)


def own_question(row: wire.OwnAsked, *, asked: bool = True) -> RegistrationQuestion:
    """Return a question of the organizer's own."""
    kind = "text" if row.type in {_TEXT, None} else str(row.type)
    return RegistrationQuestion("", row.title or "", row.required, kind, tuple(row.answers or ()), asked)


def _body(questions: Sequence[RegistrationQuestion], kind: str) -> dict[str, Any]:
    """Return all questions as Zoom takes them; raise ``InvalidInput`` for what it cannot ask."""
    standard: list[dict[str, Any]] = []
    own: list[dict[str, Any]] = []
    for each in questions:
        if not each.asked:
            if each.required:
                raise InvalidInput("a question that is not asked cannot be required")
        elif each.field in _ALWAYS_ASKED:
            if not each.required:
                raise InvalidInput("Zoom always requires the e-mail address and the first name")
        elif each.field:
            if each.field not in FIELDS:
                raise InvalidInput(f"Zoom has no standard question for this field; there are: {', '.join(FIELDS)}")
            standard.append({"field_name": FIELDS[each.field], "required": each.required})
        else:
            own.append(_own_body(each, kind))
    if len({each["field_name"] for each in standard}) < len(standard):
        raise InvalidInput("a standard question is given twice")
    return {"questions": standard, "custom_questions": own}


def _own_body(question: RegistrationQuestion, kind: str) -> dict[str, Any]:
    words = _WORDS[kind]
    if question.type not in words or not question.question:
        raise InvalidInput(f"an own question of a {kind} has a text and one of the types {', '.join(words)}")
    if question.type != "text" and not question.choices:
        raise InvalidInput("an own question has choices, unless its type is text")
    choices = {"answers": list(question.choices)} if question.choices else {}
    return {"title": question.question, "type": words[question.type], "required": question.required} | choices


def _essence(questions: Sequence[RegistrationQuestion], kind: str) -> list[tuple[Any, ...]]:
    """Return what has to be the same of questions that are asked, in an order of our own."""
    words = _WORDS[kind]
    return sorted(
        (
            each.field,
            each.required,
            *(() if each.field else (each.question, words.get(each.type, each.type))),
            *(() if each.field or each.type == "text" else each.choices),  # a text's, which Zoom shows, mean nothing
        )
        for each in questions
        if each.asked and each.field not in _ALWAYS_ASKED
    )


def _read(kind: str, number: str) -> Flow[tuple[RegistrationQuestion, ...]]:
    at = KINDS[kind]
    reply: Reply = yield Call(at.questions, {at.parameter: number})
    found = decode(wire.QUESTIONS, reply)
    return (*_ALWAYS, *map(standard_question, found.questions), *map(own_question, found.custom_questions or ()))


class RegistrationQuestions(RegistrationQuestionsApi[F]):
    """What people are asked when they register."""

    @operation(
        KINDS["meeting"].questions,
        KINDS["webinar"].questions,
        note=(
            "standard and own questions; e-mail and first name are added, because Zoom always asks and never lists them"
        ),
    )
    def list(self, event_id: EventId) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Return what people are asked when they register for an event, and what of it they have to answer.

        E-mail address and first name come first: Zoom always asks and requires them, and lists neither. ``field``
        is the field of ``Registrant`` that an answer goes to; one that is not known here is Zoom's own name of it.
        An own question has no field, and a ``type`` of ``text``, ``single``, ``single_radio``, ``single_dropdown``
        or ``multiple``.

        Raises ``NotFound`` when there is no such event, ``Conflict`` where registration is not enabled. No personal
        data.
        """
        address = yield from resolve(event_id)
        return (yield from _read(address.kind, address.number))

    @operation(
        *tuple(each for kind in KINDS.values() for each in (kind.set_questions, kind.questions)),
        note="replaces all questions; read back",
        reference=KINDS["meeting"].set_questions.reference,
    )
    def update(
        self, event_id: EventId, questions: Sequence[RegistrationQuestion]
    ) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Replace what people are asked when they register for an event, and return what is asked afterwards.

        ``questions`` are all there are to be, in the shape that ``list`` gives them; those with ``asked`` false are
        left out, e-mail address and first name are always asked. What people answered before stays stored.

        Raises ``InvalidInput`` for what Zoom cannot ask, and ``Conflict`` when other questions are asked afterwards. No
        personal data.
        """
        address = yield from resolve(event_id)
        at = KINDS[address.kind]
        yield Call(at.set_questions, {at.parameter: address.number}, {}, _body(questions, address.kind))
        found = yield from _read(address.kind, address.number)
        if _essence(found, address.kind) != _essence(questions, address.kind):
            raise Conflict(at.set_questions.name, 204, "accepted, but other questions are asked afterwards")
        return found

    @operation(
        wire.ACCOUNT_DEFAULTS,
        wire.GROUP_DEFAULTS,
        level="partial",
        note="webinars only: Zoom documents no defaults for meetings",
    )
    def defaults(self, *, group: GroupId | None = None) -> Flow[tuple[RegistrationQuestion, ...]]:
        """Return what is asked at registration by default, for the account's webinars or those of a group.

        ``asked`` is false for a question that is only on offer. Zoom documents no such defaults for meetings.

        Raises ``NotFound`` when there is no such group. Scope ``account:read:registration_settings:master`` (Zoom's
        document names no ``:admin`` form of it: unsure) or ``group:read:registration_settings:admin``; rate label
        Medium. No personal data.
        """
        kind = {"type": "webinar"}
        if group is None:
            call = Call(wire.ACCOUNT_DEFAULTS, {"accountId": "me"}, kind)
        else:
            call = Call(wire.GROUP_DEFAULTS, {"groupId": group}, kind)
        reply: Reply = yield call
        found = decode(wire.DEFAULTS, reply)
        standard = (standard_question(each, asked=each.selected) for each in found.questions)
        own = (own_question(each, asked=each.selected) for each in found.custom_questions or ())
        return (*_ALWAYS, *standard, *own)
