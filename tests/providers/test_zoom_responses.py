"""What people answered to Zoom's polls and surveys."""

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
    Response,
    SessionId,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.participants import Attendance

ZOOM = "sandbox-zoom"
MEETING = SessionId("meeting:abcd+efg==")
SOURCES = ("poll", "survey")


def listed(face: str, sandbox: Sandbox, session: str = MEETING, app: Any = None, **more: Any) -> list[Response]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[ZOOM].responses.list(SessionId(session), **more))


def body_of(source: str, *people: dict[str, Any]) -> dict[str, Any]:
    """Return a report of a source in which these people gave one answer each."""
    answer = {"question": "Which?", "answer": "Red;Blue", "date_time": "", "polling_id": 7, "question_id": 8}
    if source == "poll":
        return {"id": 1, "questions": [who | {"question_details": [answer]} for who in people]}
    return {"survey_id": "s", "survey_answers": [who | {"answer_details": [answer]} for who in people]}


def part_of(source: str) -> str:
    return "/polls" if source == "poll" else "/survey"


@pytest.mark.parametrize("kind", ["Meeting", "Webinar"])
def test_polls_and_the_survey_of_a_session(face: str, kind: str) -> None:
    """Both come without being named, each alone when it is, and together they are all."""
    sandbox = unlimited()
    session = max((each for each in sandbox.world.sessions if each.kind == kind), key=lambda each: each.attendees)
    address = f"{kind.lower()}:{session.uuid}"

    both = listed(face, sandbox, address)

    assert both == [each for source in SOURCES for each in listed(face, sandbox, address, source=source)]
    people = [guest for guest in sandbox.world.part(Attendance).of(session) if guest.email]
    polls = [each for each in both if each.source == "poll"]
    assert [who for guest in people for who in [(guest.name, guest.email)] * 2] == [
        (each.name, each.email) for each in polls if not each.anonymous
    ]
    assert ["Yes", "Red;Blue"] == [each.answer for each in polls if each.anonymous]
    surveys = [each for each in both if each.source == "survey"]
    assert len(people) + 1 == len(surveys)
    assert all(each.question_id and each.source_id and each.at for each in surveys)
    assert all(each.source_id and each.at and not each.question_id for each in polls)
    assert {address} == {each.session for each in both}


@pytest.mark.parametrize("source", SOURCES)
def test_one_source_asks_for_nothing_else(face: str, source: str) -> None:
    """Each source needs a scope of its own, so the other is left alone."""
    sandbox = unlimited()

    listed(face, sandbox, newest(sandbox)["session_id"], source=source)

    other = part_of(next(each for each in SOURCES if each != source))
    assert not any(other in name for name in sandbox.log)


@pytest.mark.parametrize("source", SOURCES)
def test_quirk_2_4_odd_values(face: str, source: str) -> None:
    """Several choices are one text; an empty date is none, a number is an id, an absent address is ""."""
    sandbox = unlimited()
    app = Answering(sandbox, part_of(source), of_body(body_of(source, {"name": "Ada"})))

    (only,) = listed(face, sandbox, app=app, source=source)

    ids = ("7", "") if source == "poll" else ("s", "8")
    assert only == Response(MEETING, source, *ids, None, False, "Ada", "", "Which?", "Red;Blue")


@pytest.mark.parametrize("source", SOURCES)
def test_who_answers_anonymously_stays_nobody(face: str, source: str) -> None:
    """Whatever else Zoom sends of them; somebody with a first and a last name only has a name."""
    sandbox = unlimited()
    nobody = {"name": "Anonymous Attendee", "first_name": "Anonymous Attendee", "email": "ada@example.test"}
    split = {"name": "", "first_name": "Ada", "last_name": "Abel", "email": " ada@example.test"}
    app = Answering(sandbox, part_of(source), of_body(body_of(source, nobody, {"email": ""}, split)))

    found = listed(face, sandbox, app=app, source=source)

    assert [(True, "", ""), (True, "", ""), (False, "Ada Abel", "ada@example.test")] == [
        (each.anonymous, each.name, each.email) for each in found
    ]


@pytest.mark.parametrize("source", SOURCES)
def test_a_session_without_answers_has_none(face: str, source: str) -> None:
    """An empty list is one."""
    sandbox = unlimited()

    assert [] == listed(face, sandbox, app=Answering(sandbox, part_of(source), of_body(body_of(source))), source=source)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("body", [{}, {"questions": None, "survey_answers": None}])
def test_an_answer_without_the_list_is_no_empty_list(face: str, source: str, body: dict[str, Any]) -> None:
    """Only a list says that nobody answered."""
    sandbox = unlimited()
    with pytest.raises(DecodeError):
        listed(face, sandbox, app=Answering(sandbox, part_of(source), of_body(body)), source=source)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("refusal", "kind", "missing"),
    [
        ("1001", NotFound, "user"),
        ("3001", NotFound, "event"),
        ("1010", NotFound, "user"),
        ("bare 404", NotFound, ""),
        ("12702", BadRequest, None),
        ("200", Forbidden, None),
        ("200 in disguise", Forbidden, None),
    ],
)
def test_each_refusal_ends_the_listing(
    face: str, source: str, refusal: str, kind: type[ApiError], missing: str | None
) -> None:
    """One source that is refused is not passed over when both are asked for."""
    sandbox = unlimited()
    session = newest(sandbox)["session_id"]
    status, body = REFUSALS[refusal]
    with pytest.raises(kind) as caught:
        listed(face, sandbox, session, Answering(sandbox, part_of(source), of_body(body, status)))

    assert (type(caught.value), getattr(caught.value, "missing", None)) == (kind, missing)
    assert "ada@" not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize(
    ("session", "source"), [("", None), ("93398114182", None), ("abcd+efg==", "poll"), (MEETING, "quiz")]
)
def test_bad_input_is_refused_before_anything_is_sent(face: str, session: str, source: str | None) -> None:
    """A number, a run of no kind, and an unknown source are errors of the caller."""
    sandbox = unlimited()
    with pytest.raises(InvalidInput):
        listed(face, sandbox, session, source=source)

    assert not sandbox.log


def test_neither_words_nor_people_are_in_a_repr(face: str) -> None:
    """An answer's ``repr`` shows where it is from and when."""
    sandbox = unlimited()

    shown = repr(listed(face, sandbox, newest(sandbox)["session_id"]))

    assert "survey" in shown
    assert not any(word in shown for word in ("example.test", "Visitor", "Red;Blue", "hear"))


def test_a_name_beside_one_that_says_anonymous_is_not_read(face: str) -> None:
    """A bug once: only the first of the names that Zoom sends of somebody was asked whether it says so."""
    sandbox = unlimited()
    somebody = {"name": "Ada", "first_name": "Anonymous", "last_name": "Attendee", "email": "a@x.test"}
    app = Answering(sandbox, part_of("poll"), of_body(body_of("poll", somebody)))
    (only,) = listed(face, sandbox, app=app, source="poll")

    assert (only.anonymous, only.name, only.email) == (True, "", "")
