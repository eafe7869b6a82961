"""GoToWebinar's registrants and questions as documents and other clients' fixtures show them, member by member."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any, Final

import pytest
from contract.openapi import needs_documents, needs_samples, webinar
from contract.samples import Canned, sample

from provider_bridge.domain.ids import EventId, RegistrantId
from provider_bridge.domain.people import Answer, NewRegistrant, Registrant
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers import goto
from provider_bridge.providers.goto import GoToSettings
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotowebinar.registrant_creation import body_of
from provider_bridge.providers.gotowebinar.registrants import Registrants
from provider_bridge.providers.gotowebinar.registration import responses_to
from provider_bridge.providers.gotowebinar.wire import registrants as wire
from provider_bridge.providers.gotowebinar.wire import registration

pytestmark = needs_samples

EVENT: Final = EventId("1/2")
OURS: Final = {
    "registrantKey": "id",
    "registrationDate": "registered_at",
    "firstName": "first_name",
    "lastName": "last_name",
    "email": "email",
    "status": "status",
    "joinUrl": "join_url",
    "timeZone": "time_zone",
    "implementationTimeFrame": "implementation_time_frame",
    "employeeCount": "employee_count",
    "type": "timing",
    "unsubscribed": "unsubscribed",
    "responses": "custom",
    **{theirs: ours for ours, theirs in wire.FIELDS.items()},
}
"""Our field for each of GoTo's members: nothing of a registrant is left unread."""

NOT_READ: Final = {
    "asset": "of a registration that was taken: in no document, and it says nothing of the person",
    "answerKey": "of a choice: what `add` sends; people choose by the text",
}
"""Members of this facet that become no field of a value, each with the reason."""


def tree(name: str) -> Any:
    return json.loads(sample(f"goto/{name}"))


def api(answers: dict[Any, Any]) -> Registrants:
    canned: Any = Canned({at: json.dumps(body).encode() for at, body in answers.items()}, goto.FORBIDDEN)
    account = {"provider": "gotowebinar", "client_id": "i", "client_secret": "s", "personal_access_token": "p"}
    return Registrants(canned.of(Whose(GoToSettings.model_validate(account))))


def meant(name: str, given: Any) -> Any:
    """Return what a member's value means in our words."""
    if name == "registrationDate":
        return datetime.fromisoformat(given)
    if name == "status":
        return {"APPROVED": "approved", "WAITING": "pending", "PENDING": "pending", "DENIED": "denied"}[given]
    if name == "responses":
        return [(each["question"], each["answer"]) for each in given]
    return given if name == "unsubscribed" else given.lower() if name == "type" else str(given)


def assert_same(found: Registrant, row: dict[str, Any]) -> None:
    """Assert that a registrant has all of a row, under our names, and nothing else."""
    blank = Registrant(RegistrantId(""), "", None)
    for each in dataclasses.fields(Registrant):
        value = getattr(found, each.name)
        theirs = next((name for name, ours in OURS.items() if ours == each.name), "")
        if theirs not in row:
            assert getattr(blank, each.name) == value, each.name
        elif theirs == "responses":
            assert meant(theirs, row[theirs]) == [(answer.question, answer.answer) for answer in value]
        else:
            assert meant(theirs, row[theirs]) == value, each.name
    assert OURS.keys() >= row.keys()


def test_the_bare_list() -> None:
    """The vendor's own example of the list, in its shape without pages."""
    rows = tree("vendor_g2w_registrants_list_array")

    found = list(api({wire.LIST: rows}).list(EVENT))

    assert 2 == len(found) == len(rows)
    for each, row in zip(found, rows, strict=True):
        assert_same(each, row)


def test_a_page() -> None:
    """Every member of every row of a page that is the only one."""
    body = tree("reconstructed_g2w_registrants_paged")

    found = list(api({wire.LIST: body | {"total": 2}}).list(EVENT))

    assert 2 == len(found) == len(body["data"])
    for each, row in zip(found, body["data"], strict=True):
        assert_same(each, row)


def test_a_page_without_the_others_is_no_listing() -> None:
    """As it stands the sample announces five people, and the same two would come on every page."""
    with pytest.raises(ListingIncomplete, match="5 announced, 2 came"):
        list(api({wire.LIST: tree("reconstructed_g2w_registrants_paged")}).list(EVENT))


@pytest.mark.parametrize("name", ["vendor_g2w_registrant_get", "fixture_g2w_registrant_numeric_key"])
def test_one_registrant(name: str) -> None:
    """Every member, also of one with few of them."""
    body = tree(name)

    assert_same(api({wire.GET: body}).get(EVENT, RegistrantId(str(body["registrantKey"]))), body)


def test_everybody_in_full() -> None:
    """What each person's own call shows is what is listed."""
    body = tree("vendor_g2w_registrant_get")

    found = list(api({wire.LIST: tree("vendor_g2w_registrants_list_array"), wire.GET: body}).list_full(EVENT))

    assert 2 == len(found)
    for each in found:
        assert_same(each, body)


def test_what_is_asked() -> None:
    """Every member of every field and question is in what is asked, and the three that are always asked come first."""
    body = tree("vendor_g2w_registration_fields")

    always, rest = (asked := api({registration.FIELDS: body}).questions.list(EVENT))[:3], asked[3:]

    assert ["email", "first_name", "last_name"] == [each.field for each in always]
    standard, own = rest[: len(body["fields"])], rest[len(body["fields"]) :]
    for each, row in zip(standard, body["fields"], strict=True):
        assert {"field", "required", "maxSize", "answers"} == row.keys()
        assert (row["field"], row["required"], tuple(row["answers"])) == (each.field, each.required, each.choices)
        assert (row["maxSize"] if row["maxSize"] > 0 else None) == each.max_length
    for each, row in zip(own, body["questions"], strict=True):
        assert {"questionKey", "question", "required", "type", "maxSize", "answers"} == row.keys()
        assert (str(row["questionKey"]), row["question"], row["required"]) == (each.id, each.question, each.required)
        assert {"shortAnswer": "text", "multipleChoice": "single"}[row["type"]] == each.type
        assert [choice["answer"] for choice in row["answers"]] == list(each.choices)
        assert (row["maxSize"] if row["maxSize"] > 0 else None) == each.max_length
        assert {"answer", "answerKey"} == {name for choice in row["answers"] for name in choice}
    assert all(NOT_READ.values())


def test_a_choice_is_sent_by_its_key() -> None:
    """The keys of the sample's questions and choices, negative ones included."""
    body = tree("vendor_g2w_registration_fields")
    question = body["questions"][1]
    choice = question["answers"][0]
    asked = registration.FIELDS_BODY.validate_python(body)

    sent = responses_to(asked, [Answer(question["question"], choice["answer"])])

    assert [{"questionKey": question["questionKey"], "answerKey": choice["answerKey"]}] == sent


@needs_documents
def test_every_documented_member_is_read_or_named() -> None:
    """A member that the vendor adds to its document of this facet fails here until it is read, or has a reason."""
    document = webinar()

    def members(schema: str) -> set[str]:
        return set(document.members({"$ref": f"#/components/schemas/{schema}"}))

    assert members("RegistrantDetailed") | members("Registrant") == OURS.keys()
    assert members("CustomAnswers") == {"question", "answer"}
    assert members("RegistrantCreated") == {"registrantKey", "joinUrl"}
    voluntary: dict[str, Any] = dict.fromkeys(wire.FIELDS, "x")
    assert members("RegistrantFields") == body_of(NewRegistrant("a@b.test", "A", "B", **voluntary), [{}]).keys()
