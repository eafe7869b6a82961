"""Registrants as the vendor's documents and other clients' fixtures show them, read field by field."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample
from support import NOON, drive

from provider_bridge.core.calls import Call, Reply
from provider_bridge.domain.ids import EventId, RegistrantId
from provider_bridge.domain.people import Answer, NewRegistrant, Registrant, RegistrationQuestion
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.registrants.creation import body_of
from provider_bridge.providers.zoom.registrants.facet import Registrants
from provider_bridge.providers.zoom.wire.registrants import FIELDS, KINDS, NOT_ZOOMS
from provider_bridge.providers.zoom.wire.registration import ACCOUNT_DEFAULTS, GROUP_DEFAULTS

pytestmark = needs_samples

EVENTS = {"meeting": EventId("meeting:85746065"), "webinar": EventId("webinar:92674392836")}
THEIRS = {"registered_at": "create_time", "custom": "custom_questions", "dial_in_pin": "participant_pin_code", **FIELDS}
LISTS = [
    ("meeting", "spec2025_meetings-meetingId-registrants_GET"),
    ("webinar", "spec2025_webinars-webinarId-registrants_GET"),
    ("webinar", "zoomrb_webinar_registrant_list"),
]


def tree(name: str) -> Any:
    return json.loads(sample(f"zoom/{name}"))


def api(answers: dict[Any, Any]) -> Registrants:
    return Registrants(
        Canned({endpoint: json.dumps(body).encode() for endpoint, body in answers.items()}, wire.FORBIDDEN)
    )


def whole(body: dict[str, Any]) -> dict[str, Any]:
    """Return a list as one that is complete: the examples announce more rows than they have, and go in circles."""
    return {**body, "next_page_token": "", "total_records": len(body["registrants"])}


def assert_same(found: Registrant, row: dict[str, Any]) -> None:
    """Assert that a registrant has all of a row, under our names, and nothing else."""
    known = {THEIRS.get(each.name, each.name): getattr(found, each.name) for each in dataclasses.fields(Registrant)}
    assert known.keys() - set(NOT_ZOOMS) >= row.keys()
    blank = Registrant(RegistrantId("r"), "", None)
    assert [getattr(found, name) for name in NOT_ZOOMS] == [getattr(blank, name) for name in NOT_ZOOMS]
    for name, value in known.items():
        if name in NOT_ZOOMS:
            continue
        given = row.get(name, "")
        if name == "create_time":
            assert (datetime.fromisoformat(given) if given else None) == value
        elif name == "custom_questions":
            assert [(each["title"], each["value"]) for each in given] == [
                (each.question, each.answer) for each in value
            ]
        else:
            assert str(given) == value, name


@pytest.mark.parametrize(("kind", "name"), LISTS)
def test_a_list_loses_and_invents_nothing(kind: str, name: str) -> None:
    """Every member of every row is in the registrant, every field of the registrant is in the row."""
    body = tree(name)

    found = list(api({KINDS[kind].list: whole(body)}).list(EVENTS[kind], statuses=("approved",)))

    assert len(body["registrants"]) == len(found)
    for each, row in zip(found, body["registrants"], strict=True):
        assert_same(each, row)


@pytest.mark.parametrize(("kind", "name"), LISTS)
def test_a_list_in_circles_is_no_listing(kind: str, name: str) -> None:
    """As they stand, the examples' page token leads back to themselves."""
    with pytest.raises(ListingIncomplete):
        list(api({KINDS[kind].list: tree(name)}).list(EVENTS[kind], statuses=("approved",)))


def test_one_registrant() -> None:
    """One asked for alone has the same members."""
    body = tree("spec2025_meetings-meetingId-registrants-registrantId_GET")

    found = api({KINDS["meeting"].get: body}).get(EVENTS["meeting"], RegistrantId(body["id"]))

    assert_same(found, body)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("meeting", "spec2025_meetings-meetingId-registrants_POST"),
        ("webinar", "spec2025_webinars-webinarId-registrants_POST"),
        ("meeting", "zoomrb_meeting_add_registrant"),
    ],
)
def test_an_added_registrant(kind: str, name: str) -> None:
    """The registrant's id is taken, not the meeting's, which stands under ``id``."""
    body = tree(name)

    added = api({KINDS[kind].add: body}).add(EVENTS[kind], NewRegistrant("jill@example.com", "Jill"))

    assert (body["registrant_id"], "jill@example.com", body["join_url"], str(body.get("participant_pin_code", ""))) == (
        added.id,
        added.email,
        added.join_url,
        added.dial_in_pin,
    )


def test_many_added_registrants() -> None:
    """Each row of a batch's answer becomes a result."""
    body = tree("spec2025_meetings-meetingId-batch_registrants_POST")

    added = api({KINDS["meeting"].add_many: body}).add_many(EVENTS["meeting"], [NewRegistrant("j@example.com", "J")])

    assert [
        (row["registrant_id"], row["email"], row["join_url"], str(row["participant_pin_code"]))
        for row in body["registrants"]
    ] == [(each.id, each.email, each.join_url, each.dial_in_pin) for each in added]


@pytest.mark.parametrize("kind", ["meeting", "webinar"])
def test_what_is_sent_is_like_the_example(kind: str) -> None:
    """Of the example's members we send all that are a person's, under the same names."""
    example = tree(f"spec2025_{kind}s-{kind}Id-registrants_POST_request")
    given = {ours: example[theirs] for ours, theirs in FIELDS.items()}
    custom = tuple(Answer(each["title"], each["value"]) for each in example["custom_questions"])
    someone = NewRegistrant(
        example["email"], example["first_name"], custom=custom, language=example["language"], **given
    )

    assert body_of(someone) == {k: v for k, v in example.items() if k not in {"auto_approve", "source_id"}}


def bodies_of(flow: Any, answer: Any) -> list[Any]:
    """Return what a flow sends, when every call is answered alike."""
    reply = Reply("GET /x", json.dumps(answer).encode(), 0, NOON, "")
    return [dict(step.body) for step in drive(flow, lambda _: reply)[1] if isinstance(step, Call) and step.body]


def test_many_are_sent_like_the_example() -> None:
    """The people of the example; that they are approved and get an e-mail is left to the event's settings."""
    example = tree("spec2025_meetings-meetingId-batch_registrants_POST_request")
    people = [NewRegistrant(each["email"], each["first_name"], each["last_name"]) for each in example["registrants"]]
    flow = Registrants.add_many.flow(api({}), EVENTS["meeting"], people)

    sent = bodies_of(flow, tree("spec2025_meetings-meetingId-batch_registrants_POST"))

    assert sent == [{"registrants": example["registrants"]}]


def test_a_new_state_is_sent_like_the_example() -> None:
    """The action and both names of each person, as documented."""
    example = tree("spec2025_meetings-meetingId-registrants-status_PUT_request")
    (row,) = example["registrants"]
    listed = {"registrants": [{**row, "first_name": "Jill", "status": "approved"}]}
    person = Registrant(RegistrantId(row["id"]), "pending", None, email=row["email"])

    assert bodies_of(Registrants.approve.flow(api({}), EVENTS["meeting"], [person]), listed) == [example]


def test_questions_are_sent_like_the_example() -> None:
    """What the example asks for is what is sent; a text question with answers, as in it, is no mistake.

    Before, questions that a listing showed could not be handed back when Zoom shows answers of a text question.
    """
    example = tree("spec2025_meetings-meetingId-registrants-questions_PATCH_request")
    registrants = api({KINDS["meeting"].questions: example})
    asked = registrants.questions.list(EVENTS["meeting"])
    flow = type(registrants.questions).update.flow(registrants.questions, EVENTS["meeting"], asked)

    assert bodies_of(flow, example) == [example]


@pytest.mark.parametrize("kind", ["meeting", "webinar"])
def test_questions(kind: str) -> None:
    """The example's questions, and the two that are always asked."""
    body = tree(f"spec2025_{kind}s-{kind}Id-registrants-questions_GET")

    asked = api({KINDS[kind].questions: body}).questions.list(EVENTS[kind])

    assert ["email", "first_name", "last_name", ""] == [each.field for each in asked]
    assert asked[3] == RegistrationQuestion("", "How are you?", required=True, type="text", choices=("Good",))
    assert [each["required"] for each in (*body["questions"], *body["custom_questions"])] == [
        each.required for each in asked[2:]
    ]


@pytest.mark.parametrize(
    ("endpoint", "name", "group"),
    [
        (ACCOUNT_DEFAULTS, "spec2025_accounts-accountId-settings-registration_GET", None),
        (GROUP_DEFAULTS, "spec2025_groups-groupId-settings-registration_GET", "g"),
    ],
)
def test_defaults(endpoint: Any, name: str, group: Any) -> None:
    """The example's defaults, and the two that are always asked."""
    asked = api({endpoint: tree(name)}).questions.defaults(group=group)

    assert ["email", "first_name", "last_name", ""] == [each.field for each in asked]
    assert asked[3] == RegistrationQuestion("", "true", required=True, type="single_dropdown", choices=("option 1",))
    assert all(each.asked and each.required for each in asked)
