"""Deleting GoToWebinar's webinars: only what was shown, is shown no more and listed no more is gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rewriting import App
from support import unlimited
from webinars import all_of, id_of, named, webinar_account

from provider_bridge import (
    ConfigurationError,
    EventId,
    Forbidden,
    Gone,
    InvalidInput,
    NewEvent,
    NotFound,
    ProviderBroken,
    Refused,
    TimeSpan,
    Unconfirmed,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinar_events import Outbox
from provider_bridge.sandbox.goto.webinars import Webinar, Webinars

WEEK = timedelta(days=7)
Answer = tuple[int, dict[str, str], bytes]
BUSINESS: Answer = (404, {}, json.dumps({"errorCode": "NotFound", "description": "no such webinar"}).encode())
EDGE: Answer = (404, {}, json.dumps({"errorCode": "NOT_FOUND", "message": "Not found"}).encode())
BARE: Answer = (404, {}, b"")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    from provider_bridge.core.confirm import polling as patience

    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


def after_deletion(sandbox: Sandbox, answer: Callable[[str, str], Answer | None]) -> App:
    """Return a simulator whose later answers, once a deletion was asked for, are ``answer``'s where it has one."""
    asked: list[str] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "DELETE":
            asked.append(url)
        made = answer(method, url) if asked and "oauth" not in url else None
        return made or sandbox.handle(method, url, headers, body)

    return app


def delete(account: Any, webinar: Webinar, **options: Any) -> Any:
    return account.events.delete(id_of(webinar), **({"whole_series": False, "notify": False} | options))


@pytest.mark.parametrize("which", ["coming", "past"])
def test_a_webinar_is_deleted_and_proven_gone(face: str, which: str) -> None:
    """Coming or past; the evidence says that it was accepted, that it is not there, and that it is not listed."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0") if which == "coming" else all_of(sandbox)[0]
    with webinar_account(face, sandbox) as account:
        outcome = delete(account, webinar)
        left = {event.id for event in account.events.list()}

    assert isinstance(outcome, Gone)
    accepted, missing, unlisted = outcome.evidence
    assert accepted.operation.startswith("DELETE ")
    assert missing.what == "HTTP 404, code NotFound"
    assert unlisted.what == "not listed"
    assert id_of(webinar) not in left
    assert webinar.gone
    assert sandbox.world.part(Outbox).sent == []


def test_a_webinar_at_the_edge_of_the_calendar_is_deleted_and_looked_for(face: str) -> None:
    """The bug: the days around it that are looked through reached beyond the calendar, after it was deleted."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    start = datetime(9999, 12, 31, 22, tzinfo=UTC)
    webinar.times = [(start, start + timedelta(hours=1))]
    with webinar_account(face, sandbox) as account:
        assert isinstance(delete(account, webinar), Gone)


def test_trap_14_the_rest_of_a_series_stays_unless_it_is_named(face: str) -> None:
    """GoTo deletes all of a series by default; here it has to be said, and is sent both ways."""
    sandbox = unlimited()
    start = sandbox.world.now().replace(microsecond=0) + timedelta(days=40)
    new = NewEvent(start, start + timedelta(hours=1), "Toast")
    spans = [TimeSpan(start + WEEK * each, start + WEEK * each + timedelta(hours=1)) for each in (1, 2)]
    with webinar_account(face, sandbox) as account:
        with pytest.raises(TypeError, match="whole_series"):
            account.events.delete(id_of(named(sandbox, "coming 0")), notify=False)
        made = account.events.add(new, series=spans).id
        one = account.events.delete(made, whole_series=False, notify=False)
        rest = [event.id for event in account.events.list(since=start) if event.title == "Toast"]
        all_ = account.events.delete(rest[0], whole_series=True, notify=False)
        left = [event.id for event in account.events.list(since=start) if event.title == "Toast"]

    assert isinstance(one, Gone)
    assert isinstance(all_, Gone)
    assert (len(rest), left) == (2, [])


@pytest.mark.parametrize("notify", [True, False])
def test_trap_15_a_cancellation_is_told_only_when_it_is_said(face: str, notify: bool) -> None:
    """GoTo does not by default, which may surprise those who registered; so there is no default here."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    with webinar_account(face, sandbox) as account:
        delete(account, webinar, notify=notify)

    assert sandbox.world.part(Outbox).sent == [("sendCancellationEmails", webinar.key)] * notify


def test_a_sequence_goes_as_a_whole(face: str) -> None:
    """One date of it cannot be deleted: nothing is sent, rather than everything deleted."""
    sandbox = unlimited()
    webinar = named(sandbox, "sequence")
    with webinar_account(face, sandbox) as account:
        with pytest.raises(InvalidInput, match="whole_series=True"):
            delete(account, webinar)
        assert not webinar.gone
        assert isinstance(delete(account, webinar, whole_series=True), Gone)


def test_a_webinar_in_session_is_refused(face: str) -> None:
    """GoTo answers 409; it is still there, and the reason says what to do."""
    sandbox = unlimited()
    webinar = named(sandbox, "running")
    with webinar_account(face, sandbox) as account:
        outcome = delete(account, webinar)

    assert isinstance(outcome, Refused)
    assert "end it first" in outcome.reason
    assert outcome.evidence[0].what == "HTTP 409, code Conflict"
    assert not webinar.gone


def test_trap_27_what_was_not_shown_was_not_deleted(face: str) -> None:
    """A 404 to begin with is an error: cancelled before, another account's and a wrong key look the same."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    with webinar_account(face, sandbox) as account:
        delete(account, webinar)
        for event in (id_of(webinar), EventId(f"{webinar.organizer}/815")):
            with pytest.raises(NotFound):
                account.events.delete(event, whole_series=False, notify=False)
        with pytest.raises(Forbidden):
            account.events.delete(EventId("815/815"), whole_series=False, notify=False)

    assert sum(count for name, count in sandbox.log.items() if name.startswith("DELETE")) == 1


@pytest.mark.parametrize("answer", [EDGE, BARE])
def test_a_404_that_says_nothing_proves_nothing(face: str, answer: Answer) -> None:
    """Of an edge that lost its way, or without a body: count the webinar as stored."""
    sandbox = unlimited()
    app = after_deletion(sandbox, lambda method, _: answer if method == "GET" else None)
    with webinar_account(face, sandbox, app) as account:
        outcome = delete(account, named(sandbox, "coming 0"))

    assert isinstance(outcome, Unconfirmed)
    assert "proved nothing" in outcome.reason


def test_one_that_is_still_shown_is_not_gone(face: str) -> None:
    """GoTo accepted, and nothing happened."""
    sandbox = unlimited()
    app = after_deletion(sandbox, lambda method, _: (204, {}, b"") if method == "DELETE" else None)
    with webinar_account(face, sandbox, app) as account:
        outcome = delete(account, named(sandbox, "coming 0"))

    assert isinstance(outcome, Unconfirmed)
    assert "still there" in outcome.reason


def test_one_that_is_still_listed_is_not_gone(face: str) -> None:
    """Whether cancelled webinars stay in lists is not documented; where they do, they are still stored."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")

    def answer(method: str, url: str) -> Answer | None:
        if method == "DELETE":
            return 204, {}, b""
        return BUSINESS if method == "GET" and webinar.key in url else None

    with webinar_account(face, sandbox, after_deletion(sandbox, answer)) as account:
        outcome = delete(account, webinar)

    assert isinstance(outcome, Unconfirmed)
    assert "still lists it" in outcome.reason


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (404, b'{"errorCode": "NotFound", "description": "no organizer"}', "does not show its organizer's list"),
        (403, b'{"errorCode": "Forbidden", "description": "no"}', "asking again failed"),
        (200, b'{"page": {"totalElements": 3, "totalPages": 1}}', "asking again failed"),
        (200, b"[]", "asking again failed"),
    ],
)
def test_a_list_that_cannot_be_read_proves_nothing(face: str, status: int, body: bytes, why: str) -> None:
    """Refused, short or of another shape: the webinar is counted as stored."""
    sandbox = unlimited()
    app = after_deletion(sandbox, lambda _, url: (status, {}, body) if "/webinars?" in url else None)
    with webinar_account(face, sandbox, app) as account:
        outcome = delete(account, named(sandbox, "coming 0"))

    assert isinstance(outcome, Unconfirmed)
    assert why in outcome.reason


@pytest.mark.parametrize("second", [BUSINESS, BARE])
def test_a_deletion_whose_answer_got_lost_is_sent_again(face: str, second: Answer) -> None:
    """The second attempt finds nothing, because the first one was carried out: it was seen before, so it is gone."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    deletions: list[str] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "DELETE":
            deletions.append(url)
            if len(deletions) == 1:
                sandbox.handle(method, url, headers, body)
                return 502, {}, b""
            return second
        return sandbox.handle(method, url, headers, body)

    with webinar_account(face, sandbox, app) as account:
        outcome = delete(account, webinar)

    assert isinstance(outcome, Gone)
    assert len(deletions) == 2


def test_a_webinar_without_a_time_is_looked_for_everywhere(face: str) -> None:
    """Then its organizer's whole list is read."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    asked: list[str] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        asked.append(url)
        status, answer_headers, answer = sandbox.handle(method, url, headers, body)
        if method == "GET" and webinar.key in url and status == 200:
            answer_headers.pop("content-length", None)
            answer = json.dumps(json.loads(answer) | {"times": []}).encode()
        return status, answer_headers, answer

    with webinar_account(face, sandbox, app) as account:
        assert isinstance(delete(account, webinar), Gone)

    assert any("fromTime=1970" in url and "toTime=3000" in url for url in asked)


def test_a_read_only_account_deletes_nothing(face: str) -> None:
    """Nothing that could change something is sent."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    with (
        webinar_account(face, sandbox, read_only=True) as account,
        pytest.raises(ConfigurationError, match="read-only"),
    ):
        delete(account, webinar)

    assert not webinar.gone


def test_trap_26_a_series_of_which_a_webinar_is_still_listed_is_not_gone(face: str) -> None:
    """All of it was to go, and GoTo deletes the scheduled ones only: what is listed of that title is still stored."""
    sandbox = unlimited()
    start = sandbox.world.now().replace(microsecond=0) + timedelta(days=40)
    spans = [TimeSpan(start + WEEK * each, start + WEEK * each + timedelta(hours=1)) for each in (1, 2)]
    with webinar_account(face, sandbox) as account:
        made = account.events.add(NewEvent(start, start + timedelta(hours=1), "Toast"), series=spans).id
    last = next(
        each for each in sandbox.world.part(Webinars).all if each.subject == "Toast" and each.start > spans[0].end
    )
    last.series = "left behind"
    with webinar_account(face, sandbox) as account:
        outcome = account.events.delete(made, whole_series=True, notify=False)

    assert isinstance(outcome, Unconfirmed)
    assert "series" in outcome.reason
    with webinar_account(face, sandbox) as account:
        assert isinstance(account.events.delete(id_of(last), whole_series=False, notify=False), Gone)


def test_a_deletion_that_is_told_is_not_sent_again(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer got lost: sent again it might tell everybody twice."""
    monkeypatch.setattr("provider_bridge.core.retry._Wait.__call__", lambda *_: 0.0)
    sandbox = unlimited()
    deletions: list[str] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "DELETE":
            deletions.append(url)
            return 502, {}, b""
        return sandbox.handle(method, url, headers, body)

    with webinar_account(face, sandbox, app) as account, pytest.raises(ProviderBroken):
        delete(account, named(sandbox, "coming 0"), notify=True)

    assert len(deletions) == 1
