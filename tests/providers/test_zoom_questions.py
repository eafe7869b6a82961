"""What was asked in Zoom's sessions, and what was answered."""

from __future__ import annotations

from typing import Any

import pytest
from answering import REFUSALS, Answering, of_body
from support import sandbox_opened, unlimited
from tours.zoom.participants import newest

from provider_bridge import (
    ApiError,
    BadRequest,
    DecodeError,
    Forbidden,
    InvalidInput,
    NotFound,
    Question,
    QuestionAnswer,
    SessionId,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.participants import Attendance

ZOOM = "sandbox-zoom"
REPORT = "/qa"
MEETING = SessionId("meeting:abcd+efg==")


def listed(face: str, sandbox: Sandbox, session: str = MEETING, app: Any = None, **more: Any) -> list[Question]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[ZOOM].questions.list(SessionId(session), **more))


def of_askers(face: str, *askers: dict[str, Any]) -> list[Question]:
    sandbox = unlimited()
    body = {"id": 1, "uuid": "abcd+efg==", "questions": list(askers)}
    return listed(face, sandbox, app=Answering(sandbox, REPORT, of_body(body)))


def asked(**more: Any) -> dict[str, Any]:
    return {"question_id": "q1", "question": "Why?", "question_status": "open", "answer": "", **more}


def by(name: str | None = "Ada", email: str | None = "ada@example.test", *rows: dict[str, Any]) -> dict[str, Any]:
    return {"user_id": "u", "name": name, "email": email, "question_details": list(rows or [asked()])}


@pytest.mark.parametrize("kind", ["Meeting", "Webinar"])
def test_all_questions_of_a_session_come_with_their_answers(face: str, kind: str) -> None:
    """Askers, states, private and public answers, and one that was given aloud."""
    sandbox = unlimited()
    session = next(each for each in sandbox.world.sessions if each.kind == kind)
    host, visitor, *_ = sandbox.world.part(Attendance).of(session)

    questions = listed(face, sandbox, f"{kind.lower()}:{session.uuid}")

    assert ["answered", "dismissed", "answered", "deleted", "open"] == [each.status for each in questions]
    assert {f"{kind.lower()}:{session.uuid}"} == {each.session for each in questions}
    assert [(visitor.name, visitor.email)] * 3 == [(each.name, each.email) for each in questions[:3]]
    assert len({each.id for each in questions}) == 5
    first = questions[0]
    assert ["public", "private"] == [each.visibility for each in first.answers]
    assert ["Answer 0.", "Answer 1."] == [each.text for each in first.answers]
    assert {(host.name, host.email)} == {(each.name, each.email) for each in first.answers}
    assert all(each.at and first.asked_at and each.at > first.asked_at for each in first.answers)
    assert questions[2].answers == (QuestionAnswer(None, "", spoken=True),)
    assert questions[1].answers == ()


@pytest.mark.parametrize("kind", ["Meeting", "Webinar"])
def test_the_list_of_a_past_session_tells_less(face: str, kind: str) -> None:
    """Other scopes open it: the same people and words, no state, no time, and all answers in one text."""
    sandbox = unlimited()
    session = newest(sandbox, kind)["session_id"]

    report, past = listed(face, sandbox, session), listed(face, sandbox, session, source="past")

    assert [(each.name, each.email, each.anonymous, each.text) for each in report] == [
        (each.name, each.email, each.anonymous, each.text) for each in past
    ]
    assert {("", "", None)} == {(each.id, each.status, each.asked_at) for each in past}
    assert (QuestionAnswer(None, "", text="Answer 0.;Answer 1."),) == past[0].answers
    assert (QuestionAnswer(None, "", spoken=True),) == past[2].answers
    assert 1 == sandbox.log[f"GET /past_{kind.lower()}s/{{{kind.lower()}Id}}/qa 200"]


def test_an_unknown_source_is_refused_before_anything_is_sent(face: str) -> None:
    """There are two lists."""
    sandbox = unlimited()
    with pytest.raises(InvalidInput, match="report, past"):
        listed(face, sandbox, source="chat")

    assert not sandbox.log


def test_quirk_36_answers_given_in_private_are_marked(face: str) -> None:
    """They are in the report as well, and say that only one person was to see them."""
    answers = [
        {"content": "For you.", "name": "Ben", "email": "b@x.test", "type": "host_answered_privately"},
        {"content": "For all.", "name": "Ben", "email": "b@x.test", "type": "host_answered_publicly"},
    ]

    (only,) = of_askers(face, by("Ada", "a@x.test", asked(question_status="answered", answer_details=answers)))

    assert [("For you.", "private"), ("For all.", "public")] == [(each.text, each.visibility) for each in only.answers]


def test_quirk_36_dismissed_and_deleted_questions_are_still_there(face: str) -> None:
    """What a host put away is still stored, and says so, whatever Zoom calls it."""
    words = ["dismissed", "deleted", "default", "buried", ""]

    questions = of_askers(face, by("Ada", "a@x.test", *(asked(question_status=word) for word in words)))

    assert words == [each.status for each in questions]


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Anonymous Attendee", ""),
        ("anonymous attendee ", None),
        ("Anonymer Teilnehmer", ""),
        ("Participante anónimo", ""),
        ("Anonymous Attendee", "ada@example.test"),
        ("", ""),
        (None, None),
    ],
)
def test_who_asks_anonymously_stays_nobody(face: str, name: str | None, email: str | None) -> None:
    """Whatever Zoom calls them, and even where it should send an address, no name and no address are handed on."""
    (only,) = of_askers(face, by(name, email))

    assert (only.anonymous, only.name, only.email) == (True, "", "")
    assert only.text == "Why?"


@pytest.mark.parametrize(("name", "email"), [("Ada", ""), ("", "ada@example.test"), ("Ann Onymous", None)])
def test_who_is_named_is_not_anonymous(face: str, name: str, email: str | None) -> None:
    """People from outside have a name and no address: that makes nobody anonymous."""
    (only,) = of_askers(face, by(name, email))

    assert (only.anonymous, only.name, only.email) == (False, name, email or "")


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("", ()),
        (None, ()),
        ("live answered", (QuestionAnswer(None, "", spoken=True),)),
        ("Because; why not", (QuestionAnswer(None, "", text="Because; why not"),)),
        ("Live answered; see above", (QuestionAnswer(None, "", spoken=True, text="Live answered; see above"),)),
    ],
)
@pytest.mark.parametrize("details", [[], None])
def test_the_older_text_counts_where_there_are_no_details(
    face: str, details: Any, text: str | None, answers: tuple[QuestionAnswer, ...]
) -> None:
    """Its semicolons can be somebody's words, so that it is not cut."""
    (only,) = of_askers(face, by("Ada", "", asked(answer=text, answer_details=details)))

    assert only.answers == answers


def test_the_older_text_is_not_read_beside_details(face: str) -> None:
    """Otherwise each answer would come twice."""
    details = [{"name": "Ben", "email": "", "content": "No.", "type": "host_answered"}]

    (only,) = of_askers(face, by("Ada", "", asked(answer="No.", answer_details=details)))

    assert [("No.", "Ben", "")] == [(each.text, each.name, each.visibility) for each in only.answers]


@pytest.mark.parametrize(
    ("kind", "visibility"),
    [
        ("host_answered_publicly", "public"),
        ("host_answered_privately", "private"),
        ("participant_commented", ""),
        ("host_answered", ""),
        ("default", ""),
        ("sung", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_quirk_3_kinds_of_answers_are_open(face: str, kind: str | None, visibility: str) -> None:
    """Only what Zoom calls public or private is; an answer given aloud is known for its words."""
    details = [{"name": "Ben", "email": "b@x.test", "content": "live answered", "create_time": "", "type": kind}]

    (only,) = of_askers(face, by("Ada", "", asked(answer_details=details, create_time="", question_id=7)))

    assert (only.id, only.asked_at) == ("7", None)
    assert only.answers == (QuestionAnswer(None, visibility, spoken=True, name="Ben", email="b@x.test"),)


def test_a_session_without_questions_has_none(face: str) -> None:
    """An empty list is one."""
    assert of_askers(face) == []


@pytest.mark.parametrize("body", [{"id": 1}, {"questions": None}, {"questions": [{"name": "Ada"}]}])
def test_an_answer_without_the_list_is_no_empty_list(face: str, body: dict[str, Any]) -> None:
    """Only a list says that nothing was asked."""
    sandbox = unlimited()
    with pytest.raises(DecodeError):
        listed(face, sandbox, app=Answering(sandbox, REPORT, of_body(body)))


@pytest.mark.parametrize(
    ("refusal", "kind", "missing"),
    [
        ("1001", NotFound, "user"),
        ("3001", NotFound, "event"),
        ("bare 404", NotFound, ""),
        ("12702", BadRequest, None),
        ("200", Forbidden, None),
        ("200 in disguise", Forbidden, None),
    ],
)
def test_each_refusal_is_typed_and_names_nobody(
    face: str, refusal: str, kind: type[ApiError], missing: str | None
) -> None:
    """No refusal means that nothing was asked."""
    sandbox = unlimited()
    status, body = REFUSALS[refusal]
    with pytest.raises(kind) as caught:
        listed(face, sandbox, app=Answering(sandbox, REPORT, of_body(body, status)))

    assert (type(caught.value), getattr(caught.value, "missing", None)) == (kind, missing)
    assert "ada@" not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize("session", ["", "93398114182", "abcd+efg=="])
def test_what_names_no_run_is_refused_before_anything_is_sent(face: str, session: str) -> None:
    """Bad input is one clear error."""
    sandbox = unlimited()
    with pytest.raises(InvalidInput):
        listed(face, sandbox, session)

    assert not sandbox.log


def test_neither_words_nor_people_are_in_a_repr(face: str) -> None:
    """A question's ``repr`` shows its state and its time."""
    sandbox = unlimited()

    shown = repr(listed(face, sandbox, newest(sandbox)["session_id"]))

    assert "dismissed" in shown
    assert not any(word in shown for word in ("example.test", "Visitor", "Question 1", "Answer 0"))


@pytest.mark.parametrize(
    "name",
    ["Anonieme deelnemer", "Анонимный участник", "Người tham dự ẩn danh", "Participante ano\u0301nimo", "ANÔNIMO"],
)
def test_nobody_is_somebody_in_any_language(face: str, name: str) -> None:
    """A bug once: some languages' words for it, and letters with a loose accent, were taken for a name."""
    (only,) = of_askers(face, by(name, "ada@example.test"))

    assert (only.anonymous, only.name, only.email) == (True, "", "")
