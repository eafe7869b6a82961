"""Panelists and co-organizers of GoToWebinar's webinars: listed, invited, taken off with proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from support import sandbox_opened, unlimited
from tours.gotowebinar.staff import ADA, BEN, coming, event_of

import provider_bridge as pb
from provider_bridge import (
    AlreadyGone,
    BadRequest,
    DecodeError,
    EventId,
    Gone,
    HostId,
    InvalidInput,
    NewStaff,
    NotFound,
    ProviderBroken,
    Refused,
    Staff,
    StaffId,
    Unconfirmed,
)
from provider_bridge.core.confirm import polling as patience
from provider_bridge.errors import ConfigurationError
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinar_staff import Helpers

Answer = tuple[int, dict[str, str], bytes]
WEBINAR = "sandbox-webinar"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the looks after a deletion follow at once."""
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


class Wire:
    """A simulator that remembers what was asked of it, and some of whose answers ``change`` makes."""

    def __init__(self, sandbox: Sandbox, change: Callable[[str, str], Answer | None] = lambda *_: None) -> None:
        self.sandbox = sandbox
        self.change = change
        self.sent: list[tuple[str, str, Any]] = []

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if "/G2W/" in url:
            self.sent.append((method, url.partition("/webinars/")[2], json.loads(body) if body else None))
        return self.change(method, url) or self.sandbox.handle(method, url, headers, body)


def of_answer(method: str, part: str, status: int, body: Any = None) -> Callable[[str, str], Answer | None]:
    """Return a change that answers one kind of request."""
    content = b"" if body is None else json.dumps(body).encode()
    return lambda asked, url: (status, {}, content) if asked == method and part in url else None


def done(face: str, wire: Wire, name: str, *more: Any, event: EventId | None = None) -> Any:
    """Run an operation for a webinar that is to come."""
    with sandbox_opened(face, wire.sandbox, wire) as accounts:
        result = getattr(accounts[WEBINAR].staff, name)(event or event_of(coming(wire.sandbox)), *more)
        return list(result) if name == "list" else result


def listed(face: str, sandbox: Sandbox) -> list[Staff]:
    found: list[Staff] = done(face, Wire(sandbox), "list")
    return found


def of_role(face: str, sandbox: Sandbox, role: str, *, external: bool | None) -> Staff:
    return next(each for each in listed(face, sandbox) if (each.role, each.external) == (role, external))


EVERY_KIND = pytest.mark.parametrize(
    ("role", "external"), [("panelist", None), ("co-organizer", True), ("co-organizer", False)]
)


# --- listing -----------------------------------------------------------------------------------------------


def test_panelists_and_co_organizers_are_listed(face: str) -> None:
    """Each with role, key, name, address and link; of co-organizers it is said who has an account."""
    sandbox = unlimited()
    helpers = sandbox.world.part(Helpers).of(coming(sandbox))

    staff = listed(face, sandbox)

    assert ["panelist"] * 2 + ["co-organizer"] * 2 == [each.role for each in staff]
    assert [None, None, False, True] == [each.external for each in staff]
    for each, there in zip(staff, [*helpers.panelists, *helpers.co_organizers], strict=True):
        assert (there.key, " ".join(there.name), there.email, there.link) == (
            each.id,
            each.name,
            each.email,
            each.join_url,
        )


def test_a_bare_key_is_a_webinar_of_the_organizer(face: str) -> None:
    """Whose it is is found out first."""
    sandbox = unlimited()

    assert listed(face, sandbox) == done(face, Wire(sandbox), "list", event=EventId(coming(sandbox).key))
    assert 1 == sandbox.log["GET /identity/v1/Users/me 200"]


def test_a_webinar_without_staff(face: str) -> None:
    """Two empty lists are nobody."""
    wire = Wire(unlimited(), lambda method, url: (200, {}, b"[]") if "/G2W/" in url else None)

    assert [] == done(face, wire, "list")


@pytest.mark.parametrize("part", ["/panelists", "/coorganizers"])
@pytest.mark.parametrize("body", [{}, [5], [{"name": "Ada"}], [{"panelistId": "", "memberKey": ""}]])
def test_an_answer_of_another_shape_is_an_error(face: str, part: str, body: Any) -> None:
    """Somebody without a key could be neither written to nor taken off."""
    with pytest.raises(DecodeError):
        done(face, Wire(unlimited(), of_answer("GET", part, 200, body)), "list")


def test_an_unknown_webinar_is_not_found(face: str) -> None:
    """A webinar that is not there has no list, which is not an empty one."""
    sandbox = unlimited()
    nowhere = EventId(f"{sandbox.world.organizer_key}/1")
    with pytest.raises(NotFound):
        done(face, Wire(sandbox), "list", event=nowhere)


@pytest.mark.parametrize("event", ["", "1/2/3", "/2", "a b/2"])
def test_an_id_that_no_listing_shows_is_refused(face: str, event: str) -> None:
    """Nothing is sent."""
    wire = Wire(unlimited())
    panelist = Staff(StaffId("7"), "panelist")
    for name, more in (("list", ()), ("add", (ADA,)), ("delete", (panelist,)), ("resend_invitation", (panelist,))):
        with sandbox_opened(face, wire.sandbox, wire) as accounts, pytest.raises(InvalidInput):
            _ = list(getattr(accounts[WEBINAR].staff, name)(EventId(event), *more) or ())

    assert [] == wire.sent


@pytest.mark.parametrize("key", [24576065432313123456, "24576065432313123456"])
def test_trap_04_keys_are_numbers_and_text(face: str, key: Any) -> None:
    """GoTo sends a panelist's key as a number and a co-organizer's as text, or the other way round."""
    rows = [{"panelistId": key, "memberKey": key, "external": "true", "email": "a@x.test"}]
    wire = Wire(unlimited(), lambda method, url: (200, {}, json.dumps(rows).encode()) if "/G2W/" in url else None)

    assert ["24576065432313123456"] * 2 == [each.id for each in done(face, wire, "list")]


def test_an_external_co_organizer_has_no_surname(face: str) -> None:
    """GoTo's prose says that none is sent, and its schema that one is: either way there is a name."""
    rows = [
        {"memberKey": "1", "external": True, "givenName": "Ada Example", "email": "a@x.test", "joinLink": "x"},
        {"memberKey": "2", "external": False, "givenName": "Ben", "surname": "Example", "email": "b@x.test"},
    ]
    wire = Wire(unlimited(), of_answer("GET", "/coorganizers", 200, rows))

    assert ["Ada Example", "Ben Example"] == [each.name for each in done(face, wire, "list")[2:]]


def test_trap_32_a_link_that_lets_people_in_shows_nowhere(face: str) -> None:
    """Neither it nor anybody's name or address is in what is printed by accident."""
    sandbox = unlimited()
    added = done(face, Wire(sandbox), "add", ADA)

    for each in (*listed(face, sandbox), added, ADA):
        assert "http" not in repr(each)
        assert "example.test" not in repr(each)
        assert each.name not in repr(each)
    assert added.join_url.startswith("https://")


# --- inviting ----------------------------------------------------------------------------------------------


def test_each_kind_is_invited_in_its_own_way(face: str) -> None:
    """GoTo wants names and addresses of strangers, and of its own customers nothing but the key."""
    sandbox = unlimited()
    own = NewStaff("co-organizer", host=HostId(sandbox.world.colleague_key))
    where = coming(sandbox).key
    wire = Wire(sandbox)
    sandbox.world.part(Helpers).of(coming(sandbox)).co_organizers.clear()

    added = [done(face, wire, "add", each) for each in (ADA, BEN, own)]

    assert [
        ("POST", f"{where}/panelists", [{"name": "Ada Example", "email": "ada@guests.example.test"}]),
        (
            "POST",
            f"{where}/coorganizers",
            [{"external": True, "givenName": "Ben Example", "email": "ben@guests.example.test"}],
        ),
        ("POST", f"{where}/coorganizers", [{"external": False, "organizerKey": sandbox.world.colleague_key}]),
    ] == wire.sent
    assert [(each.role, each.external) for each in added] == [
        ("panelist", None),
        ("co-organizer", True),
        ("co-organizer", False),
    ]
    assert sandbox.world.colleague_key == added[2].id
    assert set(added) <= set(listed(face, sandbox))


def test_trap_13_inviting_sends_an_e_mail_and_says_so(face: str) -> None:
    """One for each invitation, and one more when it is sent again; the operations' documentation warns."""
    sandbox = unlimited()
    helpers = sandbox.world.part(Helpers)

    added = done(face, Wire(sandbox), "add", ADA)
    assert ["ada@guests.example.test"] == helpers.mails
    assert done(face, Wire(sandbox), "resend_invitation", added) is None

    assert ["ada@guests.example.test"] * 2 == helpers.mails
    with sandbox_opened(face, sandbox) as accounts:
        staff = getattr(accounts[WEBINAR].staff, "_target", accounts[WEBINAR].staff)
        for name in ("add", "resend_invitation"):
            assert "e-mail" in (getattr(staff, name).__doc__ or "").splitlines()[0]


@pytest.mark.parametrize(("name", "part"), [("add", "/panelists"), ("resend_invitation", "/resendInvitation")])
def test_trap_13_an_answer_that_is_lost_is_not_asked_for_twice(face: str, name: str, part: str) -> None:
    """The e-mail may be on its way: whoever calls has to look first."""
    wire = Wire(unlimited(), of_answer("POST", part, 502))
    staff = ADA if name == "add" else Staff(StaffId("7"), "panelist")

    with pytest.raises(ProviderBroken):
        done(face, wire, name, staff)

    assert 1 == len(wire.sent)


@pytest.mark.parametrize(
    "new",
    [
        NewStaff("moderator", name="Ada", email="a@x.test"),
        NewStaff("panelist"),
        NewStaff("panelist", name="Ada"),
        NewStaff("panelist", email="a@x.test"),
        NewStaff("panelist", name=" ", email="a@x.test"),
        NewStaff("panelist", host=HostId("7"), name="Ada", email="a@x.test"),
        NewStaff("co-organizer"),
        NewStaff("co-organizer", name="Ada"),
        NewStaff("co-organizer", host=HostId("7"), name="Ada", email="a@x.test"),
        NewStaff("co-organizer", host=HostId("7"), email="a@x.test"),
    ],
)
def test_an_invitation_that_goto_cannot_take_is_refused_before_it_is_sent(face: str, new: NewStaff) -> None:
    """A role that is not known, and what is missing or too much."""
    wire = Wire(unlimited())

    with pytest.raises(InvalidInput) as caught:
        done(face, wire, "add", new)

    assert [] == wire.sent
    assert "a@x.test" not in str(caught.value)


def test_an_answer_that_shows_others_too_is_searched(face: str) -> None:
    """The one who was invited is found by address, without case."""
    rows = [
        {"panelistKey": "1", "name": "Zoe", "email": "zoe@x.test"},
        {"panelistKey": "2", "name": "Ada Example", "email": "ADA@guests.example.test"},
    ]

    assert "2" == done(face, Wire(unlimited(), of_answer("POST", "/panelists", 201, rows)), "add", ADA).id


@pytest.mark.parametrize("rows", [[], [{"panelistKey": str(each), "email": f"{each}@x.test"} for each in range(2)]])
def test_an_answer_without_the_invited_person_is_an_error(face: str, rows: Any) -> None:
    """Nobody else is handed back in their place."""
    with pytest.raises(DecodeError):
        done(face, Wire(unlimited(), of_answer("POST", "/panelists", 201, rows)), "add", ADA)


def test_a_colleague_nobody_knows_is_refused_by_goto(face: str) -> None:
    """An organizer key of somebody else's account is no host."""
    with pytest.raises(NotFound):
        done(face, Wire(unlimited()), "add", NewStaff("co-organizer", host=HostId("7")))


def test_a_colleague_who_is_invited_again_is_listed_once(face: str) -> None:
    """The key of a co-organizer with an account is their own, whichever invitation it was."""
    sandbox = unlimited()
    own = NewStaff("co-organizer", host=HostId(sandbox.world.colleague_key))

    added = done(face, Wire(sandbox), "add", own)

    assert 1 == listed(face, sandbox).count(added)


@pytest.mark.parametrize("body", [b"[]", b"{}", b"[{}]"])
def test_an_invitation_that_goto_does_not_accept_is_a_bad_request(face: str, body: bytes) -> None:
    """Whatever it misses, nobody was invited and no e-mail was sent."""
    sandbox = unlimited()

    def spoiled(method: str, url: str, headers: dict[str, str], sent: bytes) -> Answer:
        return sandbox.handle(method, url, headers, body if url.endswith("/panelists") else sent)

    with sandbox_opened(face, sandbox, spoiled) as accounts, pytest.raises(BadRequest):
        accounts[WEBINAR].staff.add(event_of(coming(sandbox)), ADA)
    assert [] == sandbox.world.part(Helpers).mails


# --- taking off --------------------------------------------------------------------------------------------


@EVERY_KIND
def test_taking_somebody_off_is_looked_at_afterwards(face: str, role: str, external: bool | None) -> None:
    """Gone means accepted, and not in the list any more; everybody else still is."""
    sandbox = unlimited()
    before, one = listed(face, sandbox), of_role(face, sandbox, role, external=external)

    outcome = done(face, Wire(sandbox), "delete", one)

    assert isinstance(outcome, Gone)
    assert ["accepted", "not listed any more"] == [each.what for each in outcome.evidence]
    assert [each for each in before if each != one] == listed(face, sandbox)


@EVERY_KIND
def test_somebody_who_is_off_already_is_already_gone(face: str, role: str, external: bool | None) -> None:
    """GoTo's refusal does not say what it misses; the list, read to its end, does."""
    sandbox = unlimited()
    one = of_role(face, sandbox, role, external=external)
    done(face, Wire(sandbox), "delete", one)

    outcome = done(face, Wire(sandbox), "delete", one)

    assert isinstance(outcome, AlreadyGone)
    assert ["HTTP 404, code NotFound", "not listed any more"] == [each.what for each in outcome.evidence]


def test_who_was_just_invited_can_be_taken_off(face: str) -> None:
    """The answer to an invitation calls the key ``panelistKey``, the list ``panelistId``: it is the same one."""
    sandbox = unlimited()
    added = done(face, Wire(sandbox), "add", ADA)

    assert added in listed(face, sandbox)
    assert isinstance(done(face, Wire(sandbox), "delete", added), Gone)
    assert added not in listed(face, sandbox)


@EVERY_KIND
def test_what_is_accepted_and_not_done_is_unconfirmed(face: str, role: str, external: bool | None) -> None:
    """An accepted deletion after which the list still shows the person proves nothing."""
    sandbox = unlimited()
    one = of_role(face, sandbox, role, external=external)

    outcome = done(face, Wire(sandbox, of_answer("DELETE", "/G2W/", 204)), "delete", one)

    assert isinstance(outcome, Unconfirmed)
    assert "still there" in outcome.reason


def test_trap_23_the_same_address_under_another_key_is_no_proof(face: str) -> None:
    """Should the keys of list and answer ever differ, the address tells that the person is still there."""
    sandbox = unlimited()
    one = of_role(face, sandbox, "panelist", external=None)
    other = replace(one, id=StaffId("7"), email=f" {one.email.upper()}")

    outcome = done(face, Wire(sandbox, of_answer("DELETE", "/G2W/", 204)), "delete", other)

    assert isinstance(outcome, Unconfirmed)
    assert "another key" in outcome.reason


@pytest.mark.parametrize("body", [{"errorCode": "NotFound", "description": "none"}, None])
def test_trap_27_a_404_for_somebody_who_is_listed_is_an_error(face: str, body: Any) -> None:
    """Whatever GoTo says it misses, who is listed is not gone."""
    sandbox = unlimited()
    one = of_role(face, sandbox, "panelist", external=None)

    with pytest.raises(NotFound):
        done(face, Wire(sandbox, of_answer("DELETE", "/G2W/", 404, body)), "delete", one)


def test_trap_27_a_webinar_that_is_not_there_proves_nothing(face: str) -> None:
    """Its list is not empty but missing, so nobody is said to be gone."""
    sandbox = unlimited()
    one = of_role(face, sandbox, "panelist", external=None)
    webinar = coming(sandbox)
    webinar.gone = True

    with pytest.raises(NotFound):
        done(face, Wire(sandbox), "delete", one, event=event_of(webinar))


@pytest.mark.parametrize("status", [404, 403, 200])
def test_a_look_that_fails_is_unconfirmed(face: str, status: int) -> None:
    """Accepted, and then nothing that can be read: count it as stored."""
    sandbox = unlimited()
    one = of_role(face, sandbox, "panelist", external=None)

    outcome = done(face, Wire(sandbox, of_answer("GET", "/panelists", status, {})), "delete", one)

    assert isinstance(outcome, Unconfirmed)
    assert 1 == len(outcome.evidence)


@pytest.mark.parametrize(("status", "kind"), [(409, Refused), (400, BadRequest)])
def test_a_refusal_leaves_everybody_where_they_are(face: str, status: int, kind: Any) -> None:
    """A state that forbids it is an outcome; a request that is not accepted is an error."""
    sandbox = unlimited()
    one = of_role(face, sandbox, "panelist", external=None)
    wire = Wire(sandbox, of_answer("DELETE", "/G2W/", status, {"errorCode": "X", "description": "no"}))

    if kind is Refused:
        assert isinstance(done(face, wire, "delete", one), Refused)
    else:
        with pytest.raises(kind):
            done(face, wire, "delete", one)
    assert one in listed(face, sandbox)


@pytest.mark.parametrize("external", [True, False])
@pytest.mark.parametrize("name", ["delete", "resend_invitation"])
def test_goto_is_told_which_kind_of_co_organizer_is_meant(face: str, name: str, external: bool) -> None:
    """It takes everybody for internal unless told, and finds no external one that way."""
    sandbox = unlimited()
    wire = Wire(sandbox)
    one = of_role(face, sandbox, "co-organizer", external=external)

    done(face, wire, name, one)

    assert wire.sent[0][1].endswith(f"?external={str(external).lower()}")
    if name == "resend_invitation":
        assert [one.email] == sandbox.world.part(Helpers).mails


def test_the_wrong_kind_of_co_organizer_is_an_error_and_not_gone(face: str) -> None:
    """GoTo does not find them, the list does."""
    sandbox = unlimited()
    one = of_role(face, sandbox, "co-organizer", external=True)

    with pytest.raises(NotFound):
        done(face, Wire(sandbox), "delete", replace(one, external=False))
    assert one in listed(face, sandbox)


@pytest.mark.parametrize("staff", [Staff(StaffId("7"), "co-organizer"), Staff(StaffId("7"), "moderator")])
@pytest.mark.parametrize("name", ["delete", "resend_invitation"])
def test_somebody_who_cannot_be_named_is_refused(face: str, name: str, staff: Staff) -> None:
    """Nothing is sent for a role that is not known, or a co-organizer of an unknown kind."""
    wire = Wire(unlimited())

    with pytest.raises(InvalidInput):
        done(face, wire, name, staff)

    assert [] == wire.sent


def test_the_same_person_in_another_role_stays(face: str) -> None:
    """Taking a panelist off does not take the co-organizer off who has the same address."""
    sandbox = unlimited()
    panelist = done(face, Wire(sandbox), "add", ADA)
    organizer = done(face, Wire(sandbox), "add", replace(ADA, role="co-organizer"))

    assert isinstance(done(face, Wire(sandbox), "delete", panelist), Gone)
    assert organizer in listed(face, sandbox)


def test_an_account_opened_read_only_changes_nothing(face: str) -> None:
    """Nobody is invited, written to or taken off."""
    from support import opened

    from provider_bridge.config import parse_config

    sandbox = unlimited()
    wire = Wire(sandbox)
    text = sandbox.config("http://127.0.0.1").replace(
        'provider = "gotowebinar"', 'provider = "gotowebinar"\nread_only = true'
    )
    one = of_role(face, sandbox, "panelist", external=None)
    where = event_of(coming(sandbox))

    with opened(face, wire, parse_config(text, "test", private=True, environ={})) as accounts:
        staff = accounts[WEBINAR].staff
        for name, who in (("add", ADA), ("delete", one), ("resend_invitation", one)):
            with pytest.raises(ConfigurationError, match="read-only"):
                getattr(staff, name)(where, who)

    assert {"GET"} >= {method for method, *_ in wire.sent}


# --- elsewhere ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sandbox-zoom", "sandbox-meeting"])
def test_who_has_no_staff_says_why(face: str, name: str) -> None:
    """Zoom's panelists are not read, and that is what the reason says; GoToMeeting has none."""
    with sandbox_opened(face, unlimited()) as accounts:
        real = getattr(accounts[name], "_target", accounts[name])
        assert not pb.has_staff(real)
        with pytest.raises(pb.UnsupportedCapability) as caught:
            _ = real.staff
        if name == "sandbox-zoom":
            assert "does not read them" in caught.value.reason
        assert caught.value.instead
