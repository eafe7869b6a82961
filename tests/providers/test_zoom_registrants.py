"""Who registered at Zoom: listed whole, registered once, changed and deleted with proof."""

from __future__ import annotations

import json

import pytest
from edited import Edited, Reply, refusing
from support import sandbox_opened, unlimited
from tours.zoom.registrants import KINDS, NAMES, NOBODY, SOMEBODY, counts, event, first

import provider_bridge as pb
from provider_bridge.domain.people import Answer, NewRegistrant

ZOOM = "sandbox-zoom"


# --- reading -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_quirk_9_all_three_states_are_listed(face: str, kind: str) -> None:
    """Zoom alone would show only the approved ones; here everybody comes, once, with all they gave."""
    sandbox = unlimited()
    where = event(sandbox, kind, 1)
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[ZOOM].registrants.list(where))

    assert 26 == len(found) == len({each.id for each in found})
    assert {"pending": 9, "approved": 15, "denied": 2} == counts(found)
    assert all(each.email and each.first_name and each.last_name and each.registered_at for each in found)
    assert {each.status == "approved" for each in found if each.join_url} == {True}
    assert all(bool(each.dial_in_pin) == (kind == "meeting") for each in found)
    assert {"Why do you come?"} == {each.question for registrant in found for each in registrant.custom}
    assert {"", "Müller & Söhne"} <= {each.organization for each in found}


def test_some_states_alone(face: str) -> None:
    """A choice of states is kept to, whatever its order; an unknown one is refused before anything is sent."""
    sandbox = unlimited()
    where = event(sandbox, "webinar", 1)
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        found = list(registrants.list(where, statuses=("approved", "pending")))
        for wrong in (("cancelled",), "approved", ("approved", "Denied")):
            with pytest.raises(pb.InvalidInput, match="pending, approved and denied"):
                list(registrants.list(where, statuses=wrong))

    assert ["pending"] * 9 + ["approved"] * 15 == [each.status for each in found]
    assert 2 == sandbox.log["GET /webinars/{webinarId}/registrants 200"]


def test_all_pages_are_read(face: str) -> None:
    """A webinar of a thousand is listed to its end."""
    sandbox = unlimited(registrants=1000)
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[ZOOM].registrants.list(event(sandbox)))

    assert 1000 == len({each.id for each in found})
    assert {"pending": 0, "approved": 917, "denied": 83} == counts(found)
    assert 10 == sandbox.log["GET /webinars/{webinarId}/registrants 200"]  # four pages are looked at twice


def test_quirk_16_a_page_token_that_dies_midway(face: str) -> None:
    """A slow consumer's listing starts anew, and nobody comes twice or is missing."""
    sandbox = unlimited(registrants=1000)
    with sandbox_opened(face, sandbox) as accounts:
        listing = iter(accounts[ZOOM].registrants.list(event(sandbox), statuses=("approved",)))
        found = [next(listing) for _ in range(400)]
        sandbox.world.offset += 16 * 60
        found += listing

    assert 917 == len(found) == len({each.id for each in found})
    assert 1 == sandbox.log["GET /webinars/{webinarId}/registrants 400"]


def test_fewer_than_announced_is_no_listing(face: str) -> None:
    """Whoever is missing from a listing may have been left out: that is an error."""
    sandbox = unlimited()

    def change(url: str, headers: dict[str, str], body: bytes) -> Reply:
        status, _, answer = sandbox.handle("GET", url, headers, body)
        tree = json.loads(answer)
        tree["registrants"] = tree["registrants"][1:]
        return status, {}, json.dumps(tree).encode()

    app = Edited(sandbox, "GET", "/registrants?", change)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(pb.ListingIncomplete):
        list(accounts[ZOOM].registrants.list(event(sandbox)))


@pytest.mark.parametrize("kind", KINDS)
def test_one_registrant(face: str, kind: str) -> None:
    """One asked for by id is the same as in the listing; its ``repr`` shows nobody."""
    sandbox = unlimited()
    where = event(sandbox, kind)
    with sandbox_opened(face, sandbox) as accounts:
        listed = list(accounts[ZOOM].registrants.list(where))
        found = [accounts[ZOOM].registrants.get(where, each.id) for each in listed[:3] + listed[-1:]]

    assert listed[:3] + listed[-1:] == found
    for word in ("example.test", "Björn", "zoom.example", "Müller"):
        assert word in str([(each.email, each.first_name, each.join_url, each.organization) for each in listed])
        assert word not in repr(listed)


def test_what_is_missing_is_said(face: str) -> None:
    """An unknown webinar registrant, an unknown event and registration that is not enabled are told apart."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        with pytest.raises(pb.NotFound, match="code 3079") as unknown:
            registrants.get(event(sandbox), NOBODY)
        with pytest.raises(pb.BadRequest, match="code 300"):
            registrants.get(event(sandbox, "meeting"), NOBODY)
        with pytest.raises(pb.NotFound) as nowhere:
            list(registrants.list(pb.EventId("meeting:99999999999")))
        for kind, index in (("meeting", 4), ("webinar", 2)):
            with pytest.raises(pb.Conflict, match="registration is not enabled"):
                list(registrants.list(event(sandbox, kind, index)))

    assert ("registrant", "event") == (unknown.value.missing, nowhere.value.missing)
    assert NOBODY not in f"{unknown.value}{unknown.value!r}"


def test_a_bare_number_is_looked_up(face: str) -> None:
    """A number without its kind is asked for as a meeting, then as a webinar; what is no number is refused."""
    sandbox = unlimited()
    answer = {"id": 93398114182, "topic": "x"}
    app = Edited(sandbox, "GET", "/v2/meetings/", lambda *_: (200, {}, json.dumps(answer).encode()))
    with sandbox_opened(face, sandbox, app) as accounts:
        with pytest.raises(pb.DecodeError):
            list(accounts[ZOOM].registrants.list(pb.EventId("93398114182")))
        with pytest.raises(pb.InvalidInput):
            list(accounts[ZOOM].registrants.list(pb.EventId("the webinar")))

    assert ["/meetings/93398114182", "/meetings/93398114182/registrants?status=pending&page_size=300"] == [
        path for _, path, _ in app.seen if "oauth" not in path and path
    ]


# --- registering -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_is_registered(face: str, kind: str) -> None:
    """What is sent arrives, and the result has what is needed to find and to let in the person."""
    sandbox = unlimited()
    where = event(sandbox, kind)
    someone = NewRegistrant(
        "ada@guests.example.test",
        "Ada",
        "Example",
        address="1 Street",
        postal_code="10115",
        organization="Example Ltd",
        number_of_employees="1-20",
        custom=(Answer("Why do you come?", "To learn"),),
    )
    with sandbox_opened(face, sandbox) as accounts:
        added = accounts[ZOOM].registrants.add(where, someone)
        found = accounts[ZOOM].registrants.get(where, added.id)

    assert (added.email, added.join_url, added.dial_in_pin) == (someone.email, found.join_url, found.dial_in_pin)
    assert added.join_url.startswith("https://")
    for name in ("email", "first_name", "address", "postal_code", "organization", "number_of_employees", "custom"):
        assert getattr(someone, name) == getattr(found, name), name
    assert ("approved", "") == (found.status, found.phone)
    assert "example" not in repr(added)


def test_approval_by_hand_gives_no_link(face: str) -> None:
    """Where people are approved one by one, there is no link to join yet, and the registrant is pending."""
    sandbox = unlimited()
    where = event(sandbox, "webinar", 1)
    with sandbox_opened(face, sandbox) as accounts:
        added = accounts[ZOOM].registrants.add(where, SOMEBODY)
        found = accounts[ZOOM].registrants.get(where, added.id)

    assert ("", "pending", "") == (added.join_url, found.status, found.join_url)


def test_what_is_sent(face: str) -> None:
    """Zoom's names are used, nothing is sent that was not given, and dates of a series are named in the query."""
    sandbox = unlimited()
    app = Edited(sandbox, "", "", None)
    where = event(sandbox, "meeting", 1)
    with sandbox_opened(face, sandbox, app) as accounts:
        accounts[ZOOM].registrants.add(where, SOMEBODY, occurrences=("1648194360000", "1648367160000"))

    _, path, body = next(each for each in app.seen if each[0] == "POST" and each[1])
    assert path.endswith("/registrants?occurrence_ids=1648194360000%2C1648367160000")
    assert {
        "email": "ada@guests.example.test",
        "first_name": "Ada",
        "last_name": "Example",
        "org": "Example Ltd",
        "language": "de-DE",
    } == body


@pytest.mark.parametrize("kind", KINDS)
def test_several_are_registered_at_once(face: str, kind: str) -> None:
    """Each gets a result of their own, and is listed afterwards."""
    sandbox = unlimited()
    where = event(sandbox, kind)
    people = [NewRegistrant(f"p{number}@guests.example.test", "P", str(number)) for number in range(30)]
    with sandbox_opened(face, sandbox) as accounts:
        added = accounts[ZOOM].registrants.add_many(where, people)
        listed = {each.id: each.email for each in accounts[ZOOM].registrants.list(where)}
        assert () == accounts[ZOOM].registrants.add_many(where, [])

    assert [each.email for each in people] == [each.email for each in added] == [listed[each.id] for each in added]
    assert all(each.join_url for each in added)
    assert all(bool(each.dial_in_pin) == (kind == "meeting") for each in added)


@pytest.mark.parametrize(
    "wrong",
    [
        NewRegistrant("no address", "Ada"),
        NewRegistrant("a@b.test", " "),
        NewRegistrant("a@b.test", "A" * 65),
        NewRegistrant("a@b.test", "A", "B" * 65),
        NewRegistrant("a@b.test" + "t" * 121, "A"),
        NewRegistrant("a@b.test", "A", custom=(Answer("Why?", "x" * 129),)),
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(face: str, wrong: NewRegistrant) -> None:
    """What Zoom is sure to refuse is told in a sentence that names nobody."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        with pytest.raises(pb.InvalidInput) as caught:
            accounts[ZOOM].registrants.add(event(sandbox), wrong)
        with pytest.raises(pb.InvalidInput):
            accounts[ZOOM].registrants.add_many(event(sandbox), [NAMES, wrong])

    assert not sandbox.log
    assert wrong.email not in str(caught.value)


def test_a_batch_has_its_limits(face: str) -> None:
    """More than 30, or a field that a batch would lose, is refused before anything is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        with pytest.raises(pb.InvalidInput, match="up to 30"):
            accounts[ZOOM].registrants.add_many(event(sandbox), [NAMES] * 31)
        with pytest.raises(pb.InvalidInput, match="add one by one"):
            accounts[ZOOM].registrants.add_many(event(sandbox), [NAMES, SOMEBODY])

    assert not sandbox.log


def test_a_batch_is_for_single_events_with_registration(face: str) -> None:
    """The wrong type (303), registration that is off (404 in the body) and the host (3027) are conflicts."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[ZOOM].registrants
        with pytest.raises(pb.Conflict, match=r"single scheduled events only.*code 303"):
            registrants.add_many(event(sandbox, "meeting", 1), [NAMES])
        with pytest.raises(pb.Conflict, match=r"registration is not enabled.*code 404"):
            registrants.add_many(event(sandbox, "meeting", 4), [NAMES])
        host = sandbox.world.events[0].host
        with pytest.raises(pb.Conflict, match="host cannot register") as caught:
            registrants.add(event(sandbox, "meeting"), NewRegistrant(host.email, host.first_name))

    assert host.email not in f"{caught.value}{caught.value!r}{vars(caught.value)}"


@pytest.mark.parametrize(
    ("code", "message", "what"),
    [
        (3034, "If you have been invited, please input your work email address.", "work e-mail"),
        (3035, "Webinar has reached maximum attendee capacity.", "full"),
        (3038, "Webinar is over, you cannot register now.", "over"),
        (3043, "Meeting has reached maximum attendee capacity.", "full"),
        (3000, "You have reached the limit for the number of attendees you can add.", "full"),
        (3000, "The Zoom REST API does not support paid registration.", "paid"),
        (3000, "You have been invited as a panelist for the webinar, please check.", "panelist"),
        (3000, "This webinar does not have registration as required: 1.", "not enabled"),
        (300, "Batch registration is not supported for other webinar types.", "single"),
    ],
)
def test_why_somebody_cannot_register(face: str, code: int, message: str, what: str) -> None:
    """Each documented reason is a conflict, in plain words."""
    sandbox = unlimited()
    app = refusing(sandbox, "POST", "/registrants", 400, {"code": code, "message": message})
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(pb.Conflict, match=what):
        accounts[ZOOM].registrants.add(event(sandbox), SOMEBODY)


def test_quirk_1_an_error_in_disguise(face: str) -> None:
    """HTTP 200 with a code is a refusal, for every operation; a missing plan is told."""
    sandbox = unlimited()
    body = {"code": 200, "message": "Webinar plan is missing. You must subscribe to the webinar plan."}
    where, someone = event(sandbox), first(sandbox, event(sandbox))
    for method, run in (
        ("GET", lambda api: list(api.list(where))),
        ("GET", lambda api: api.get(where, someone.id)),
        ("POST", lambda api: api.add(where, SOMEBODY)),
        ("POST", lambda api: api.add_many(where, [NAMES])),
        ("PUT", lambda api: api.approve(where, [someone])),
        ("DELETE", lambda api: api.delete(where, someone.id)),
        ("GET", lambda api: api.questions.list(where)),
        ("PATCH", lambda api: api.questions.update(where, [])),
    ):
        app = refusing(sandbox, method, "registrants", 200, body)
        with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(pb.Forbidden) as caught:
            run(accounts[ZOOM].registrants)
        assert caught.value.missing_plan


@pytest.mark.parametrize("many", [False, True])
def test_a_registration_is_never_sent_twice(face: str, many: bool) -> None:
    """When the server fails after it was sent, the vendor may have acted: the caller decides."""
    sandbox = unlimited()
    app = refusing(sandbox, "POST", "registrants", 502, {})
    with sandbox_opened(face, sandbox, app) as accounts:
        registrants = accounts[ZOOM].registrants
        run, what = (registrants.add_many, [NAMES]) if many else (registrants.add, SOMEBODY)
        with pytest.raises(pb.ProviderBroken):
            run(event(sandbox), what)

    assert 1 == sum(method == "POST" and "registrants" in path for method, path, _ in app.seen)


def test_no_such_meeting_to_register_for(face: str) -> None:
    """Zoom answers with the code of a missing user; its sentence says that it is the meeting."""
    sandbox = unlimited()
    app = refusing(sandbox, "POST", "registrants", 404, {"code": 1001, "message": "Meeting does not exist: 1."})
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(pb.NotFound) as caught:
        accounts[ZOOM].registrants.add(event(sandbox, "meeting"), SOMEBODY)

    assert ("event", "1001") == (caught.value.missing, caught.value.code)
