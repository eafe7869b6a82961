"""Who registered at GoToWebinar: listed whole in either shape, read in full, and deleted with proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import tenacity
from answering import Answering
from hypothesis import given, settings
from hypothesis import strategies as st
from support import sandbox_opened, unlimited
from tours.gotowebinar.registrants import NOBODY, event, guest, webinar

import provider_bridge as pb
from provider_bridge.core import retry
from provider_bridge.core.confirm import polling as patience
from provider_bridge.domain.outcomes import AlreadyGone, Gone, NotOffered, Refused, Unconfirmed
from provider_bridge.reports.records import record
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Guests

G2W = "sandbox-webinar"
LIST = "GET /G2W/rest/v2/organizers/{organizerKey}/webinars/{webinarKey}/registrants"
ONE = f"{LIST}/{{registrantKey}}"
DELETE = ONE.replace("GET", "DELETE")
NO_SUCH = {"errorCode": "NotFound", "description": "Ada@guests.example.test does not exist", "incident": "42"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries, and looks at what was deleted, follow at once."""
    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


def listed(face: str, app: Any, sandbox: Sandbox, kind: str = "coming", **options: Any) -> list[pb.Registrant]:
    """List the registrants of a simulated webinar."""
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[G2W].registrants.list(event(sandbox, kind), **options))


# --- listing -----------------------------------------------------------------------------------------------


def test_everybody_is_listed_once(face: str) -> None:
    """All come, by the id alone or with its organizer, and each is who the simulator knows."""
    sandbox = unlimited()
    everybody = sandbox.world.part(Guests).everybody(webinar(sandbox))
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[G2W].registrants.list(event(sandbox)))
        bare = list(accounts[G2W].registrants.list(pb.EventId(webinar(sandbox).key)))

    assert bare == found
    assert [(each.key, each.email, each.first_name, each.last_name, each.registered_at) for each in everybody] == [
        (each.id, each.email, each.first_name, each.last_name, each.registered_at) for each in found
    ]
    assert all(each.join_url.endswith(each.id) and each.time_zone == "Europe/Berlin" for each in found)


def test_trap_06_pages_are_asked_for_by_limit(face: str) -> None:
    """``page`` and ``limit`` are sent on every page; ``size``, which GoTo would ignore here, never."""
    sandbox = unlimited(registrants=450)
    app = Answering(sandbox, "/registrants", lambda _, tree: (200, tree))
    found = listed(face, app, sandbox, "past")

    assert 450 == len({each.id for each in found})
    assert [f"page={number}&limit=200" for number in (0, 1, 2) * 2] == [url.partition("?")[2] for url in app.asked]


def test_trap_07_registrants_change_shape(face: str) -> None:
    """The whole list bare, as GoTo answers without ``page`` and ``limit``, is read as the same registrants."""
    sandbox = unlimited(registrants=450)
    paged = listed(face, None, sandbox, "past")

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        return sandbox.handle(method, url.partition("?")[0] if "/registrants?" in url else url, headers, body)

    assert paged == listed(face, app, sandbox, "past")
    assert 450 == len(paged)
    assert 7 == sandbox.log[f"{LIST} 200"]  # three pages twice, and the whole


def test_trap_07_nobody_is_an_empty_list_in_either_shape(face: str) -> None:
    """An empty array, an empty page and a page without ``data`` all mean nobody; anything else is an error."""
    sandbox = unlimited()
    body: Any
    for body in ([], {"data": [], "total": 0, "page": 0, "limit": 200, "pageSize": 0}, {"total": 0, "limit": 200}):
        assert [] == listed(face, Answering(sandbox, "/registrants", lambda *_, body=body: (200, body)), sandbox)
    for body in ({}, {"data": []}, {"data": 5, "total": 0}, [1], "nobody", None):
        app = Answering(sandbox, "/registrants", lambda *_, body=body: (200, body))
        with pytest.raises(pb.DecodeError):
            listed(face, app, sandbox)


def test_fewer_than_announced_is_no_listing(face: str) -> None:
    """Whoever is missing may have been left out; a page of nobody before the last is missing people as well."""
    sandbox = unlimited(registrants=450)

    def lose(_: str, tree: Any) -> tuple[int, Any]:
        return 200, {**tree, "data": tree["data"][1:]}

    def empty(_: str, tree: Any) -> tuple[int, Any]:
        return 200, {**tree, "data": tree["data"] if tree["page"] != 1 else []}

    for change in (lose, empty):
        with pytest.raises(pb.ListingIncomplete):
            listed(face, Answering(sandbox, "/registrants", change), sandbox, "past")


def test_the_limit_that_goto_keeps_to_counts(face: str) -> None:
    """Pages smaller than was asked for are walked to the end all the same."""
    sandbox = unlimited(registrants=130)

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        return sandbox.handle(method, url.replace("limit=200", "limit=50"), headers, body)

    assert 130 == len({each.id for each in listed(face, app, sandbox, "past")})
    assert 6 == sandbox.log[f"{LIST} 200"]  # three pages twice


def test_a_list_that_changes_while_it_is_read(face: str) -> None:
    """Somebody registers midway: it is walked again, and everybody comes once."""
    sandbox = unlimited(registrants=450)
    asked = 0

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        nonlocal asked
        if "/registrants?" in url:
            asked += 1
            if asked == 2:
                sandbox.world.part(Guests).deleted.add(guest(sandbox, "past", 3).key)
        return sandbox.handle(method, url, headers, body)

    found = [each.id for each in listed(face, app, sandbox, "past")]

    assert len(found) == len(set(found))
    assert {each.key for each in sandbox.world.part(Guests).everybody(webinar(sandbox, "past"))} <= set(found)
    assert asked > 3


def test_states(face: str) -> None:
    """GoTo's words are ours; a choice is kept to, though GoTo filters nothing."""
    sandbox = unlimited(seed=3)
    theirs = [each.status for each in sandbox.world.part(Guests).everybody(webinar(sandbox, "manual"))]
    found = listed(face, None, sandbox, "manual")
    some = listed(face, None, sandbox, "manual", statuses=("denied", "pending"))

    ours = {"APPROVED": "approved", "WAITING": "pending", "DENIED": "denied"}
    assert {"approved", "pending", "denied"} == {each.status for each in found}
    assert [ours[each] for each in theirs] == [each.status for each in found]
    assert [each for each in found if each.status != "approved"] == some


def test_trap_30_an_unseen_state_survives(face: str) -> None:
    """A word that no document has is shown as it came, and nobody is hidden for it; case does not matter."""
    sandbox = unlimited()
    words = ["Approved", "waiting", "Cancelled", "PENDING", ""]

    def change(_: str, tree: Any) -> tuple[int, Any]:
        rows = [{**row, "status": word} for row, word in zip(tree["data"], words, strict=False)]
        return 200, {**tree, "data": rows, "total": len(rows)}

    app = Answering(sandbox, "/registrants", change)
    assert ["approved", "pending", "Cancelled", "pending", ""] == [e.status for e in listed(face, app, sandbox)]
    assert ["pending"] * 2 == [each.status for each in listed(face, app, sandbox, statuses=["pending"])]


@pytest.mark.parametrize("wrong", [{"statuses": ("cancelled",)}, {"statuses": "approved"}, {"occurrence": "1"}])
def test_what_cannot_be_asked_for_is_refused_before_anything_is_sent(face: str, wrong: dict[str, Any]) -> None:
    """An unknown status would find nobody and look complete; an occurrence is nothing that GoTo knows."""
    sandbox = unlimited()
    with pytest.raises(pb.InvalidInput):
        listed(face, None, sandbox, **wrong)

    assert not sandbox.log


def test_trap_04_keys_of_any_length_and_kind(face: str) -> None:
    """Numbers beyond 64 bits, and the same as text, are the same ids, digit by digit."""
    sandbox = unlimited()
    keys: list[Any] = [24576065432313123456, "24576065432313123457", 8325357307900339981, -24641871]

    def change(_: str, tree: Any) -> tuple[int, Any]:
        rows = [{**row, "registrantKey": key} for row, key in zip(tree["data"], keys, strict=False)]
        return 200, {**tree, "data": rows, "total": len(rows)}

    assert list(map(str, keys)) == [
        each.id for each in listed(face, Answering(sandbox, "/registrants", change), sandbox)
    ]


# --- one, and everybody in full ----------------------------------------------------------------------------


def test_trap_08_condensed_registrants(face: str) -> None:
    """The list has no answers; each person's own call has, and ``list_full`` makes one for everybody, in order."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[G2W].registrants
        condensed = list(registrants.list(event(sandbox)))
        alone = [registrants.get(event(sandbox), each.id) for each in condensed]
        before = sandbox.log[f"{ONE} 200"]
        full = list(registrants.list_full(event(sandbox)))

    assert alone == full
    assert len(full) == sandbox.log[f"{ONE} 200"] - before
    assert {""} == {each.organization + each.job_title + each.phone for each in condensed}
    assert all(each.organization and each.job_title and each.phone and each.timing == "regular" for each in full)
    assert {True, False} == {each.unsubscribed for each in full}
    assert {None} == {each.unsubscribed for each in condensed}
    assert {"How did you hear about us?", "What do you want to learn?"} == {
        answer.question for each in full for answer in each.custom
    }
    same = ("id", "email", "status", "registered_at", "join_url", "time_zone", "first_name", "last_name")
    assert [[getattr(each, name) for name in same] for each in condensed] == [
        [getattr(each, name) for name in same] for each in full
    ]


def test_everybody_in_full_comes_page_by_page(face: str) -> None:
    """A consumer that stops early has not fetched a webinar of hundreds, and all of them come in order."""
    sandbox = unlimited(registrants=230)
    with sandbox_opened(face, sandbox) as accounts:
        listing = iter(accounts[G2W].registrants.list_full(event(sandbox, "past")))
        found = [next(listing)]
        assert 200 == sandbox.log[f"{ONE} 200"]
        found += listing

    assert [each.key for each in sandbox.world.part(Guests).everybody(webinar(sandbox, "past"))] == [
        each.id for each in found
    ]


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (404, NO_SUCH, pb.ListingIncomplete),
        (404, {}, pb.ListingIncomplete),
        (403, {"errorCode": "Forbidden", "description": "no"}, pb.Forbidden),
        (200, {"registrantKey": 1, "email": []}, pb.DecodeError),
        (500, {}, pb.ProviderBroken),
    ],
)
def test_one_who_cannot_be_read_makes_it_no_listing(face: str, status: int, body: Any, error: type[Exception]) -> None:
    """Somebody left out of a listing in full would be somebody whose data was not found."""
    sandbox = unlimited()
    key = guest(sandbox, position=2).key
    app = Answering(sandbox, f"/registrants/{key}", lambda *_: (status, body))
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(error) as caught:
        list(accounts[G2W].registrants.list_full(event(sandbox)))

    assert "Ada" not in f"{caught.value}{caught.value!r}"


def test_what_is_missing_is_an_error(face: str) -> None:
    """An unknown registrant, an unknown webinar, a colleague's without the right organizer: not found."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        registrants = accounts[G2W].registrants
        with pytest.raises(pb.NotFound, match="HTTP 404"):
            registrants.get(event(sandbox), NOBODY)
        for run in (registrants.list, registrants.list_full, registrants.questions.list):
            with pytest.raises(pb.NotFound):
                list(run(pb.EventId("1234567")))
        with pytest.raises(pb.Forbidden):
            list(registrants.list(pb.EventId("1/1234567")))


@pytest.mark.parametrize("wrong", ["", " ", "fields", "1/2", "..", "1?x=2", "Ada@guests.example.test", "\u0661"])
def test_an_id_that_is_no_key_is_refused_before_anything_is_sent(face: str, wrong: str) -> None:
    """``fields`` would be the registration form's address; other words would leave the path or name a person."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        for run in (accounts[G2W].registrants.get, accounts[G2W].registrants.delete):
            with pytest.raises(pb.InvalidInput) as caught:
                run(event(sandbox), pb.RegistrantId(wrong))
            assert "Ada" not in str(caught.value)

    assert not sandbox.log


def test_trap_32_links_and_people_are_in_no_repr_and_no_listing(face: str) -> None:
    """A link lets its holder in: no ``repr`` and no report shows it; a ``repr`` shows nobody either."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        one = accounts[G2W].registrants.get(event(sandbox), pb.RegistrantId(guest(sandbox, position=2).key))

    assert one.join_url
    assert one.custom
    for word in ("example.test", one.first_name, one.phone, "gotowebinar.com", "newsletter", "unsubscribed"):
        assert word not in repr(one)
    assert one.join_url not in json.dumps(record(one))


rows = st.fixed_dictionaries(
    {"registrantKey": st.integers(-(2**70), 2**70)},
    optional={
        name: st.none() | st.text(max_size=5) | st.integers()
        for name in ("email", "firstName", "lastName", "status", "joinUrl", "timeZone", "phone", "type")
    },
)


@settings(max_examples=60, deadline=None)
@given(some=st.lists(rows, max_size=5, unique_by=lambda row: row["registrantKey"]))
def test_whatever_is_missing_is_no_text(some: list[dict[str, Any]]) -> None:
    """Absent and null are ``""``, numbers become text, and nobody is lost for it."""
    sandbox = unlimited()
    app = Answering(sandbox, "/registrants", lambda *_: (200, {"data": some, "total": len(some), "limit": 200}))
    found = listed("sync", app, sandbox)

    def text(row: dict[str, Any], name: str) -> str:
        return "" if row.get(name) is None else str(row[name])

    assert [tuple(text(row, name) for name in ("registrantKey", "email", "joinUrl", "phone")) for row in some] == [
        (each.id, each.email, each.join_url, each.phone) for each in found
    ]


# --- deleting ----------------------------------------------------------------------------------------------


PROOF = ["HTTP 404, code NotFound", "not listed among all who are registered", "the webinar is still there"]


def deleted(face: str, sandbox: Sandbox, app: Any = None, kind: str = "coming", key: str = "") -> Any:
    """Delete the first who registered for a simulated webinar, or another."""
    who = pb.RegistrantId(key or guest(sandbox, kind).key)
    with sandbox_opened(face, sandbox, app) as accounts:
        return accounts[G2W].registrants.delete(event(sandbox, kind), who)


def changed(sandbox: Sandbox, then: Callable[[str, str, int], Any]) -> Any:
    """Return a simulator whose answers ``then`` may replace, given the method, the address and how many it was."""
    seen: dict[str, int] = {}

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        path = url.partition("?")[0]
        seen[f"{method} {path}"] = seen.get(f"{method} {path}", 0) + 1
        made = then(method, path, seen[f"{method} {path}"])
        if made is None:
            return sandbox.handle(method, url, headers, body)
        return made[0], {}, json.dumps(made[1]).encode()

    return app


@pytest.mark.parametrize("kind", ["coming", "manual", "sequence", "series"])
def test_a_deletion_is_proven(face: str, kind: str) -> None:
    """Gone is who was there, was deleted, and is denied by GoTo while the webinar is still there."""
    sandbox = unlimited()
    key = guest(sandbox, kind).key
    outcome = deleted(face, sandbox, kind=kind)

    assert isinstance(outcome, Gone)
    assert ["accepted", *PROOF] == [each.what for each in outcome.evidence]
    assert key not in {each.id for each in listed(face, None, sandbox, kind)}
    assert isinstance(deleted(face, sandbox, kind=kind, key=key), AlreadyGone)
    assert 1 == sandbox.log[f"{DELETE} 204"]


@pytest.mark.parametrize("kind", ["past", "running"])
def test_nobody_is_deleted_from_a_webinar_that_began(face: str, kind: str) -> None:
    """GoTo offers no way: said as a value, with what a person can do, and nothing is tried."""
    sandbox = unlimited()
    outcome = deleted(face, sandbox, kind=kind)

    assert isinstance(outcome, NotOffered)
    assert "future" in outcome.reason
    assert "support" in outcome.what_to_do
    assert not [name for name in sandbox.log if name.startswith("DELETE")]
    assert guest(sandbox, kind).key in {each.id for each in listed(face, None, sandbox, kind)}


def test_a_sequence_without_times_to_come_is_over(face: str) -> None:
    """Of a sequence GoTo lists only times to come: none means that all are past."""
    sandbox = unlimited()
    assert webinar(sandbox, "sequence").end > sandbox.world.now()
    sandbox.world.offset += timedelta(days=13).total_seconds()

    assert isinstance(deleted(face, sandbox, kind="sequence"), NotOffered)


def test_a_webinar_that_should_have_begun(face: str) -> None:
    """It is tried while it does not run; GoTo's refusal then means that it is too late."""
    sandbox = unlimited()
    where, key, late = event(sandbox), pb.RegistrantId(guest(sandbox).key), webinar(sandbox)
    late.times[0] = (sandbox.world.now() - timedelta(minutes=1), late.end)
    refuse = changed(sandbox, lambda method, *_: (400, {"errorCode": "x"}) if method == "DELETE" else None)
    with sandbox_opened(face, sandbox, refuse) as accounts:
        assert isinstance(accounts[G2W].registrants.delete(where, key), NotOffered)
    with sandbox_opened(face, sandbox) as accounts:
        assert isinstance(accounts[G2W].registrants.delete(where, key), Gone)


def test_a_refusal_is_told(face: str) -> None:
    """A bad request for a webinar that is to come is an error, a conflict is an outcome: the person is still there."""
    sandbox = unlimited()
    with pytest.raises(pb.BadRequest):
        deleted(face, sandbox, changed(sandbox, lambda method, *_: (400, {}) if method == "DELETE" else None))
    outcome = deleted(face, sandbox, changed(sandbox, lambda method, *_: (409, {}) if method == "DELETE" else None))

    assert isinstance(outcome, Refused)


def test_trap_27_a_registrant_that_never_was(face: str) -> None:
    """GoTo's 404 of the registrant counts beside the webinar's own answer; nothing is deleted."""
    sandbox = unlimited()
    outcome = deleted(face, sandbox, key=NOBODY)

    assert isinstance(outcome, AlreadyGone)
    assert PROOF == [each.what for each in outcome.evidence]
    assert not [name for name in sandbox.log if name.startswith("DELETE")]


def test_trap_27_the_404_of_a_webinar_is_not_one_of_a_registrant(face: str) -> None:
    """Of a cancelled webinar nothing is known: neither that somebody is gone nor that they are there."""
    sandbox = unlimited()
    key = guest(sandbox).key
    gone, where = webinar(sandbox), event(sandbox)
    gone.gone = True
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(pb.NotFound) as caught:
        accounts[G2W].registrants.delete(where, pb.RegistrantId(key))

    assert "event" == caught.value.missing


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("after", ["looked", "deleted"])
def test_trap_27_a_webinar_cancelled_meanwhile_proves_nothing(face: str, after: str, bare: bool) -> None:
    """Whether it disappears before the deletion or after it, and however GoTo says so: never ``Gone``."""
    sandbox = unlimited()
    target = webinar(sandbox)

    def then(method: str, path: str, count: int) -> Any:
        if method == "DELETE" or (after == "looked" and f"/registrants/{guest_key}" in path):
            target.gone = method == "DELETE" or after == "looked"
            if method == "DELETE":
                return 204, None
        return (404, {}) if bare and target.gone else None

    guest_key, where = guest(sandbox).key, event(sandbox)
    with sandbox_opened(face, sandbox, changed(sandbox, then)) as accounts:
        delete = accounts[G2W].registrants.delete
        if after == "looked":
            with pytest.raises(pb.NotFound) as caught:
                delete(where, pb.RegistrantId(guest_key))
            assert "event" == caught.value.missing
        else:
            outcome = delete(where, pb.RegistrantId(guest_key))
            assert isinstance(outcome, Unconfirmed)
            assert "proved nothing" in outcome.reason


def test_trap_27_a_404_that_says_nothing_is_no_proof(face: str) -> None:
    """Then the list is read to its end: who is in it is still there, and who is not is gone."""
    sandbox = unlimited()
    key = guest(sandbox).key

    def silent(method: str, path: str, count: int) -> Any:
        return (404, {}) if method == "GET" and path.endswith(key) and count > 1 else None

    assert isinstance(deleted(face, sandbox, changed(sandbox, silent), key=key), Gone)

    key = guest(sandbox).key

    def ignored(method: str, path: str, count: int) -> Any:
        return (204, None) if method == "DELETE" else silent(method, path, count)

    outcome = deleted(face, sandbox, changed(sandbox, ignored), key=key)
    assert isinstance(outcome, Unconfirmed)
    assert "lists them" in outcome.reason


@pytest.mark.parametrize("accepted", [True, False])
def test_somebody_who_is_denied_and_still_listed_is_not_gone(face: str, accepted: bool) -> None:
    """As somebody cancelled may be, in a state of their own: they are stored, whatever GoTo says of their key."""
    sandbox = unlimited()
    key = guest(sandbox).key

    def kept(method: str, path: str, count: int) -> Any:
        if method == "DELETE":
            return (204, None) if accepted else (404, NO_SUCH)
        return (404, NO_SUCH) if path.endswith(key) and (count > 1 or not accepted) else None

    outcome = deleted(face, sandbox, changed(sandbox, kept), key=key)

    assert isinstance(outcome, Unconfirmed)
    assert "lists them" in outcome.reason


def test_an_accepted_deletion_that_was_not_carried_out(face: str) -> None:
    """Who is still shown counts as stored; so does somebody who cannot be asked for again."""
    sandbox = unlimited()
    outcome = deleted(face, sandbox, changed(sandbox, lambda method, *_: (204, None) if method == "DELETE" else None))
    assert isinstance(outcome, Unconfirmed)
    assert "still there" in outcome.reason

    def broken(method: str, path: str, count: int) -> Any:
        return (403, {"errorCode": "x"}) if method == "GET" and count > 1 and "/registrants/" in path else None

    outcome = deleted(face, sandbox, changed(sandbox, broken))
    assert isinstance(outcome, Unconfirmed)
    assert "asking again failed" in outcome.reason


@pytest.mark.parametrize("bare", [False, True])
def test_a_deletion_whose_answer_got_lost(face: str, bare: bool) -> None:
    """It is sent again; the 404 then means that the first attempt was carried out, which is looked at all the same."""
    sandbox = unlimited()
    key, where = guest(sandbox).key, webinar(sandbox)

    def then(method: str, path: str, count: int) -> Any:
        if method != "DELETE":
            return None
        if count == 1:
            sandbox.world.part(Guests).delete(where, key)
            return 502, {}
        return 404, {} if bare else NO_SUCH

    assert isinstance(deleted(face, sandbox, changed(sandbox, then), key=key), Gone)


def test_a_404_of_the_deletion_alone_proves_nothing(face: str) -> None:
    """Somebody who is still shown afterwards was not deleted."""
    sandbox = unlimited()
    with pytest.raises(pb.NotFound):
        deleted(face, sandbox, changed(sandbox, lambda method, *_: (404, {}) if method == "DELETE" else None))

    told = changed(sandbox, lambda method, *_: (404, NO_SUCH) if method == "DELETE" else None)
    assert isinstance(deleted(face, sandbox, told), Unconfirmed)


def test_a_webinar_that_does_not_say_when_it_is(face: str) -> None:
    """Without its times it is not known whether GoTo deletes: that is an error, and nothing is deleted."""
    sandbox = unlimited()
    key = webinar(sandbox).key
    app = Answering(sandbox, f"/webinars/{key}", lambda *_: (200, {"webinarKey": 1, "inSession": False}))
    with pytest.raises(pb.DecodeError):
        deleted(face, sandbox, app)

    assert not [name for name in sandbox.log if name.startswith("DELETE")]


def test_no_date_of_a_webinar_is_deleted_from(face: str) -> None:
    """GoTo registers for a webinar with all its times."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(pb.InvalidInput):
        accounts[G2W].registrants.delete(event(sandbox, "sequence"), NOBODY, occurrence="1")

    assert not sandbox.log
