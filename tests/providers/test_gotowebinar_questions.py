"""What was asked in GoToWebinar's sessions, and what was answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from answering import Answering, of_body
from contract.samples import Canned
from hypothesis import given
from hypothesis import strategies as st
from support import sandbox_opened, unlimited
from tours.gotowebinar.questions import attendees, newest, session_of

from provider_bridge import (
    DecodeError,
    Forbidden,
    HostId,
    InvalidInput,
    NotFound,
    Question,
    QuestionAnswer,
    RegistrantId,
    SessionId,
)
from provider_bridge.providers import goto
from provider_bridge.providers.gotowebinar.questions import Questions
from provider_bridge.providers.gotowebinar.wire import questions as wire
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Guests

WEBINAR = "sandbox-webinar"
PART = "/questions"
RUN = SessionId("1/2/3")


def listed(face: str, sandbox: Sandbox, session: SessionId | None = None, app: Any = None) -> list[Question]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[WEBINAR].questions.list(session or newest(sandbox)["session_id"]))


def of_rows(face: str, *rows: Any) -> list[Question]:
    sandbox = unlimited()
    return listed(face, sandbox, app=Answering(sandbox, PART, of_body(list(rows))))


def row(**more: Any) -> dict[str, Any]:
    usual = {"askedBy": "ada@x.test", "askerKey": "7", "dateAsked": "2026-03-13T10:00:00Z", "answers": []}
    return {"question": "Why?", **usual, **more}


def answer(**more: Any) -> dict[str, Any]:
    usual = {"answeredBy": "9", "answererRole": "organizer", "answererEmail": "ben@x.test"}
    return {"answer": "Because.", "answerTime": "2026-03-13T10:01:00Z", **usual, **more}


def test_all_questions_of_a_session_come_with_their_answers(face: str) -> None:
    """Who asked, when, what, and each answer with who gave it."""
    sandbox = unlimited()
    session = session_of(sandbox)
    asking = [each for each in attendees(sandbox, session) if each.index % 3 == 0]

    questions = listed(face, sandbox)

    assert asking
    assert [(each.email, each.key) for each in asking] == [(each.email, each.registrant) for each in questions]
    assert {newest(sandbox)["session_id"]} == {each.session for each in questions}
    assert [each.index // 3 % 3 for each in asking] == [len(each.answers) for each in questions]
    assert all(each.asked_at and session.start < each.asked_at < session.end for each in questions)
    assert not any(each.anonymous or each.id or each.status or each.name for each in questions)
    answers = [given for each in questions for given in each.answers]
    assert {("organizer", sandbox.world.organizer_key, "user@example.test")} == {
        (each.role, each.host, each.email) for each in answers
    }
    assert all(given.at and given.at > (each.asked_at or given.at) for each in questions for given in each.answers)


def test_those_of_one_person_are_among_those_of_all(face: str) -> None:
    """Asked for person by person, the same questions come, and none of anybody else's."""
    sandbox = unlimited()
    people = attendees(sandbox, session_of(sandbox))
    where = newest(sandbox)["session_id"]
    with sandbox_opened(face, sandbox) as accounts:
        facet = accounts[WEBINAR].questions
        one_by_one = [each for who in people for each in facet.list_of_participant(where, RegistrantId(who.key))]
        assert one_by_one == list(facet.list(where))


def test_who_did_not_come_is_not_found(face: str) -> None:
    """Somebody who registered and stayed away is no attendee: that is not the same as having asked nothing."""
    sandbox = unlimited()
    session, guests = session_of(sandbox), sandbox.world.part(Guests)
    absent = next(each for each in guests.everybody(session.webinar) if not guests.attended(session, each))

    with sandbox_opened(face, sandbox) as accounts, pytest.raises(NotFound):
        list(accounts[WEBINAR].questions.list_of_participant(newest(sandbox)["session_id"], RegistrantId(absent.key)))


def test_nobody_asked(face: str) -> None:
    """An empty list is an empty list."""
    assert [] == of_rows(face)


@pytest.mark.parametrize("body", [{}, None, {"questions": []}, [5], [{}], [{"question": "Why?"}], [row(answers=None)]])
def test_an_answer_of_another_shape_is_no_empty_list(face: str, body: Any) -> None:
    """What is no list of questions with their answers says nothing."""
    sandbox = unlimited()
    with pytest.raises(DecodeError):
        listed(face, sandbox, app=Answering(sandbox, PART, of_body(body)))


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (404, {"errorCode": "NotFound", "description": "no session of ada@example.test"}, NotFound),
        (404, {}, NotFound),
        (403, {"errorCode": "AccessDenied", "description": "not for ada@example.test"}, Forbidden),
    ],
)
def test_trap_27_a_refusal_is_an_error_and_never_an_empty_list(
    face: str, status: int, body: Any, error: type[Exception]
) -> None:
    """A 404 can mean a session that never was as well as one of which nothing is held; nobody is quoted."""
    sandbox = unlimited()
    with pytest.raises(error) as caught:
        listed(face, sandbox, app=Answering(sandbox, PART, of_body(body, status)))

    assert "ada@example.test" not in str(caught.value)


@pytest.mark.parametrize("session", ["", "1", "1/2", "1/2/3/4", "1//3", "../2/3", "meeting:abc"])
def test_an_id_that_no_listing_shows_is_refused(face: str, session: str) -> None:
    """Nothing is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        facet = accounts[WEBINAR].questions
        with pytest.raises(InvalidInput):
            list(facet.list(SessionId(session)))
        with pytest.raises(InvalidInput):
            list(facet.list_of_participant(SessionId(session), RegistrantId("7")))
        with pytest.raises(InvalidInput):
            list(facet.list_of_participant(RUN, RegistrantId("")))

    assert not any("/G2W/" in name for name in sandbox.log)


@pytest.mark.parametrize("key", [24576065432313123456, "24576065432313123456"])
def test_trap_04_keys_of_any_length_are_text(face: str, key: Any) -> None:
    """A number longer than a float holds comes out whole."""
    (only,) = of_rows(face, row(askerKey=key, answers=[answer(answeredBy=key)]))

    assert ("24576065432313123456",) * 2 == (only.registrant, only.answers[0].host)


def test_trap_23_addresses_keep_their_spelling(face: str) -> None:
    """They are compared without case elsewhere, and handed on as they came."""
    (only,) = of_rows(face, row(askedBy="Ada@X.test", answers=[answer(answererEmail="Ben@X.test")]))

    assert ("Ada@X.test", "Ben@X.test") == (only.email, only.answers[0].email)


def test_trap_30_a_role_that_was_never_seen_survives(face: str) -> None:
    """GoTo lists no roles, so any word is one."""
    (only,) = of_rows(face, row(answers=[answer(answererRole="STAGE_HAND")]))

    assert "STAGE_HAND" == only.answers[0].role


@pytest.mark.parametrize(
    ("who", "anonymous"),
    [
        ({"askedBy": "", "askerKey": ""}, True),
        ({"askedBy": None, "askerKey": None}, True),
        ({"askedBy": ""}, False),
        ({"askerKey": None}, False),
    ],
)
def test_who_is_named_by_anything_is_not_anonymous(face: str, who: dict[str, Any], anonymous: bool) -> None:
    """An address or a key is enough to be somebody."""
    (only,) = of_rows(face, row(**who))

    assert anonymous is only.anonymous
    assert anonymous is (not only.email and only.registrant is None)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2026-03-13T10:01:00Z", datetime(2026, 3, 13, 10, 1, tzinfo=UTC)),
        ("2026-03-13T10:01:00.+0000", datetime(2026, 3, 13, 10, 1, tzinfo=UTC)),
        ("2026-03-13T10:01:00.500Z", datetime(2026, 3, 13, 10, 1, 0, 500_000, tzinfo=UTC)),
        ("03/13/2026 10:01:00", datetime(2026, 3, 13, 10, 1, tzinfo=UTC)),
        ("8439885694023999999", None),
        (8439885694023999999, None),
        (1773396060000, None),
        ("2026-99-99", None),
        ("", None),
        (None, None),
        (["2026"], None),
    ],
)
def test_what_is_no_time_of_an_answer_is_none(face: str, sent: Any, read: datetime | None) -> None:
    """GoTo's document says of it what it says of the organizer's key, so a key may be what comes."""
    (only,) = of_rows(face, row(answers=[answer(answerTime=sent)]))

    who: dict[str, Any] = {"email": "ben@x.test", "host": HostId("9"), "role": "organizer"}
    assert (QuestionAnswer(read, "", text="Because.", **who),) == only.answers


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(sent=ANYTHING | st.from_regex(r"[0-9]{1,5}[-/][0-9T:Z+./ -]{0,20}", fullmatch=True))
def test_whatever_stands_for_an_answers_time_no_answer_is_lost(sent: Any) -> None:
    """It never makes the list unreadable, and is a time with a zone or none."""
    body = json.dumps([row(answers=[answer(answerTime=sent)])]).encode()

    (only,) = Questions(Canned({wire.QUESTIONS: body}, goto.FORBIDDEN)).list(RUN)

    (given_answer,) = only.answers
    assert "Because." == given_answer.text
    assert given_answer.at is None or given_answer.at.tzinfo is UTC


def test_no_repr_shows_words_or_people(face: str) -> None:
    """They are in the values, and in nothing that is printed by accident."""
    (only,) = of_rows(face, row(question="SECRET?", askedBy="SECRET@x.test", answers=[answer(answer="SECRET.")]))

    assert ("SECRET?", "SECRET.") == (only.text, only.answers[0].text)
    assert "SECRET" not in repr(only)
