"""GoTo's samples of panelists and co-organizers, held member by member against the staff they become."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from contract.openapi import needs_documents, needs_samples, webinar
from contract.samples import Canned, sample

from provider_bridge import EventId, HostId, NewStaff, Staff, StaffId
from provider_bridge.core.decode import decode
from provider_bridge.providers import goto
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotowebinar.staff import StaffOfWebinars
from provider_bridge.providers.gotowebinar.wire import staff as wire

EVENT: Final = EventId("1/2")
CO_ORGANIZERS: Final = "goto/vendor_g2w_coorganizers_list"
ADDED: Final = {
    "panelist": "goto/vendor_g2w_panelists_create_201",
    "co-organizer": "goto/vendor_g2w_coorganizers_create_201",
}

NOT_READ: Final = {
    "firstName": "deprecated: the document says that name has replaced it",
    "lastName": "likewise",
}
"""Members of a panelist that are left alone, each with the reason."""


def facet(**answers: bytes) -> StaffOfWebinars:
    account = Canned({getattr(wire, name): body for name, body in answers.items()}, goto.FORBIDDEN)
    settings = {"provider": "g", "client_id": "i", "client_secret": "s", "personal_access_token": "p"}
    return StaffOfWebinars(account.of(Whose(goto.GoToSettings.model_validate(settings))))


def co_organizer(row: dict[str, Any]) -> Staff:
    return Staff(
        id=StaffId(row["memberKey"]),
        role="co-organizer",
        external=row["external"],
        name=f"{row['givenName']} {row['surname']}",
        email=row["email"],
        join_url=row["joinLink"],
    )


def panelist(row: dict[str, Any]) -> Staff:
    return Staff(StaffId(row["panelistKey"]), "panelist", None, row["name"], row["email"], row["joinLink"])


@needs_samples
def test_every_member_of_a_co_organizer_is_kept() -> None:
    """Key, kind, name, address and link."""
    rows = json.loads(sample(CO_ORGANIZERS))

    found = list(facet(PANELISTS=b"[]", CO_ORGANIZERS=sample(CO_ORGANIZERS)).list(EVENT))

    assert found == [co_organizer(row) for row in rows]
    assert {name for row in rows for name in row} == {
        *("memberKey", "external", "givenName", "surname", "email", "joinLink")
    }


@needs_samples
@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("role", ADDED)
def test_every_member_of_the_answer_to_an_invitation_is_kept(role: str, number: int) -> None:
    """The one who was invited is found among those that the answer shows."""
    body = sample(ADDED[role])
    row = json.loads(body)[number]
    new = NewStaff(role, name="Ada", email=row["email"].upper())

    added = facet(ADD_PANELISTS=body, ADD_CO_ORGANIZERS=body).add(EVENT, new)

    assert added == (panelist(row) if role == "panelist" else co_organizer(row))
    declared = {"name", "email", "joinLink", "panelistKey"}
    assert role != "panelist" or set(row) == declared


@needs_samples
def test_a_colleague_is_found_by_key() -> None:
    """A co-organizer with an account was invited by nothing else."""
    body = sample(ADDED["co-organizer"])
    rows = json.loads(body)

    added = facet(ADD_CO_ORGANIZERS=body).add(EVENT, NewStaff("co-organizer", host=HostId(rows[0]["memberKey"])))

    assert added == co_organizer(rows[0])


@needs_documents
def test_every_documented_member_of_a_panelist_is_read_or_excused() -> None:
    """There is no sample of the list of panelists; a row with every documented member is read."""
    document = webinar().tree["components"]["schemas"]["Panelist"]["properties"]
    row = {name: 7 if each["type"] == "integer" else name for name, each in document.items()}
    reply = Canned({}, goto.FORBIDDEN).reply(wire.PANELISTS, json.dumps([row]).encode())

    (only,) = decode(wire.PANELIST_ROWS, reply)

    assert (only.key, only.name, only.email, only.join_link) == ("7", "name", "email", "joinLink")
    assert set(document) == {"panelistId", "name", "email", "joinLink", *NOT_READ}
