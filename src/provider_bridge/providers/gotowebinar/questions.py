"""What was asked in a session, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import paged
from provider_bridge.core.steps import Emit
from provider_bridge.domain.ids import HostId, RegistrantId, SessionId
from provider_bridge.domain.questions import Question, QuestionAnswer
from provider_bridge.facets.questions import QuestionsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.gotowebinar import addresses
from provider_bridge.providers.gotowebinar.wire import questions as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Paged

__all__ = ["Questions"]

_ERASING: Final = (
    "no API deletes GoToWebinar's questions; deleting the whole webinar may, which GoTo does not say: ask GoTo"
)


class Questions(GoToFacet[F], QuestionsApi[F]):
    """What was asked in a session."""

    unsupported: ClassVar = {
        "delete": Unsupported(_ERASING, "delete the webinar, or ask GoTo", wire.QUESTIONS.reference),
    }

    @paged(wire.QUESTIONS, note="the questions of a session with their answers; GoTo tells no states")
    def list(self, session_id: SessionId) -> Paged[Question]:
        """List the questions of a session with their answers, as GoTo orders them.

        Who asked is known by e-mail address, and by ``registrant``, the key of the registration (*unsure*: GoTo
        calls it the key of the attendee). Who answered is known by e-mail address, ``host`` and ``role``. GoTo tells
        no id and no state of a question, so both are ``""``, which is not "open"; and no name of anybody. What it
        sends as the time of an answer is not documented (*unsure*): ``at`` is ``None`` where it is no time.

        GoTo sends the whole list at once; a session that still runs has none yet. An answer that is no list is
        ``DecodeError``, not an empty list. Raises ``NotFound`` for an unknown session, ``Forbidden`` for one of
        somebody else's, ``InvalidInput`` for an id that no listing shows.

        Personal data: e-mail addresses, what people wrote. Rate label: 10 calls a second.
        """
        path = addresses.session_path(session_id)
        reply: Reply = yield Call(wire.QUESTIONS, path)
        yield Emit(_questions(session_id, reply))

    @paged(wire.OF_PARTICIPANT, note="the questions that one person asked in a session")
    def list_of_participant(self, session_id: SessionId, registrant_id: RegistrantId) -> Paged[Question]:
        """List the questions that one person asked in a session, with their answers, as ``list`` tells them.

        Raises ``NotFound`` where GoTo knows no such attendee: one who registered and did not come is none. *Unsure*:
        whether it says so of an attendee who asked nothing as well; an empty list and ``NotFound`` are not the same.

        Personal data: e-mail addresses, what people wrote. Rate label: 10 calls a second.
        """
        path = addresses.session_path(session_id)
        reply: Reply = yield Call(wire.OF_PARTICIPANT, {**path, "registrantKey": registrant_id})
        yield Emit(_questions(session_id, reply))


def _questions(session: SessionId, reply: Reply) -> tuple[Question, ...]:
    return tuple(_question(session, row) for row in decode(wire.QUESTION_ROWS, reply))


def _question(session: SessionId, row: wire.QuestionRow) -> Question:
    return Question(
        session=session,
        id="",
        status="",
        asked_at=row.asked_at,
        anonymous=not (row.asked_by or row.asker_key),
        answers=tuple(map(_answer, row.answers)),
        email=row.asked_by or "",
        text=row.question,
        registrant=RegistrantId(row.asker_key) if row.asker_key else None,
    )


def _answer(row: wire.AnswerRow) -> QuestionAnswer:
    return QuestionAnswer(
        at=row.at,
        visibility="",
        email=row.email or "",
        text=row.answer or "",
        host=HostId(row.answered_by) if row.answered_by else None,
        role=row.role or "",
    )
