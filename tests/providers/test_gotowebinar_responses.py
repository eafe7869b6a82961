"""What people answered to GoToWebinar's polls and surveys, one by one and in sum."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from answering import Answering, of_body
from support import sandbox_opened, unlimited
from tours.gotowebinar.questions import attendees, newest, session_of

from provider_bridge import (
    DecodeError,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    RegistrantId,
    Response,
    ResponseChoice,
    ResponseSummary,
    SessionId,
    Unauthorized,
)
from provider_bridge.providers.gotowebinar import responses
from provider_bridge.sandbox import Sandbox

Answer = tuple[int, dict[str, str], bytes]
WEBINAR = "sandbox-webinar"
SOURCES = ("poll", "survey")
SILENT = 5
"""One attendee of so many answers nothing in the simulator."""


def listed(face: str, sandbox: Sandbox, app: Any = None, **more: Any) -> list[Response]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[WEBINAR].responses.list(**newest(sandbox), **more))


def given(sandbox: Sandbox, *rows: dict[str, Any], part: str = "/polls", people: Any = None) -> Callable[..., Answer]:
    """Return a simulator whose session has one attendee (or ``people``) who answered these rows to the polls."""
    guests = people or [{"registrantKey": 7, "firstName": "Ada", "lastName": "Example", "email": "ada@x.test"}]
    answers = Answering(sandbox, part, of_body(list(rows)))

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if url.endswith("/attendees"):
            return 200, {}, json.dumps(guests).encode()
        return answers(method, url, headers, body)

    return app


def failing(sandbox: Sandbox, part: str, status: int, body: Any) -> Callable[..., Answer]:
    """Return a simulator that refuses whatever is asked below an address that contains ``part``."""

    def app(method: str, url: str, headers: dict[str, str], sent: bytes) -> Answer:
        if part in url:
            return status, {}, json.dumps(body).encode()
        return sandbox.handle(method, url, headers, sent)

    return app


def until_error(items: Iterator[Response]) -> tuple[list[Response], ListingIncomplete | None]:
    """Return what a listing hands out, and the error that it ends with."""
    found: list[Response] = []
    try:
        for each in items:
            found.append(each)  # noqa: PERF402 (one by one is the point)
    except ListingIncomplete as error:
        return found, error
    return found, None


def test_everybody_who_came_is_asked_and_nobody_else(face: str) -> None:
    """One call for the polls and one for the surveys of each attendee, and each answer says whose it is."""
    sandbox = unlimited()
    people = attendees(sandbox, session_of(sandbox))
    answering = [each for each in people if each.index % SILENT != SILENT - 1]

    found = listed(face, sandbox)

    assert len(people) > len(answering) > 1
    assert [each.key for each in answering] == list(dict.fromkeys(each.registrant for each in found))
    names = {each.key: (f"{each.first_name} {each.last_name}", each.email) for each in people}
    assert all(names[str(each.registrant)] == (each.name, each.email) for each in found)
    assert {newest(sandbox)["session_id"]} == {each.session for each in found}
    assert not any(each.anonymous or each.at or each.source_id or each.question_id for each in found)
    for source in SOURCES:
        path = f"/attendees/{{registrantKey}}/{source}s 200"
        assert len(people) == sum(count for name, count in sandbox.log.items() if name.endswith(path))


@pytest.mark.parametrize("source", SOURCES)
def test_one_source_asks_for_nothing_else(face: str, source: str) -> None:
    """It is what the listing of both has of it, for half the calls."""
    sandbox = unlimited()
    both = listed(face, unlimited())

    found = listed(face, sandbox, source=source)

    assert found == [each for each in both if each.source == source]
    other = next(each for each in SOURCES if each != source)
    assert not any(f"/{other}s" in name for name in sandbox.log)


def test_many_attendees_come_in_order(face: str) -> None:
    """They are asked some at a time, and told in the order of the list."""
    sandbox = unlimited(registrants=3 * responses._AT_ONCE + 1)
    people = attendees(sandbox, session_of(sandbox))

    found = listed(face, sandbox, source="survey")

    assert 3 * responses._AT_ONCE + 1 == len(people)
    expected = [each.key for each in people if each.index % SILENT != SILENT - 1]
    assert expected == [each.registrant for each in found]


def test_the_first_answers_come_before_everybody_was_asked() -> None:
    """A long listing is not held: whoever stops early has asked for a batch at most."""
    sandbox = unlimited(registrants=10 * responses._AT_ONCE)
    with sandbox_opened("sync", sandbox) as accounts:
        found = accounts[WEBINAR].responses.list(**newest(sandbox), source="poll")
        next(found)
        found.close()

    asked = sum(count for name, count in sandbox.log.items() if "{registrantKey}" in name)
    assert responses._AT_ONCE == asked


@pytest.mark.parametrize("body", [{"errorCode": "NotFound", "description": "nobody"}, {}])
@pytest.mark.parametrize("part", ["polls", "surveys"])
def test_an_attendee_who_cannot_be_read_is_never_left_out_in_silence(face: str, part: str, body: Any) -> None:
    """Everybody else's answers come, and then the error that says how many are missing and why."""
    sandbox = unlimited()
    whole = listed(face, unlimited())
    lost = attendees(sandbox, session_of(sandbox))[1]

    with sandbox_opened(face, sandbox, failing(sandbox, f"/{lost.key}/{part}", 404, body)) as accounts:
        found, error = until_error(accounts[WEBINAR].responses.list(**newest(sandbox)))

    assert [each for each in whole if each.registrant != lost.key] == found
    assert re.search(r"1 of \d+ attendees .*1 NotFound", str(error))
    assert lost.email not in str(error)


@pytest.mark.parametrize("body", [{}, [5], [{}], [{"question": "Q"}], [{"answers": ["A"]}], None])
def test_answers_of_another_shape_are_not_read_as_none(face: str, body: Any) -> None:
    """Neither an object nor a row without answers is an attendee who said nothing."""
    sandbox = unlimited()
    with pytest.raises(ListingIncomplete, match="DecodeError"):
        listed(face, sandbox, failing(sandbox, "/polls", 200, body), source="poll")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (403, {"errorCode": "AccessDenied", "description": "no"}, Forbidden),
        (403, {"int_err_code": "InvalidToken", "msg": "Invalid token passed"}, Unauthorized),
    ],
)
def test_what_is_no_matter_of_one_person_ends_the_listing(
    face: str, status: int, body: Any, error: type[Exception]
) -> None:
    """A missing right is the same for everybody, and says so itself."""
    sandbox = unlimited()
    with pytest.raises(error):
        listed(face, sandbox, failing(sandbox, "/polls", status, body))


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (404, {"errorCode": "NotFound", "description": "no"}, NotFound),
        (403, {"errorCode": "AccessDenied", "description": "no"}, Forbidden),
        (200, {}, DecodeError),
        (200, [{"firstName": "Ada"}], DecodeError),
        (200, [{"registrantKey": "", "email": "ada@x.test"}], DecodeError),
    ],
)
def test_trap_27_who_came_must_be_known(face: str, status: int, body: Any, error: type[Exception]) -> None:
    """Without the whole list of attendees there is no list of answers."""
    sandbox = unlimited()
    with pytest.raises(error):
        listed(face, sandbox, failing(sandbox, "/attendees", status, body))


def test_nobody_came(face: str) -> None:
    """A session that nobody attended has no answers, which is one call."""
    sandbox = unlimited()

    assert [] == listed(face, sandbox, failing(sandbox, "/attendees", 200, []))


@pytest.mark.parametrize(
    ("row", "answers"),
    [
        ({"answers": ["Red", "Blue"], "answer": "Red, Blue"}, ["Red", "Blue"]),
        ({"answers": ["Red"]}, ["Red"]),
        ({"answers": []}, []),
        ({"answers": [], "answer": "Red"}, []),
        ({"answer": "Red"}, ["Red"]),
        ({"answers": None, "answer": "Red"}, ["Red"]),
        ({"answer": ""}, []),
        ({"answers": ["", "Blue"]}, ["", "Blue"]),
        ({"answers": ["5"], "answer": 5}, ["5"]),
    ],
)
def test_each_answer_that_was_given_is_one(face: str, row: dict[str, Any], answers: list[str]) -> None:
    """Several choices are several; the deprecated text counts only where the list was not sent."""
    sandbox = unlimited()

    found = listed(face, sandbox, given(sandbox, {"question": "Which?", **row}), source="poll")

    assert answers == [each.answer for each in found]
    assert {"Which?"} >= {each.question for each in found}


@pytest.mark.parametrize("key", [24576065432313123456, "24576065432313123456"])
def test_trap_04_keys_of_any_length_are_asked_for_whole(face: str, key: Any) -> None:
    """A number longer than a float holds is what the next call names."""
    sandbox = unlimited()
    app = given(
        sandbox,
        {"question": "Which?", "answers": ["Red"]},
        part="/24576065432313123456/polls",
        people=[{"registrantKey": key, "firstName": "Ada", "lastName": None, "email": "ada@x.test"}],
    )

    (only,) = listed(face, sandbox, app, source="poll")

    assert ("24576065432313123456", "Ada", "ada@x.test") == (only.registrant, only.name, only.email)


def test_trap_21_everybody_is_asked_for_this_session_alone(face: str) -> None:
    """The answers are those of the session that was asked for, which every row of the list has to name."""
    sandbox = unlimited()
    asked: list[str] = []
    own = newest(sandbox)["session_id"].rpartition("/")[2]
    people = [{"registrantKey": number, "sessionKey": int(own), "email": ""} for number in (7, 8)]
    app = given(sandbox, {"question": "Which?", "answers": ["Red"]}, people=people)

    def watched(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        asked.append(url)
        return app(method, url, headers, body)

    found = listed(face, sandbox, watched, source="poll")

    assert ["7", "8"] == [each.registrant for each in found]
    below = newest(sandbox)["session_id"].rpartition("/")[2]
    assert 2 == sum(f"/sessions/{below}/attendees/" in url for url in asked)


def test_trap_22_many_rows_of_one_registration_are_one_person(face: str) -> None:
    """Who came back has a row for each stay, maybe: the answers come once all the same."""
    sandbox = unlimited()
    people = [{"registrantKey": key, "firstName": "Ada", "email": "ada@x.test"} for key in (7, "7", 7)]

    found = listed(face, sandbox, given(sandbox, {"question": "Q", "answers": ["A"]}, people=people), source="poll")

    assert 1 == len(found)


def test_trap_22_two_registrations_of_one_address_are_both_asked(face: str) -> None:
    """The same address under two keys may be two people, and each has answers of their own."""
    sandbox = unlimited()
    people = [{"registrantKey": key, "firstName": "Ada", "email": "ada@x.test"} for key in (7, 8)]

    found = listed(face, sandbox, given(sandbox, {"question": "Q", "answers": ["A"]}, people=people), source="poll")

    assert ["7", "8"] == [each.registrant for each in found]


def test_trap_23_addresses_keep_their_spelling(face: str) -> None:
    """They are handed on as they came."""
    sandbox = unlimited()
    people = [{"registrantKey": 7, "email": "Ada@X.test"}]

    (only,) = listed(face, sandbox, given(sandbox, {"question": "Q", "answers": ["A"]}, people=people), source="poll")

    assert "Ada@X.test" == only.email


def test_those_of_one_person(face: str) -> None:
    """The same answers as in the listing of all; name and address are not shown there."""
    sandbox = unlimited()
    who = attendees(sandbox, session_of(sandbox))[0]
    with sandbox_opened(face, sandbox) as accounts:
        facet, where = accounts[WEBINAR].responses, newest(sandbox)
        alone = list(facet.list_of_participant(**where, registrant_id=RegistrantId(who.key)))
        polls = list(facet.list_of_participant(**where, registrant_id=RegistrantId(who.key), source="poll"))
        everybody = list(facet.list(**where))

    known = [each for each in everybody if each.registrant == who.key]
    assert [(each.source, each.question, each.answer, each.registrant) for each in known] == [
        (each.source, each.question, each.answer, each.registrant) for each in alone
    ]
    assert polls == [each for each in alone if each.source == "poll"]
    assert {("", "", False)} == {(each.name, each.email, each.anonymous) for each in alone}


def test_a_stranger_is_not_found(face: str) -> None:
    """Somebody whom GoTo does not know has no answers, which is not an empty list."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(NotFound):
        list(accounts[WEBINAR].responses.list_of_participant(**newest(sandbox), registrant_id=RegistrantId("7")))


def test_summaries_agree_with_the_answers_of_each(face: str) -> None:
    """What GoTo counts is what everybody answered."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        facet, where = accounts[WEBINAR].responses, newest(sandbox)
        summaries = facet.summaries(**where)
        everybody = list(facet.list(**where))

    assert ["poll", "poll", "survey"] == [each.source for each in summaries]
    for each in summaries:
        mine = [one for one in everybody if one.question == each.question]
        assert len({one.registrant for one in mine}) == each.responses
        assert {one.answer for one in mine} == {choice.text for choice in each.choices}
        for choice in each.choices:
            share = 100 * sum(one.answer == choice.text for one in mine) / (each.responses or 1)
            assert abs(share - (choice.percentage or 0)) < 0.06


@pytest.mark.parametrize("source", SOURCES)
def test_summaries_of_one_source(face: str, source: str) -> None:
    """The other is not asked for."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[WEBINAR].responses.summaries(**newest(sandbox), source=source)

    assert {source} == {each.source for each in found}
    assert 1 == sum(count for name, count in sandbox.log.items() if "/sessions/" in name)


@pytest.mark.parametrize("body", [{}, [{"question": "Q"}], [{"responses": []}], [{"question": "Q", "responses": None}]])
def test_a_summary_of_another_shape_is_an_error(face: str, body: Any) -> None:
    """A question without what was answered says nothing."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox, failing(sandbox, "/polls", 200, body)) as accounts:
        with pytest.raises(DecodeError):
            accounts[WEBINAR].responses.summaries(**newest(sandbox))


def test_a_summary_that_leaves_figures_out_has_none(face: str) -> None:
    """No count is not a count of nought."""
    sandbox = unlimited()
    body = [{"question": "Q", "responses": [{"text": "A"}], "numberOfResponses": None}]
    with sandbox_opened(face, sandbox, failing(sandbox, "/polls", 200, body)) as accounts:
        (only,) = accounts[WEBINAR].responses.summaries(**newest(sandbox), source="poll")

    assert ResponseSummary(only.session, "poll", None, (ResponseChoice(None, "A"),), "Q") == only


@pytest.mark.parametrize("source", ["polls", "", "quiz"])
def test_an_unknown_source_is_refused_before_anything_is_sent(face: str, source: str) -> None:
    """There are two."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        facet, where = accounts[WEBINAR].responses, newest(sandbox)
        for call in (facet.list, facet.summaries):
            with pytest.raises(InvalidInput, match="poll, survey"):
                _ = list(call(**where, source=source))
        with pytest.raises(InvalidInput, match="poll, survey"):
            list(facet.list_of_participant(**where, registrant_id=RegistrantId("7"), source=source))

    assert not sandbox.log


@pytest.mark.parametrize("session", ["", "1/2", "1/2/3/4", "1/ /3"])
def test_an_id_that_no_listing_shows_is_refused(face: str, session: str) -> None:
    """Nothing is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        with pytest.raises(InvalidInput):
            list(accounts[WEBINAR].responses.list(SessionId(session)))
        with pytest.raises(InvalidInput):
            accounts[WEBINAR].responses.summaries(SessionId(session))

    assert not sandbox.log


def test_no_repr_shows_words_or_people(face: str) -> None:
    """They are in the values, and in nothing that is printed by accident."""
    sandbox = unlimited()
    people = [{"registrantKey": 7, "firstName": "SECRET", "email": "SECRET@x.test"}]
    app = given(sandbox, {"question": "SECRET?", "answers": ["SECRET."]}, people=people)

    (only,) = listed(face, sandbox, app, source="poll")

    assert ("SECRET", "SECRET?", "SECRET.") == (only.name, only.question, only.answer)
    assert "SECRET" not in repr(only)
    assert "SECRET" not in repr(ResponseSummary(only.session, "poll", 1, (ResponseChoice(1.0, "SECRET"),), "SECRET"))
