"""Registering at GoToWebinar: once, with answers that fit the questions, and with an honest word when in doubt."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import tenacity
from hypothesis import given, settings
from hypothesis import strategies as st
from support import NOON, drive, sandbox_opened, unlimited
from tours.gotowebinar.registrants import SOMEBODY, event, guest, webinar

import provider_bridge as pb
from provider_bridge.core import retry
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm import polling as patience
from provider_bridge.core.steps import Progress, Sleep
from provider_bridge.domain.people import Answer, NewRegistrant
from provider_bridge.providers.gotowebinar.registrant_creation import register
from provider_bridge.providers.gotowebinar.registrants import Registrants, registered
from provider_bridge.providers.gotowebinar.registration import responses_to
from provider_bridge.providers.gotowebinar.wire.registrants import FIELDS
from provider_bridge.providers.gotowebinar.wire.registration import FIELDS_BODY
from provider_bridge.sandbox import Sandbox

G2W = "sandbox-webinar"
PLAIN = NewRegistrant("Ada@guests.example.test", "Ada", "Example")
PATH = {"organizerKey": "1", "webinarKey": "2"}
POST = "POST /G2W/rest/v2/organizers/{organizerKey}/webinars/{webinarKey}/registrants"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries, and looks for somebody who was perhaps registered, follow at once."""
    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


class Posting:
    """A simulator whose answers to registrations are replaced, after it took them or instead of it."""

    def __init__(self, sandbox: Sandbox, answer: Any = None, *, taken: bool = True) -> None:
        self.sandbox = sandbox
        self.answer = answer
        self.taken = taken
        self.sent: list[tuple[str, dict[str, str], Any]] = []

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if method != "POST" or "oauth" in url:
            return self.sandbox.handle(method, url, headers, body)
        self.sent.append((url, headers, json.loads(body)))
        real = self.sandbox.handle(method, url, headers, body) if self.taken or self.answer is None else None
        return real if self.answer is None else self.answer


def added(face: str, app: Any, sandbox: Sandbox, someone: NewRegistrant = PLAIN, **options: Any) -> pb.Registered:
    """Register somebody for the first webinar that is to come."""
    with sandbox_opened(face, sandbox, app) as accounts:
        found: pb.Registered = accounts[G2W].registrants.add(event(sandbox), someone, **options)
        return found


# --- what is sent ------------------------------------------------------------------------------------------


def test_somebody_is_registered(face: str) -> None:
    """What is sent arrives whole; the result finds the person, and its ``repr`` shows nobody."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[G2W].registrants.add(event(sandbox), SOMEBODY)
        one = accounts[G2W].registrants.get(event(sandbox), found.id)
        waiting = accounts[G2W].registrants.add(event(sandbox, "manual"), SOMEBODY)
        asked = accounts[G2W].registrants.get(event(sandbox, "manual"), waiting.id)

    assert (False, SOMEBODY.email, one.join_url) == (found.already, found.email, found.join_url)
    for name in ("email", "first_name", "last_name", *FIELDS):
        assert getattr(SOMEBODY, name) == getattr(one, name), name
    assert {("How did you hear about us?", "A friend"), ("What do you want to learn?", "Everything")} == {
        (each.question, each.answer) for each in one.custom
    }
    assert ("approved", "pending") == (one.status, asked.status)
    assert not [word for word in ("Ada", "example.test", "gotowebinar.com") if word in repr(found)]


def test_trap_29_the_media_type_of_the_answer_is_json(face: str) -> None:
    """The old one would drop all but names and address in silence; only ``application/json`` is asked for."""
    sandbox = unlimited()
    app = Posting(sandbox)
    added(face, app, sandbox, SOMEBODY)
    assert ["application/json"] == [
        value for _, sent, _ in app.sent for name, value in sent.items() if name.lower() == "accept"
    ]

    def old(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if method == "POST" and "registrants" in url:
            headers = headers | {"accept": "application/vnd.citrix.g2wapi-v1.1+json"}
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, old) as accounts:
        other = accounts[G2W].registrants.add(event(sandbox), replace(SOMEBODY, email="b@guests.example.test"))
        lost = accounts[G2W].registrants.get(event(sandbox), other.id)
    assert ("", "Ada") == (lost.organization, lost.first_name)  # what the header keeps us from


def test_trap_13_an_email_is_sent_and_only_its_repetition_is_ours_to_say(face: str) -> None:
    """The documentation says so first; the one switch there is goes out only when it is asked for."""
    sandbox = unlimited()
    app = Posting(sandbox)
    added(face, app, sandbox)
    added(face, app, sandbox, replace(PLAIN, email="b@guests.example.test"), resend_confirmation=True)

    assert ["", "resendConfirmation=true"] == [url.partition("?")[2] for url, *_ in app.sent]
    assert "sends them a confirmation by e-mail" in str(Registrants.add.__doc__).partition("\n")[0]


def test_nothing_is_sent_that_was_not_given(face: str) -> None:
    """Without own answers the questions are not read, and the body has the three things that GoTo needs."""
    sandbox = unlimited()
    app = Posting(sandbox)
    added(face, app, sandbox)

    assert [{"firstName": "Ada", "lastName": "Example", "email": "Ada@guests.example.test"}] == [
        body for *_, body in app.sent
    ]
    assert not [name for name in sandbox.log if name.endswith("/fields 200")]


@pytest.mark.parametrize(
    ("wrong", "options"),
    [
        (replace(PLAIN, email="no address"), {}),
        (replace(PLAIN, first_name=" "), {}),
        (replace(PLAIN, last_name=""), {}),
        (replace(PLAIN, language="de-DE"), {}),
        (PLAIN, {"occurrences": ("1",)}),
    ],
)
def test_what_goto_would_refuse_or_lose_is_refused_before_anything_is_sent(
    face: str, wrong: NewRegistrant, options: dict[str, Any]
) -> None:
    """In a sentence that names nobody."""
    sandbox = unlimited()
    with pytest.raises(pb.InvalidInput) as caught:
        added(face, None, sandbox, wrong, **options)

    assert not sandbox.log
    assert wrong.email not in str(caught.value)


# --- the organizer's own questions -------------------------------------------------------------------------


def test_trap_28_answers_go_to_the_webinars_own_questions(face: str) -> None:
    """They are read first; a choice is sent by its key, a text as it is, each with its question's key, as numbers."""
    sandbox = unlimited()
    app = Posting(sandbox)
    added(face, app, sandbox, SOMEBODY)
    with sandbox_opened(face, sandbox) as accounts:
        own = [each for each in accounts[G2W].registrants.questions.list(event(sandbox)) if not each.field]

    learn, heard = app.sent[0][2]["responses"]
    assert {"questionKey": int(own[1].id), "responseText": "Everything"} == learn
    assert int(own[0].id) == heard["questionKey"]
    assert isinstance(heard["answerKey"], int)
    assert {"questionKey", "answerKey"} == heard.keys()


def test_trap_28_a_required_question_without_an_answer(face: str) -> None:
    """Where others are answered it is told before anything is sent; where none is, GoTo refuses."""
    sandbox = unlimited()
    app = Posting(sandbox)
    some = replace(PLAIN, custom=(Answer("How did you hear about us?", "A friend"),))
    with sandbox_opened(face, sandbox, app) as accounts:
        with pytest.raises(pb.InvalidInput, match="1 of the questions"):
            accounts[G2W].registrants.add(event(sandbox, "manual"), some)
        assert not app.sent
        with pytest.raises(pb.BadRequest):
            accounts[G2W].registrants.add(event(sandbox, "manual"), PLAIN)


ASKED = FIELDS_BODY.validate_python(
    {
        "fields": [],
        "questions": [
            {"questionKey": 1, "question": "Why?", "required": False, "type": "shortAnswer", "maxSize": 5},
            {
                "questionKey": "24576065432313123456",
                "question": "Lunch?",
                "required": False,
                "type": "MultipleChoice",
                "answers": [{"answer": "Yes", "answerKey": 7}, {"answer": "No", "answerKey": -8}],
            },
            {"questionKey": 3, "question": "Twice", "required": False, "type": "essay"},
            {"questionKey": 4, "question": "twice", "required": False, "answers": [{"answer": "a", "answerKey": 9}]},
        ],
    }
)


@pytest.mark.parametrize(
    ("answers", "sent"),
    [
        ([("why?", "x")], [{"questionKey": 1, "responseText": "x"}]),
        ([("  LUNCH? ", "no")], [{"questionKey": 24576065432313123456, "answerKey": -8}]),
        (
            [("3", "long text"), ("4", "A")],
            [{"questionKey": 3, "responseText": "long text"}, {"questionKey": 4, "answerKey": 9}],
        ),
    ],
)
def test_a_question_is_named_by_its_text_or_its_id(answers: list[tuple[str, str]], sent: list[Any]) -> None:
    """Case and spaces do not matter; an unseen type takes choices if it has any, else a text."""
    assert sent == responses_to(ASKED, [Answer(*each) for each in answers])


@pytest.mark.parametrize(
    ("answers", "what"),
    [
        ([("Who?", "secret")], "does not ask"),
        ([("Twice", "secret")], "by its id"),
        ([("Lunch?", "secret")], "none of the choices"),
        ([("Why?", "secret")], "longer"),
        ([("Why?", " ")], "empty"),
        ([("Why?", "a"), ("1", "b")], "twice"),
    ],
)
def test_answers_that_fit_nothing(answers: list[tuple[str, str]], what: str) -> None:
    """What would be lost or refused is told, and no answer is quoted."""
    with pytest.raises(pb.InvalidInput, match=what) as caught:
        responses_to(ASKED, [Answer(*each) for each in answers])

    assert "secret" not in str(caught.value)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20).filter(str.strip)


@settings(max_examples=25, deadline=None)
@given(given=st.dictionaries(st.sampled_from(sorted(FIELDS)), texts), first=texts, last=texts)
def test_whatever_is_given_comes_back(given: dict[str, str], first: str, last: str) -> None:
    """Every field that is sent is a field of the registrant afterwards, and nothing else is."""
    sandbox = unlimited(users=4)
    fields: dict[str, Any] = {**given}
    someone = NewRegistrant("ada@guests.example.test", first, last, **fields)
    with sandbox_opened("sync", sandbox) as accounts:
        registrants = accounts[G2W].registrants
        found = registrants.get(event(sandbox), registrants.add(event(sandbox), someone).id)

    assert {name: given.get(name, "") for name in FIELDS} == {name: getattr(found, name) for name in FIELDS}
    assert (first, last) == (found.first_name, found.last_name)


# --- registered before, or perhaps -------------------------------------------------------------------------


def test_somebody_who_is_registered_already(face: str) -> None:
    """The older registration is returned and says so; nothing of it is changed."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[G2W].registrants
        first = registrants.add(event(sandbox), SOMEBODY)
        before = registrants.get(event(sandbox), first.id)
        again = registrants.add(event(sandbox), replace(SOMEBODY, organization="Another Ltd"))
        after = registrants.get(event(sandbox), first.id)

    assert (first.id, True, "approved", first.join_url) == (again.id, again.already, again.status, again.join_url)
    assert before == after
    assert 1 == sandbox.log[f"{POST} 201"]


@settings(max_examples=20, deadline=None)
@given(flips=st.lists(st.booleans(), min_size=40, max_size=40), spaces=st.booleans())
def test_trap_23_addresses_are_the_same_in_any_case(flips: list[bool], spaces: bool) -> None:
    """Whoever registered as ``Guest.1@…`` is found, however it is written now, and shown as it was given then."""
    sandbox = unlimited(users=4)
    known = guest(sandbox, position=1)
    email = "".join(each.swapcase() if flip else each for each, flip in zip(known.email, flips, strict=False))
    found = added("sync", None, sandbox, replace(PLAIN, email=f" {email} " if spaces else email))

    assert (known.key, known.email, True) == (found.id, found.email, found.already)


def test_a_conflict_that_nobody_in_the_list_explains(face: str) -> None:
    """When GoTo says that somebody is registered and does not list them, that stays its conflict."""
    sandbox = unlimited()
    body = {"errorCode": "Conflict", "description": "Ada@guests.example.test", "registrantKey": 5}
    with pytest.raises(pb.Conflict) as caught:
        added(face, Posting(sandbox, (409, {}, json.dumps(body).encode()), taken=False), sandbox)

    assert "Ada" not in f"{caught.value}{caught.value!r}"


UNREADABLE = [
    (502, {}, b""),
    (500, {"content-type": "text/html"}, b"<html>Ada@guests.example.test</html>"),
    (201, {}, b""),
    (201, {}, b'{"registrantKey'),
    (201, {}, b'{"joinUrl": "x"}'),
    (200, {"content-type": "text/html"}, b"<html></html>"),
]


@pytest.mark.parametrize("answer", UNREADABLE)
def test_a_lost_answer_is_looked_for(face: str, answer: Any) -> None:
    """Whoever is registered afterwards is found, sent once; whether by this call or before it is not claimed."""
    sandbox = unlimited()
    app = Posting(sandbox, answer)
    found = added(face, app, sandbox)

    assert 1 == len(app.sent)
    assert found.already is None
    assert (PLAIN.email, "approved") == (found.email, found.status)
    with sandbox_opened(face, sandbox) as accounts:
        assert "Ada" == accounts[G2W].registrants.get(event(sandbox), found.id).first_name


@pytest.mark.parametrize("answer", UNREADABLE)
def test_a_lost_answer_that_stays_lost(face: str, answer: Any) -> None:
    """Nobody is listed: it is unknown, the text says how to find out, and nothing is sent again."""
    sandbox = unlimited()
    app = Posting(sandbox, answer, taken=False)
    with pytest.raises(pb.TransportFailed, match=r"unknown whether .* registrants.list") as caught:
        added(face, app, sandbox)

    assert 1 == len(app.sent)
    assert "Ada" not in f"{caught.value}{caught.value!r}"
    assert caught.value.__cause__ is not None


def test_looking_that_fails_leaves_it_unknown(face: str) -> None:
    """It must not look as if nobody had been registered, nor as if the list were at fault."""
    sandbox = unlimited()
    posting = Posting(sandbox, (502, {}, b""))

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        return (403, {}, b'{"errorCode": "x"}') if "/registrants?" in url else posting(method, url, headers, body)

    with pytest.raises(pb.TransportFailed, match="looking for them failed"):
        added(face, app, sandbox)


def outcome(post: Exception, listed: Callable[[], list[Any]]) -> tuple[Any, list[Any]]:
    """Return what comes of a registration whose call fails like this, and the calls that were made."""

    def answer(step: Any) -> Any:
        if isinstance(step, Sleep | Progress):
            return None
        assert isinstance(step, Call)
        if step.endpoint.method == "POST":
            return post
        rows = [{"registrantKey": 5, "email": each} for each in listed()]
        return Reply("GET /x", json.dumps({"data": rows, "total": len(rows), "limit": 200}).encode(), 0, NOON, "")

    flow = register(PATH, PLAIN, lambda: registered(PATH), resend_confirmation=False)
    value, steps = drive(flow, answer)
    return value, [step for step in steps if isinstance(step, Call)]


def test_a_broken_connection() -> None:
    """What may have arrived is looked for, up to three times; what was never sent is not."""
    lists = [[], ["ADA@guests.example.test"]]
    found, calls = outcome(pb.TimedOut("POST /x", "no answer"), lambda: lists.pop(0))
    assert (None, "5") == (found.already, found.id)
    assert ["POST", "GET", "GET"] == [each.endpoint.method for each in calls]

    with pytest.raises(pb.ConnectFailed):
        outcome(pb.ConnectFailed("POST /x", "no host"), lambda: pytest.fail("nothing was sent"))
    with pytest.raises(pb.RateLimited):
        outcome(pb.RateLimited("POST /x", 429, "slow down"), lambda: pytest.fail("nothing was done"))


def test_what_goto_says_of_the_state_is_kept(face: str) -> None:
    """It is in no document and in real answers; without a link there is none."""
    sandbox = unlimited()
    body = {"registrantKey": "24576065432313123456", "joinUrl": "", "status": "WAITING", "asset": True}
    found = added(face, Posting(sandbox, (201, {}, json.dumps(body).encode())), sandbox)

    assert ("24576065432313123456", "pending", "", False) == (found.id, found.status, found.join_url, found.already)


def test_zoom_keeps_no_source(face: str) -> None:
    """What one vendor records and another does not is refused there, and not lost in silence."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(pb.InvalidInput, match="source"):
        accounts["sandbox-zoom"].registrants.add(pb.EventId("webinar:1"), replace(PLAIN, source="x"))

    assert not sandbox.log


# --- what is asked -----------------------------------------------------------------------------------------


def asked(face: str, sandbox: Sandbox, tree: Any = None) -> tuple[pb.RegistrationQuestion, ...]:
    """Return what a webinar asks; ``tree`` is answered in place of the simulator's own."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        given = tree is not None and url.endswith("/fields")
        return (200, {}, json.dumps(tree).encode()) if given else sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        found: tuple[pb.RegistrationQuestion, ...] = accounts[G2W].registrants.questions.list(event(sandbox))
        return found


def test_what_a_webinar_asks(face: str) -> None:
    """Standard fields under our names, with choices where there are any, then the organizer's questions with ids."""
    sandbox = unlimited()
    found = asked(face, sandbox)

    names = ["email", "first_name", "last_name", "organization", "job_title", "industry", "", ""]
    assert names == [each.field for each in found]
    assert [True] * 3 + [False] * 5 == [each.required for each in found]
    assert ("single", ("Education", "Other"), 128) == (found[5].type, found[5].choices, found[5].max_length)
    assert ["single", "text"] == [each.type for each in found[6:]]
    assert all(each.id for each in found[6:])
    assert all(each.asked for each in found)
    assert webinar(sandbox).key not in {each.id for each in found}


def test_fields_that_are_not_listed_or_not_known(face: str) -> None:
    """Names and address come although GoTo leaves them out; a new field and a new type survive under GoTo's names."""
    tree = {
        "fields": [
            {"field": "ShoeSize", "required": True, "maxSize": -1},
            {"field": "roleInPurchaseProcess", "required": "false", "maxSize": 9, "answers": None},
            {"field": "PURCHASINGROLE", "required": False, "maxSize": ""},
        ],
        "questions": [{"questionKey": 1, "question": "Q", "required": False, "type": "essay", "maxSize": 0}],
    }
    found = asked(face, unlimited(), tree)

    role = "role_in_purchase_process"
    assert ["email", "first_name", "last_name", "ShoeSize", role, role, ""] == [each.field for each in found]
    assert ("ShoeSize", True, None) == (found[3].question, found[3].required, found[3].max_length)
    assert ("essay", "1", None) == (found[-1].type, found[-1].id, found[-1].max_length)


@pytest.mark.parametrize(
    "tree",
    [
        {"questions": []},
        {"fields": []},
        {"fields": [{"field": "phone"}], "questions": []},
        {"fields": [], "questions": [{"questionKey": 1, "question": "Q"}]},
        {"fields": [], "questions": None},
    ],
)
def test_what_does_not_say_whether_it_is_required_is_an_error(face: str, tree: dict[str, Any]) -> None:
    """A missing answer is not a no: it could hide a mandatory field."""
    with pytest.raises(pb.DecodeError):
        asked(face, unlimited(), tree)
