"""What was asked in a session, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.capability import Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import paged
from provider_bridge.core.steps import Emit
from provider_bridge.domain.ids import HostId
from provider_bridge.domain.questions import Question, QuestionAnswer
from provider_bridge.errors import InvalidInput
from provider_bridge.facets.questions import QuestionsApi
from provider_bridge.providers.zoom import addresses, wire
from provider_bridge.providers.zoom.anonymity import named
from provider_bridge.providers.zoom.endpoint_pair import PerKind

if TYPE_CHECKING:
    from provider_bridge.core.calls import Reply
    from provider_bridge.core.steps import Paged
    from provider_bridge.domain.ids import SessionId

__all__ = ["SOURCES", "Questions"]

SOURCES: Final = {
    "report": PerKind(wire.questions.MEETING_QA, wire.questions.WEBINAR_QA),
    "past": PerKind(wire.questions.PAST_MEETING_QA, wire.questions.PAST_WEBINAR_QA),
}
"""The lists of questions that Zoom has. They need different scopes, and only ``report`` tells states and times."""

_SPOKEN: Final = "live answered"
"""What stands in place of an answer that was given aloud."""


class Questions(QuestionsApi[F]):
    """What was asked in a session."""

    unsupported: ClassVar = {
        "list_of_participant": Unsupported(
            "Zoom's reports list the questions of a session, and not of one participant",
            "list them: each says who asked",
            "https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/qa",
        ),
        "delete": Unsupported(
            "Zoom's API has no endpoint that deletes questions of a session that is over, and its reports keep those "
            "that the host deleted",
            "ask Zoom, or request the erasure of everything of an address",
            wire.questions.WEBINAR_QA.reference,
        ),
    }

    @paged(
        *SOURCES["report"],
        *SOURCES["past"],
        note="the reports of questions and answers, dismissed and deleted questions included",
        reference=wire.questions.WEBINAR_QA.reference,
    )
    def list(self, session_id: SessionId, *, source: str = "report") -> Paged[Question]:
        """List the questions of a session with their answers, by asker, as Zoom orders them.

        Dismissed and deleted questions are among them, marked by ``status``, and so are private answers, marked by
        ``visibility``. Zoom says ``default`` where it knows no status. Who asked anonymously is nobody: name and
        address are ``""``, also where Zoom should send one. Of an answer given aloud only that is known. Where Zoom
        sends no single answers, its older text with all of them is the one answer, without time and author.

        ``source`` is ``report``, or ``past`` for the list that non-reporting scopes open. That one tells names,
        questions and all answers in one text, and nothing else: its ``status`` is ``""``, which is not "open".

        Zoom sends the whole list at once. An answer without the list is ``DecodeError``, not an empty list.
        Raises ``NotFound`` for an unknown session or host, ``Forbidden`` where plan or licence are missing,
        ``InvalidInput`` for a session id without its kind.

        Personal data: names, e-mail addresses, what people wrote. Scopes ``report:read:meeting_qna:admin`` and
        ``report:read:webinar_qna:admin``, rate label Heavy; for ``past`` ``meeting:read:past_qa:admin`` and
        ``webinar:read:past_qa:admin``, rate label Medium.
        """
        if source not in SOURCES:
            raise InvalidInput(f"source must be one of: {', '.join(SOURCES)}")
        address = addresses.session_address(session_id)
        session = addresses.session_id(address.kind, address.uuid)
        reply: Reply = yield SOURCES[source].call(address)
        report = decode(wire.questions.QA, reply)
        yield Emit([_question(session, who, row) for who in report.questions for row in who.question_details])


def _question(session: SessionId, asker: wire.questions.AskerRow, row: wire.questions.QuestionRow) -> Question:
    who = named((asker.name,), asker.email)
    return Question(
        session=session,
        id=row.question_id or "",
        status=row.question_status or "",
        asked_at=row.create_time,
        anonymous=who.anonymous,
        answers=tuple(map(_answer, row.answer_details)) if row.answer_details else _older_answer(row.answer),
        name=who.name,
        email=who.email,
        text=row.question or "",
        user=_user(asker.user_id, anonymous=who.anonymous),
    )


def _answer(row: wire.questions.AnswerRow) -> QuestionAnswer:
    who = named((row.name,), row.email)
    kind, text = (row.type or "").lower(), row.content or ""
    spoken = _is_spoken(text)
    return QuestionAnswer(
        at=row.create_time,
        visibility="private" if "privately" in kind else "public" if "publicly" in kind else "",
        spoken=spoken,
        name=who.name,
        email=who.email,
        text="" if spoken else text,
        host=_user(row.user_id, anonymous=who.anonymous),
    )


def _user(key: str | None, *, anonymous: bool) -> HostId | None:
    """Return whose account it was; of somebody anonymous it is not read."""
    return HostId(key) if key and not anonymous else None


def _older_answer(text: str | None) -> tuple[QuestionAnswer, ...]:
    """Return the deprecated text as one answer. Semicolons part it, and can be in the answers: it is not cut."""
    if not text:
        return ()
    spoken = any(map(_is_spoken, text.split(";")))
    return (QuestionAnswer(None, "", spoken=spoken, text="" if _is_spoken(text) else text),)


def _is_spoken(text: str) -> bool:
    return text.strip().lower() == _SPOKEN
