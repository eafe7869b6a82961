"""What Zoom asks of people who register: of an event, and by default."""

from __future__ import annotations

import json
from typing import Any

import pytest
from edited import Edited
from hypothesis import given, settings
from hypothesis import strategies as st
from support import sandbox_opened, unlimited
from tours.zoom.registrants import KINDS, event

import provider_bridge as pb
from provider_bridge.domain.people import RegistrationQuestion
from provider_bridge.providers.zoom.wire.registrants import FIELDS

ZOOM = "sandbox-zoom"
EMAIL = RegistrationQuestion("email", "Email address", required=True)
FIRST_NAME = RegistrationQuestion("first_name", "First name", required=True)
WHY = RegistrationQuestion("", "Why do you come?", required=False)


def standard(field: str, *, required: bool = False) -> RegistrationQuestion:
    return RegistrationQuestion(field, field, required)


def essence(questions: tuple[RegistrationQuestion, ...]) -> list[tuple[str, bool]]:
    return [(each.field or each.question, each.required) for each in questions]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_asked(face: str, kind: str) -> None:
    """Standard fields have our names; e-mail and first name, which Zoom never lists, come first."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        asked = accounts[ZOOM].registrants.questions.list(event(sandbox, kind))

    assert (EMAIL, FIRST_NAME) == asked[:2]
    assert [("last_name", True), ("organization", False), ("phone", False)] == essence(asked[2:5])
    assert asked[5] == WHY
    own = [(each.question, each.type, each.choices) for each in asked[6:]]
    assert ([("Which talks?", "multiple", ("The first", "The second"))] if kind == "webinar" else []) == own
    assert all(each.asked for each in asked)


def test_an_event_that_asks_for_more_than_promised_shows(face: str) -> None:
    """A mandatory telephone number and industry are seen as such."""
    sandbox = unlimited(scenario="violating")
    with sandbox_opened(face, sandbox) as accounts:
        asked = accounts[ZOOM].registrants.questions.list(event(sandbox))

    assert {"email", "first_name", "last_name", "phone", "industry"} == {each.field for each in asked if each.required}


@pytest.mark.parametrize("kind", KINDS)
def test_questions_are_replaced(face: str, kind: str) -> None:
    """All are replaced at once, in Zoom's words, and what is asked afterwards is returned."""
    sandbox = unlimited()
    where = event(sandbox, kind)
    wanted = [
        standard("postal_code", required=True),
        standard("number_of_employees"),
        RegistrationQuestion("phone", "Phone", required=False, asked=False),
        RegistrationQuestion("", "Lunch?", required=True, type="single", choices=("yes", "no")),
        EMAIL,
    ]
    app = Edited(sandbox, "", "", None)
    with sandbox_opened(face, sandbox, app) as accounts:
        questions = accounts[ZOOM].registrants.questions
        found = questions.update(where, wanted)
        assert found == questions.list(where)
        assert found == questions.update(where, found)

    word = {"meeting": "single", "webinar": "single_radio"}[kind]
    assert {
        "questions": [
            {"field_name": "zip", "required": True},
            {"field_name": "no_of_employees", "required": False},
        ],
        "custom_questions": [{"title": "Lunch?", "type": word, "required": True, "answers": ["yes", "no"]}],
    } == next(body for method, _, body in app.seen if method == "PATCH")
    assert [("postal_code", True), ("number_of_employees", False), ("Lunch?", True)] == essence(found[2:])


@settings(max_examples=40, deadline=None)
@given(chosen=st.dictionaries(st.sampled_from(sorted(FIELDS)), st.booleans()), order=st.randoms())
def test_any_choice_of_fields_comes_back(chosen: dict[str, bool], order: Any) -> None:
    """Whatever standard fields are asked for, and in whatever order, they are what is asked afterwards."""
    sandbox = unlimited(users=4)
    wanted = [standard(field, required=needed) for field, needed in chosen.items()]
    order.shuffle(wanted)
    with sandbox_opened("sync", sandbox) as accounts:
        found = accounts[ZOOM].registrants.questions.update(event(sandbox), wanted)

    assert {"email": True, "first_name": True} | chosen == {each.field: each.required for each in found}


def test_quirk_34_a_question_has_our_name_whatever_zoom_calls_it(face: str) -> None:
    """Zoom's ``zip``, ``org`` and ``no_of_employees`` are named as the fields that the answers go to."""
    sandbox = unlimited()
    body = {"questions": [{"field_name": name, "required": True} for name in ("zip", "org", "no_of_employees")]}
    app = Edited(sandbox, "GET", "/registrants/questions", lambda *_: (200, {}, json.dumps(body).encode()))
    with sandbox_opened(face, sandbox, app) as accounts:
        asked = accounts[ZOOM].registrants.questions.list(event(sandbox))

    assert ["postal_code", "organization", "number_of_employees"] == [each.field for each in asked[2:]]


@pytest.mark.parametrize("change", ["drop", "keep", "oblige"])
def test_an_ignored_change_is_an_error(face: str, change: str) -> None:
    """A field that is asked, not asked, or mandatory against what was wanted is a conflict."""
    sandbox = unlimited()

    def answer(url: str, headers: dict[str, str], body: bytes) -> Any:
        tree = json.loads(sandbox.handle("GET", url, headers, body)[2])
        if change == "drop":
            tree["questions"] = []
        elif change == "keep":
            tree["questions"].append({"field_name": "phone", "required": False})
        else:
            tree["questions"][0]["required"] = True
        return 200, {}, json.dumps(tree).encode()

    app = Edited(sandbox, "GET", "/questions", answer)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(pb.Conflict, match="other questions"):
        accounts[ZOOM].registrants.questions.update(event(sandbox), [standard("organization")])


@pytest.mark.parametrize(
    ("kind", "wrong", "what"),
    [
        ("webinar", [standard("shoe_size")], "no standard question"),
        ("webinar", [standard("phone"), standard("phone", required=True)], "twice"),
        ("webinar", [RegistrationQuestion("email", "E", required=False)], "always requires"),
        ("webinar", [RegistrationQuestion("phone", "P", required=True, asked=False)], "not asked"),
        ("webinar", [RegistrationQuestion("", "", required=False)], "a text"),
        ("webinar", [RegistrationQuestion("", "Q", required=False, type="essay")], "single_radio"),
        ("meeting", [RegistrationQuestion("", "Q", required=False, type="multiple", choices=("a",))], "text, single"),
        ("webinar", [RegistrationQuestion("", "Q", required=False, type="multiple")], "choices"),
    ],
)
def test_bad_input_changes_nothing(face: str, kind: str, wrong: list[RegistrationQuestion], what: str) -> None:
    """What Zoom cannot ask is refused before anything is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(pb.InvalidInput, match=what):
        accounts[ZOOM].registrants.questions.update(event(sandbox, kind), wrong)

    assert not sandbox.log


def test_an_unknown_field_and_type_survive(face: str) -> None:
    """What Zoom may add is shown by Zoom's name of it; 0 and 1 are read as no and yes."""
    sandbox = unlimited()
    tree = {
        "questions": [{"field_name": "shoe_size", "required": 1}],
        "custom_questions": [{"title": None, "type": "essay", "required": "false", "answers": None}],
    }
    app = Edited(sandbox, "GET", "/questions", lambda *_: (200, {}, json.dumps(tree).encode()))
    with sandbox_opened(face, sandbox, app) as accounts:
        asked = accounts[ZOOM].registrants.questions.list(event(sandbox))

    assert asked[2] == RegistrationQuestion("shoe_size", "shoe_size", required=True)
    assert asked[3] == RegistrationQuestion("", "", required=False, type="essay")


@pytest.mark.parametrize(
    "tree",
    [
        {"custom_questions": []},
        {"questions": [{"field_name": "phone"}]},
        {"questions": [{"field_name": "phone", "required": ""}]},
        {"questions": [], "custom_questions": [{"title": "Q"}]},
    ],
)
def test_what_does_not_say_whether_it_is_mandatory_is_an_error(face: str, tree: dict[str, Any]) -> None:
    """A missing answer is not a no: it could hide a mandatory field."""
    sandbox = unlimited()
    app = Edited(sandbox, "GET", "/questions", lambda *_: (200, {}, json.dumps(tree).encode()))
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(pb.DecodeError):
        accounts[ZOOM].registrants.questions.list(event(sandbox))


@pytest.mark.parametrize(("scenario", "asked"), [("compliant", set()), ("violating", {"phone"})])
def test_defaults_of_the_account_and_of_a_group(face: str, scenario: str, asked: set[str]) -> None:
    """Every standard field comes, with whether it is asked; Zoom wants to be told that it is about webinars."""
    sandbox = unlimited(scenario=scenario)
    app = Edited(sandbox, "", "", None)
    with sandbox_opened(face, sandbox, app) as accounts:
        questions = accounts[ZOOM].registrants.questions
        found = questions.defaults()
        assert found == questions.defaults(group=sandbox.world.group_ids[0])
        with pytest.raises(pb.NotFound) as caught:
            questions.defaults(group="nobody's")

    assert set(FIELDS) | {"email", "first_name", ""} == {each.field for each in found}
    assert {"email", "first_name", "last_name", "organization", ""} | asked == {
        each.field for each in found if each.asked
    }
    assert {"email", "first_name", "last_name"} | asked == {each.field for each in found if each.required}
    assert "group" == caught.value.missing
    paths = [path for _, path, _ in app.seen if "settings" in path]
    assert "/accounts/me/settings/registration?type=webinar" == paths[0]
    assert all(path.endswith("?type=webinar") for path in paths)


def test_registration_that_is_off_asks_nothing(face: str) -> None:
    """There is no such thing as the questions of an event that nobody registers for."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        for kind, index in (("meeting", 4), ("webinar", 2)):
            with pytest.raises(pb.Conflict, match="registration is not enabled"):
                accounts[ZOOM].registrants.questions.list(event(sandbox, kind, index))
