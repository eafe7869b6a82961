"""Zoom's own export and erasure by e-mail address."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from canned import ZOOM as EXCHANGE
from canned import reply, script
from recorded import no_patience
from rewriting import Answer, App, refusing, rewriting, small_pages
from support import sandbox_opened, unlimited

from provider_bridge import (
    BadRequest,
    ConfigurationError,
    Conflict,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    ProviderBroken,
    TimedOut,
)
from provider_bridge.core.calls import Call
from provider_bridge.core.exchange import read_only_guard
from provider_bridge.providers.zoom.wire import data_requests as wire
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.data_requests import DataRequests

ZOOM = "sandbox-zoom"
ADD = "/data_requests/requests"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the looks at what became of a cancellation follow at once."""
    no_patience(monkeypatch)


def people(sandbox: Sandbox, count: int = 2) -> list[str]:
    return [person.email for person in sandbox.world.people["active"][:count]]


def watching(app: App) -> tuple[App, list[Any]]:
    """Return an app, and the bodies that were posted to it."""
    posted: list[Any] = []

    def watched(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "POST" and ADD in url:
            posted.append(json.loads(body))
        return app(method, url, headers, body)

    return watched, posted


def test_an_export_is_asked_for_followed_and_fetched(face: str) -> None:
    """One id for each person; files once it is completed; an address for each."""
    sandbox = unlimited()
    app, posted = watching(sandbox.handle)
    with sandbox_opened(face, sandbox, app) as accounts:
        requests = accounts[ZOOM].data_requests
        ada, ben = requests.add_export(people(sandbox), since=SINCE, until=UNTIL)
        (first, _) = requests.list()
        assert requests.get(ada.id) == ()
        sandbox.world.offset = 12 * 60.0
        (done, _) = requests.list()
        files = requests.get(ada.id)
        url = requests.file_url(files[0].id)
        another = requests.file_url(files[0].id)

    assert posted == [
        {
            "request_type": "EXPORT",
            "emails": people(sandbox),
            "start_date": "2026-01-01T00:00:00Z",
            "end_date": "2026-07-01T12:30:00Z",
        }
    ]
    assert [ada.person, ben.person] == people(sandbox)
    assert (first.id, first.kind, first.state, first.files) == (ada.id, "export", "pending", 0)
    assert (done.state, done.files, done.person, done.own) == ("completed", 2, ada.person, True)
    assert [file.size for file in files] == [15667, 15667]
    assert url.url != another.url
    lives = url.until - datetime.now(UTC)
    assert timedelta(minutes=4) < lives <= timedelta(minutes=5)


def test_nobody_and_no_address_is_in_a_repr(face: str) -> None:
    """People, names of files and the address that opens them stay out."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        requests = accounts[ZOOM].data_requests
        accepted = requests.add_export(people(sandbox), since=SINCE, until=UNTIL)
        sandbox.world.offset = 12 * 60.0
        files = requests.get(accepted[0].id)
        url = requests.file_url(files[0].id)
        shown = repr([accepted, list(requests.list()), files, url])

    owner = sandbox.world.people["active"][0]
    assert not any(word in shown for word in ("@", "example.test", ".zip", owner.last_name))
    assert accepted[0].id in shown


def test_an_erasure_can_be_cancelled_and_is_read_back(face: str) -> None:
    """What is returned is what the list shows afterwards."""
    sandbox = unlimited()
    app, posted = watching(sandbox.handle)
    with sandbox_opened(face, sandbox, app) as accounts:
        requests = accounts[ZOOM].data_requests
        (accepted,) = requests.add_erasure(people(sandbox, 1), confirm="erase everything")
        cancelled = requests.cancel(accepted.id)

    assert posted == [{"request_type": "DELETE", "emails": people(sandbox, 1)}]
    assert (cancelled.id, cancelled.kind, cancelled.state) == (accepted.id, "erasure", "cancelled")


def test_after_thirty_minutes_it_is_too_late(face: str) -> None:
    """Code 14106 is a conflict: the erasure is under way."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        requests = accounts[ZOOM].data_requests
        (accepted,) = requests.add_erasure(people(sandbox, 1), confirm="erase everything")
        sandbox.world.offset = 31 * 60.0
        with pytest.raises(Conflict) as caught:
            requests.cancel(accepted.id)
        (listed,) = requests.list()

    assert (caught.value.status, caught.value.code) == (422, "14106")
    assert "no longer be cancelled" in str(caught.value)
    assert listed.state == "processing"


@pytest.mark.parametrize("state", ["Pending", "Processing", "Completed", "Reticulating", ""])
def test_a_cancellation_that_the_list_does_not_show_is_an_error(face: str, state: str) -> None:
    """Accepted is not yet cancelled: the erasure may go on."""
    sandbox = unlimited()

    def change(tree: dict[str, Any]) -> None:
        for record in tree["records"]:
            record["state"] = state

    app = rewriting(sandbox.handle, "GET", ADD, change)
    with sandbox_opened(face, sandbox, app) as accounts:
        requests = accounts[ZOOM].data_requests
        (accepted,) = requests.add_erasure(people(sandbox, 1), confirm="erase everything")
        with pytest.raises(Conflict, match="not listed as cancelled"):
            requests.cancel(accepted.id)


def test_a_cancellation_that_is_replayed_is_no_refusal(face: str) -> None:
    """The first attempt was carried out and its answer got lost: what the list shows counts, not the second answer."""
    sandbox = unlimited()
    lost = [502]

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if method != "DELETE":
            return sandbox.handle(method, url, headers, body)
        if not lost:
            return 422, {}, json.dumps({"code": 14106, "message": "Told."}).encode()
        sandbox.handle(method, url, headers, body)
        return lost.pop(), {}, b""

    with sandbox_opened(face, sandbox, app) as accounts:
        requests = accounts["sandbox-zoom"].data_requests
        (accepted,) = requests.add_erasure(people(sandbox, 1), confirm="erase everything")
        assert requests.cancel(accepted.id).state == "cancelled"


def test_a_cancelled_request_that_is_not_listed_proves_nothing(face: str) -> None:
    """Absence from the list is no cancellation."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", ADD, lambda tree: tree | {"records": [], "total_records": 0})
    with sandbox_opened(face, sandbox, app) as accounts:
        requests = accounts[ZOOM].data_requests
        (accepted,) = requests.add_erasure(people(sandbox, 1), confirm="erase everything")
        with pytest.raises(Conflict, match="not listed as cancelled"):
            requests.cancel(accepted.id)


def test_one_request_at_a_time(face: str) -> None:
    """The second is a conflict, and nothing is added."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        requests = accounts[ZOOM].data_requests
        requests.add_export(people(sandbox, 1), since=SINCE, until=UNTIL)
        with pytest.raises(Conflict) as caught:
            requests.add_erasure(people(sandbox, 1), confirm="erase everything")

    assert (caught.value.status, caught.value.code) == (409, "14114")
    assert len(sandbox.world.part(DataRequests).requests) == 1


@pytest.mark.parametrize("confirm", ["", "yes", "Erase everything", "erase everything ", True, None])
def test_an_erasure_needs_the_exact_words(face: str, confirm: Any) -> None:
    """Anything else sends nothing, and so does leaving it out."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        requests = accounts[ZOOM].data_requests
        with pytest.raises(InvalidInput, match="erase everything"):
            requests.add_erasure(people(sandbox), confirm=confirm)
        with pytest.raises(TypeError):
            requests.add_erasure(people(sandbox))

    assert not sandbox.log


@pytest.mark.parametrize(
    "emails",
    [
        [],
        "ada@example.test",
        ["ada"],
        ["ada@example.test", ""],
        ["ada@@example.test"],
        ["a da@example.test"],
        ["@example.test"],
        ["ada@"],
        ["ada@example.test", "ADA@example.test "],
        [f"{'a' * 128}@example.test"],
        [f"ada{number}@example.test" for number in range(11)],
    ],
)
def test_addresses_that_cannot_be_meant_are_refused(face: str, emails: Any) -> None:
    """Nothing is sent, and the error quotes nobody."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        requests = accounts[ZOOM].data_requests
        with pytest.raises(InvalidInput) as export:
            requests.add_export(emails, since=SINCE, until=UNTIL)
        with pytest.raises(InvalidInput) as erasure:
            requests.add_erasure(emails, confirm="erase everything")

    assert not sandbox.log
    assert not any(word in f"{caught.value!r}" for caught in (export, erasure) for word in ("ada", "example.test"))


def test_ten_people_are_as_many_as_zoom_takes(face: str) -> None:
    """Ten pass."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        assert len(accounts[ZOOM].data_requests.add_export(people(sandbox, 10), since=SINCE, until=UNTIL)) == 10


@pytest.mark.parametrize(("since", "until"), [(UNTIL, SINCE), (SINCE.replace(tzinfo=None), UNTIL)])
def test_a_period_that_cannot_be_meant_is_refused(face: str, since: datetime, until: datetime) -> None:
    """Before anything is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(InvalidInput):
        accounts[ZOOM].data_requests.add_export(people(sandbox), since=since, until=until)

    assert not sandbox.log


def test_somebody_the_answer_does_not_name_has_no_id(face: str) -> None:
    """Whether their part was accepted is not known, and is not made up."""
    sandbox = unlimited()
    ada, ben = people(sandbox)

    def change(tree: dict[str, Any]) -> dict[str, Any]:
        return {"data": [{"email": f" {ada.upper()}", "request_id": 1950699479925886978}, {"request_id": "7"}]}

    app = rewriting(sandbox.handle, "POST", ADD, change)
    with sandbox_opened(face, sandbox, app) as accounts:
        accepted = accounts[ZOOM].data_requests.add_export([ada, ben], since=SINCE, until=UNTIL)

    assert [(each.person, each.id) for each in accepted] == [(ada, "1950699479925886978"), (ben, None)]


# --- DELETE or DELETION ----------------------------------------------------------------------------------------


def renamed(sandbox: Sandbox, refusal: dict[str, Any]) -> App:
    """Return a simulator that knows DELETION only, and says ``refusal`` to DELETE."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "POST" and ADD in url:
            sent = json.loads(body)
            if sent["request_type"] == "DELETE":
                return 400, {}, json.dumps(refusal).encode()
            body = json.dumps(sent | {"request_type": "DELETE"}).encode()
        return sandbox.handle(method, url, headers, body)

    return app


@pytest.mark.parametrize(
    "refusal",
    [
        {"code": 300, "message": "Validation Failed. request_type: Invalid field."},
        {"code": "300", "message": "Validation Failed.", "errors": [{"field": "request_type", "message": "Invalid"}]},
        {"code": 300, "message": "Invalid value of requestType."},
    ],
)
def test_quirk_37_the_other_word_is_tried_when_zoom_does_not_know_the_first(face: str, refusal: dict[str, Any]) -> None:
    """Zoom's documents name both; the second is sent only after the first was not understood."""
    sandbox = unlimited()
    app, posted = watching(renamed(sandbox, refusal))
    with sandbox_opened(face, sandbox, app) as accounts:
        (accepted,) = accounts[ZOOM].data_requests.add_erasure(people(sandbox, 1), confirm="erase everything")

    assert [body["request_type"] for body in posted] == ["DELETE", "DELETION"]
    assert accepted.id


@pytest.mark.parametrize(
    "refusal",
    [
        {"code": 300, "message": "Please enter a valid email address."},
        {"code": 14111, "message": "Invalid email accounts detected."},
        {"code": 14115, "message": "Invalid parameters: request_type."},
        {"code": 300, "message": "Invalid email address", "errors": [{"field": "emails"}, "odd", None]},
    ],
)
def test_another_refusal_is_not_followed_by_another_try(face: str, refusal: dict[str, Any]) -> None:
    """An erasure is asked for once."""
    sandbox = unlimited()
    app, posted = watching(renamed(sandbox, refusal))
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(BadRequest):
        accounts[ZOOM].data_requests.add_erasure(people(sandbox, 1), confirm="erase everything")

    assert [body["request_type"] for body in posted] == ["DELETE"]


def test_a_call_that_was_cut_off_is_not_repeated() -> None:
    """Whether Zoom took the request is unknown, and a second one might be one too many."""
    answers = script(EXCHANGE, TimedOut(wire.ADD.name, "no answer"), reply(201, {"data": []}))
    with pytest.raises(TimedOut):
        answers.run(EXCHANGE.run(Call(wire.ADD, body={"emails": ["a@example.test"], "request_type": "DELETE"})))

    assert len(answers.sent) == 1


# --- what Zoom may say -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 14101, BadRequest),
        (404, 14103, NotFound),
        (403, 14104, Forbidden),
        (404, 14105, NotFound),
        (422, 14106, Conflict),
        (400, 14108, Conflict),
        (400, 14111, BadRequest),
        (409, 14114, Conflict),
        (400, 14115, BadRequest),
        (403, 200, Forbidden),
        (200, 200, Forbidden),
        (500, 14102, ProviderBroken),
        (500, 14103, ProviderBroken),
        (500, 2, ProviderBroken),
    ],
)
def test_every_documented_code_is_a_typed_error(
    face: str, monkeypatch: pytest.MonkeyPatch, status: int, code: int, kind: type[Exception]
) -> None:
    """Its kind follows from the status and the code, and a 404 of these proves nothing about any object."""
    import tenacity

    from provider_bridge.core import retry

    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())
    sandbox = unlimited()
    app: App = sandbox.handle
    for method in ("GET", "POST", "DELETE"):
        app = refusing(app, method, "/data_requests/", status, code, "Ada <ada@example.test> told on.")
    calls: list[Callable[[Any], Any]] = [
        lambda requests: list(requests.list()),
        lambda requests: requests.get("1"),
        lambda requests: requests.file_url("f"),
        lambda requests: requests.cancel("1"),
        lambda requests: requests.add_export(people(sandbox), since=SINCE, until=UNTIL),
    ]
    with sandbox_opened(face, sandbox, app) as accounts:
        for call in calls:
            with pytest.raises(kind) as caught:
                call(accounts[ZOOM].data_requests)
            assert type(caught.value) is kind
            assert "example.test" not in f"{caught.value}{caught.value!r}{vars(caught.value)}"
            assert getattr(caught.value, "missing", "") == ""


def test_quirks_2_3_and_4_odd_requests_are_read_as_they_are(face: str) -> None:
    """Unseen words survive, empty dates are none, ids may be numbers."""
    sandbox = unlimited()
    odd = {"request_id": 7, "request_type": "RECTIFY", "state": "Dreaming", "created_at": "", "files_count": ""}
    old = {"request_id": "8", "request_type": "DELETION", "created_at": "2000-10-31T01:30:00-05:00", "data_type": ["X"]}
    app = rewriting(sandbox.handle, "GET", ADD, lambda _: {"records": [odd, old], "total_records": 2})
    with sandbox_opened(face, sandbox, app) as accounts:
        first, second = accounts[ZOOM].data_requests.list()

    assert (first.id, first.kind, first.state, first.created_at, first.files) == (
        "7",
        "RECTIFY",
        "Dreaming",
        None,
        None,
    )
    assert (first.requested_by, first.own, first.scope) == (None, None, ())
    assert (second.kind, second.state, second.scope) == ("erasure", "", ("X",))
    assert second.created_at == datetime(2000, 10, 31, 6, 30, tzinfo=UTC)


def test_quirk_16_a_page_token_that_dies_midway_starts_the_listing_anew(face: str) -> None:
    """Requests and files come whole."""
    sandbox = unlimited()
    app = small_pages(sandbox, ADD, 3, expire_after=2)
    with sandbox_opened(face, sandbox, app) as accounts:
        requests = accounts[ZOOM].data_requests
        accepted = requests.add_export(people(sandbox, 10), since=SINCE, until=UNTIL)
        listed = [each.id for each in requests.list()]

    assert listed == [each.id for each in accepted]
    assert sandbox.log["GET /data_requests/requests 400"] == 1


def test_files_that_are_announced_and_do_not_come(face: str) -> None:
    """Part of an export is no export."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", f"{ADD}/", lambda tree: tree | {"total_records": 3})
    with sandbox_opened(face, sandbox, app) as accounts:
        requests = accounts[ZOOM].data_requests
        (accepted,) = requests.add_export(people(sandbox, 1), since=SINCE, until=UNTIL)
        with pytest.raises(ListingIncomplete):
            requests.get(accepted.id)


def test_an_empty_id_is_refused_before_anything_is_sent(face: str) -> None:
    """It would ask for something else."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        requests = accounts[ZOOM].data_requests
        for call in (requests.get, requests.cancel, requests.file_url):
            with pytest.raises(InvalidInput):
                call(" ")

    assert not sandbox.log


def test_a_read_only_account_asks_for_nothing() -> None:
    """The guard refuses before a token is asked for."""
    for endpoint in (wire.ADD, wire.CANCEL):
        with pytest.raises(ConfigurationError, match="read-only"):
            read_only_guard(Call(endpoint, {"requestId": "1"}))
