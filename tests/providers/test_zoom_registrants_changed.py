"""The state of Zoom's registrants changed, and registrants deleted: with proof, or with an error."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
from canned import ZOOM as EXCHANGE
from canned import reply, script
from edited import Edited, refusing
from recorded import run_of
from support import drive, sandbox_opened, unlimited
from tours.zoom.registrants import KINDS, NOBODY, counts, event, first

import provider_bridge as pb
from provider_bridge.core.calls import Call
from provider_bridge.core.confirm.settling import gaps
from provider_bridge.core.steps import Now, Settling, Sleep
from provider_bridge.domain.outcomes import SETTLE
from provider_bridge.domain.people import Registrant
from provider_bridge.providers.zoom.registrants.facet import Registrants

APPROVE: Any = Registrants.approve.flow
ZOOM = "sandbox-zoom"
LOOKS = len(gaps(SETTLE)) + 1
DELETE: Any = Registrants.delete.flow
WEBINAR = pb.EventId("webinar:95204914252")
ADA = Registrant(pb.RegistrantId("r1"), "pending", None, email="Ada@example.test")


def answered(flow: Any, *answers: Any) -> tuple[Any, list[Any]]:
    """Drive a flow whose calls end with these answers in turn, through the whole exchange; return it and the sleeps."""
    canned = script(EXCHANGE, *answers)

    def answer(step: Any) -> Any:
        if not isinstance(step, Call):
            return canned(step)
        try:
            return canned.run(EXCHANGE.run(step))
        except pb.ProviderBridgeError as error:
            return error

    value, steps = drive(flow, answer)
    return value, [step for step in steps if not isinstance(step, Call | Now | Settling)]


def page(*people: Registrant, status: str = "approved") -> Any:
    """Return a page of registrants as Zoom writes it."""
    rows = [{"id": each.id, "email": each.email, "first_name": "A", "status": status} for each in people]
    return reply(200, {"registrants": rows, "total_records": len(rows), "next_page_token": ""})


# --- the state ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_people_are_approved_and_denied(face: str, kind: str) -> None:
    """The state changes, is read back, and the approved ones have their link."""
    sandbox = unlimited()
    where = event(sandbox, kind, 1)
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        waiting = list(registrants.list(where, statuses=("pending",)))
        approved = registrants.approve(where, waiting[:2])
        denied = registrants.deny(where, waiting[2:3])
        after = list(registrants.list(where))

    assert [each.id for each in waiting[:2]] == [each.id for each in approved]
    assert all(each.status == "approved" and each.join_url for each in approved)
    assert [(waiting[2].id, "denied")] == [(each.id, each.status) for each in denied]
    assert {"pending": 6, "approved": 17, "denied": 3} == counts(after)


@pytest.mark.parametrize("action", ["deny", "cancel", "approve"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_ignores_the_status_does_not_prove_a_change(face: str, kind: str, action: str) -> None:
    """The change is accepted and not made, and every list shows everybody: the row's own status decides."""
    sandbox = unlimited()
    where = event(sandbox, kind, 1)
    kept = "pending" if action == "approve" else "approved"

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if method == "PUT":
            return 204, {}, b""
        return sandbox.handle(method, re.sub(r"status=\w+", f"status={kept}", url), headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        registrants = accounts[ZOOM].registrants
        someone = next(iter(registrants.list(where, statuses=(kept,))))
        with pytest.raises(pb.Conflict, match="not listed as"):
            getattr(registrants, action)(where, [someone])


@pytest.mark.parametrize("status", ["", "approved"])
@pytest.mark.parametrize("action", ["deny", "approve"])
def test_a_viewer_whose_row_does_not_show_the_change_was_not_changed(face: str, action: str, status: str) -> None:
    """So it is for those who registered for a recording; a row without a status shows nothing."""
    sandbox = unlimited()
    where = f"meeting:{run_of(sandbox).number}"
    shown = status if action == "deny" else status and "denied"

    def change(url: str, headers: dict[str, str], body: bytes) -> Any:
        people = [{"id": "v1", "email": "a@guests.example.test", "first_name": "A", "status": shown}]
        return 200, {}, json.dumps({"registrants": people, "total_records": 1, "next_page_token": ""}).encode()

    app = Edited(sandbox, "GET", "/recordings/registrants?", change)

    def silent(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        return (204, {}, b"") if method == "PUT" else app(method, url, headers, body)

    with sandbox_opened(face, sandbox, silent) as accounts, pytest.raises(pb.Conflict, match="1 of 1"):
        getattr(accounts[ZOOM].recordings.registrants, action)(where, ["v1"])


@pytest.mark.parametrize("kind", KINDS)
def test_quirk_14_cancelled_registrants_are_listed_as_denied(face: str, kind: str) -> None:
    """There is no state for those who cancelled, and their data stays."""
    sandbox = unlimited()
    where = event(sandbox, kind)
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        someone = next(iter(registrants.list(where, statuses=("approved",))))
        (cancelled,) = registrants.cancel(where, [someone])
        listed = {each.id: each for each in registrants.list(where, statuses=("denied",))}

    assert (someone.id, "denied", "") == (cancelled.id, cancelled.status, cancelled.join_url)
    assert (someone.email, someone.first_name) == (listed[someone.id].email, listed[someone.id].first_name)


def test_more_than_thirty_take_several_calls(face: str) -> None:
    """Seventy are changed in three calls of at most thirty, and read back in one listing."""
    sandbox = unlimited(registrants=200)
    app = Edited(sandbox, "", "", None)
    where = event(sandbox)
    with sandbox_opened(face, sandbox, app) as accounts:
        people = list(accounts[ZOOM].registrants.list(where, statuses=("approved",)))[:70]
        cancelled = accounts[ZOOM].registrants.cancel(where, people)

    sent = [body for method, _, body in app.seen if method == "PUT"]
    assert [30, 30, 10] == [len(each["registrants"]) for each in sent]
    assert [{"id": each.id, "email": each.email} for each in people] == [
        row for each in sent for row in each["registrants"]
    ]
    assert {"cancel"} == {each["action"] for each in sent}
    assert [each.id for each in people] == [each.id for each in cancelled]


def test_one_date_of_a_series(face: str) -> None:
    """A change for one date leaves the series and the other dates alone."""
    sandbox = unlimited()
    where, date = event(sandbox, "meeting", 3), "1648194360000"
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        someone = next(iter(registrants.list(where, statuses=("approved",))))
        registrants.cancel(where, [someone], occurrence=date)
        dates = [
            next(each.status for each in registrants.list(where, occurrence=when) if each.id == someone.id)
            for when in (date, "1648367160000", None)
        ]

    assert ["denied", "approved", "approved"] == dates


def test_quirk_31_an_address_in_other_letters_is_the_same(face: str) -> None:
    """Zoom keeps the case of addresses; a listing's is handed back as it is."""
    sandbox = unlimited()
    where = event(sandbox)
    with sandbox_opened(face, sandbox) as accounts:
        someone = next(iter(accounts[ZOOM].registrants.list(where)))
        assert someone.email != someone.email.lower()
        (denied,) = accounts[ZOOM].registrants.deny(where, [someone])

    assert someone.email == denied.email


def test_an_ignored_change_is_an_error() -> None:
    """Zoom answers 204 and changes nothing: after three looks that is a conflict which names nobody."""
    with pytest.raises(pb.Conflict, match="1 of 1 registrants are not listed as approved afterwards") as caught:
        answered(APPROVE(None, WEBINAR, [ADA]), reply(204), page(), page(), page())

    assert all(word not in f"{caught.value}{caught.value!r}{vars(caught.value)}" for word in ("r1", "Ada", "952049"))
    assert "PUT /webinars/{webinarId}/registrants/status" == caught.value.operation


def test_a_change_may_take_a_moment() -> None:
    """What is not there at once is looked for again."""
    (found,), sleeps = answered(APPROVE(None, WEBINAR, [ADA]), reply(204), page(), page(ADA))

    assert (ADA.id, "approved") == (found.id, found.status)
    assert [Sleep(1.0)] == sleeps


def test_bad_input_changes_nothing(face: str) -> None:
    """Zoom needs id and address of each; nobody to change is nothing to do."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        for wrong in (
            Registrant(NOBODY, "approved", None),
            Registrant(pb.RegistrantId(""), "approved", None, email="a@b"),
        ):
            with pytest.raises(pb.InvalidInput):
                registrants.deny(event(sandbox), [first(sandbox, event(sandbox)), wrong])
        assert () == registrants.deny(event(sandbox), [])

    assert not sandbox.log


# --- deleting ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_registrant_is_deleted_for_good(face: str, kind: str) -> None:
    """It is gone, with evidence; a second time it was gone already."""
    sandbox = unlimited()
    where = event(sandbox, kind)
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        everybody = list(registrants.list(where))
        outcomes = [registrants.delete(where, each.id) for each in (everybody[0], everybody[-1])]
        again = registrants.delete(where, everybody[0].id)
        left = list(registrants.list(where))

    assert [pb.Gone, pb.Gone, pb.AlreadyGone] == [type(each) for each in (*outcomes, again)]
    assert everybody[1:-1] == left
    assert all(each.request_id for each in outcomes[0].evidence[:1])
    assert "accepted" == outcomes[0].evidence[0].what
    assert everybody[0].id not in f"{outcomes}{again}"


def test_absence_is_proven_by_a_code_or_by_whole_listings(face: str) -> None:
    """At each look the three listings are read to their ends, also where Zoom denies the registrant by name."""
    found = {}
    for kind in KINDS:
        sandbox = unlimited()
        where = event(sandbox, kind)
        with sandbox_opened(face, sandbox) as accounts:
            someone = first(sandbox, where)
            outcome = accounts[ZOOM].registrants.delete(where, someone.id)
        found[kind] = outcome.evidence[-1].what
        listings = Counter(
            name for name in sandbox.log.elements() if name.startswith("GET") and "Id}/registrants 2" in name
        )
        assert listings.total() == 3 * LOOKS

    assert {"meeting": "not listed in any state", "webinar": "not listed in any state"} == found


def test_what_is_still_there_is_not_gone(face: str) -> None:
    """An accepted deletion that deleted nothing is unconfirmed."""
    (unconfirmed, _) = answered(
        DELETE(None, WEBINAR, ADA.id), reply(204), *(reply(200, {"id": "r1", "email": "a@b"}) for _ in range(3))
    )

    assert isinstance(unconfirmed, pb.Unconfirmed)
    assert "still there" in unconfirmed.reason


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ((reply(204), reply(404)), pb.Gone),  # a bare 404 proves nothing, the listings do
        ((reply(204), reply(404, {"code": 1001, "message": "?"})), pb.Unconfirmed),
        ((reply(204), reply(404, {"code": 3001, "message": "?"})), pb.Unconfirmed),
        ((reply(204), reply(400, {"code": 3079, "message": "?"})), pb.Gone),
        ((reply(204), reply(400, {"code": 200, "message": "No permission."})), pb.Unconfirmed),
        ((reply(400, {"code": 3079, "message": "?"}), reply(404)), pb.AlreadyGone),
        ((reply(400, {"code": 300, "message": "The value that you entered is invalid."}), None), pb.AlreadyGone),
        ((reply(400, {"code": 3000, "message": "Registrant x was not found."}), None), pb.AlreadyGone),
        ((reply(400, {"code": 3000, "message": "Registration has not been enabled for this webinar."}),), pb.Refused),
    ],
)
def test_each_answer_means_what_it_proves(answers: tuple[Any, ...], kind: type) -> None:
    """No code but a registrant's own counts as gone, unless all three listings lack them."""
    first, *more = answers
    looks: list[Any] = [*more, *[more[-1] if more else first] * 4]
    if kind in {pb.Gone, pb.AlreadyGone}:
        look = [more[0] or reply(404), *[page()] * 3]
        looks = [*([] if more[0] else [page()] * 3), *look, *look]
    outcome, _ = answered(DELETE(None, WEBINAR, ADA.id), first, *looks)

    assert kind is type(outcome)


@pytest.mark.parametrize("status", ["pending", "approved", "denied"])
def test_an_invalid_id_of_somebody_who_is_listed_is_an_error(status: str) -> None:
    """When Zoom calls an id invalid and yet lists it, nothing was deleted."""
    refused = reply(400, {"code": 300, "message": "The value that you entered is invalid."})
    before = {"pending": 0, "approved": 1, "denied": 2}[status]

    with pytest.raises(pb.BadRequest):
        answered(DELETE(None, WEBINAR, ADA.id), refused, *[page()] * before, page(ADA, status=status))


@pytest.mark.parametrize("code", [1001, 3001])
def test_a_missing_event_or_user_is_no_missing_registrant(face: str, code: int) -> None:
    """The two other meanings of a 404 are errors, not deletions."""
    sandbox = unlimited()
    app = refusing(sandbox, "DELETE", "registrants", 404, {"code": code, "message": "?"})
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(pb.NotFound) as caught:
        accounts[ZOOM].registrants.delete(event(sandbox), NOBODY)

    assert {1001: "user", 3001: "event"}[code] == caught.value.missing


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_registrant_without_an_id_is_refused(face: str, blank: str) -> None:
    """What names nobody is never sent, where it could mean everybody."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        for call in (accounts[ZOOM].registrants.get, accounts[ZOOM].registrants.delete):
            with pytest.raises(pb.InvalidInput):
                call(event(sandbox), blank)


def test_from_one_date_of_a_series(face: str) -> None:
    """Deleted from one date, the registrant stays in the series: that is still stored, and never called gone."""
    sandbox = unlimited()
    where, date = event(sandbox, "meeting", 3), "1648194360000"
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        someone = first(sandbox, where)
        outcome = registrants.delete(where, someone.id, occurrence=date)
        here = {each.id for each in registrants.list(where, occurrence=date)}
        everywhere = {each.id for each in registrants.list(where)}

    assert isinstance(outcome, pb.Unconfirmed)
    assert "still stored" in outcome.reason
    assert (False, True) == (someone.id in here, someone.id in everywhere)


def test_quirks_2_3_4_30_every_spelling_is_read(face: str) -> None:
    """Empty, null and absent are the same; numbers are text; unseen words and members do no harm."""
    sandbox = unlimited()
    rows: list[dict[str, Any]] = [
        {"id": 17, "email": "a@b", "first_name": "A", "create_time": "", "status": "waitlisted", "zip": 10115},
        {"id": "18", "email": None, "first_name": "", "last_name": None, "custom_questions": None, "phone": 49},
        {
            "id": "19",
            "custom_questions": [{"title": "Which?", "value": 3}, {}],
            "participant_pin_code": "0815",
            "new": {},
        },
        {"id": "20", "create_time": "2019-02-01T12:34:12.66Z", "org": "Ito", "no_of_employees": "a dozen"},
    ]

    def change(url: str, headers: dict[str, str], body: bytes) -> Any:
        some = rows if "approved" in url else []
        body = json.dumps({"registrants": some, "total_records": str(len(some)), "next_page_token": None}).encode()
        return 200, {}, body

    with sandbox_opened(face, sandbox, Edited(sandbox, "GET", "/registrants?", change)) as accounts:
        one, two, three, four = accounts[ZOOM].registrants.list(event(sandbox))

    assert ("17", "waitlisted", None, "10115") == (one.id, one.status, one.registered_at, one.postal_code)
    assert ("18", "", "", "", (), "49") == (two.id, two.status, two.email, two.last_name, two.custom, two.phone)
    assert [("Which?", "3"), ("", "")] == [(each.question, each.answer) for each in three.custom]
    assert ("0815", "Ito", "a dozen") == (three.dial_in_pin, four.organization, four.number_of_employees)
    assert four.registered_at is not None
    assert "2019-02-01T12:34:12.660000+00:00" == four.registered_at.isoformat()


@pytest.mark.parametrize(
    "wrong", [{"email": ["S3NT1NEL"]}, {"custom_questions": "S3NT1NEL"}, {"create_time": "S3NT1NEL"}]
)
def test_a_row_of_another_shape_is_an_error_without_values(face: str, wrong: dict[str, Any]) -> None:
    """What cannot be read is not left out, and is not shown."""
    sandbox = unlimited()
    answer = json.dumps({"registrants": [{"id": "1", **wrong}], "next_page_token": ""}).encode()
    app = Edited(sandbox, "GET", "/registrants?", lambda *_: (200, {}, answer))
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(pb.DecodeError) as caught:
        list(accounts[ZOOM].registrants.list(event(sandbox)))

    assert [f"registrants.0.{next(iter(wrong))}"] == [each.partition(":")[0] for each in caught.value.problems]
    assert "S3NT1NEL" not in f"{caught.value}{caught.value!r}{vars(caught.value)}"


@pytest.mark.parametrize("size", ["101-500", "101-250", "More than 10,000", "501-1,000", "a dozen"])
def test_quirk_15_the_number_of_employees_is_text(face: str, size: str) -> None:
    """Zoom takes other words than it gives; both are passed on as they are."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        someone = pb.NewRegistrant("a@guests.example.test", "A", number_of_employees=size)
        added = accounts[ZOOM].registrants.add(event(sandbox), someone)
        found = accounts[ZOOM].registrants.get(event(sandbox), added.id)

    assert size == found.number_of_employees
