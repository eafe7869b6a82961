"""Zoom's runs of meetings and webinars that took place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from rewriting import App, refusing, rewriting, small_pages
from support import NOON, sandbox_opened, unlimited

from provider_bridge import BadRequest, DecodeError, Forbidden, InvalidInput, ListingIncomplete, NotFound
from provider_bridge.sandbox import Sandbox

ZOOM = "sandbox-zoom"
HISTORY = "/report/history_meetings"


def id_of(session: Any) -> str:
    return f"{session.kind.lower()}:{session.uuid}"


def test_quirk_6_every_run_of_an_event_is_listed_not_the_latest_alone(face: str) -> None:
    """A number means the latest run at Zoom; the listing has them all, each with its own id."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        for event in sandbox.world.events:
            wanted = [each for each in sandbox.world.sessions if each.event is event]
            found = list(accounts[ZOOM].sessions.list(f"{event.kind.lower()}:{event.number}"))

            assert [each.id for each in found] == [id_of(each) for each in wanted]
            assert [each.start for each in found] == [each.start for each in wanted]
            assert {(each.event, each.kind) for each in found} == {
                (f"{event.kind.lower()}:{event.number}", event.kind.lower())
            }
            assert len(wanted) == (2 if event.kind == "Meeting" else 1)


def test_the_runs_of_one_event_can_be_narrowed(face: str) -> None:
    """``since`` and ``until`` hold for one event's runs too; a run without a time is kept."""
    sandbox = unlimited()
    newest = sandbox.world.sessions[0]
    event = f"meeting:{newest.number}"
    app = rewriting(
        sandbox.handle,
        "GET",
        "/instances",
        lambda tree: tree["meetings"].append({"uuid": "someday==", "start_time": ""}),
    )
    with sandbox_opened(face, sandbox, app) as accounts:
        found = [each.id for each in accounts[ZOOM].sessions.list(event, since=newest.start)]
        later = [each.id for each in accounts[ZOOM].sessions.list(event, since=newest.start + timedelta(seconds=1))]

    assert found == [id_of(newest), "meeting:someday=="]
    assert later == ["meeting:someday=="]


def test_an_event_that_never_ran_or_is_not_known_is_not_found(face: str) -> None:
    """That is an error, not an empty listing."""
    with sandbox_opened(face, unlimited()) as accounts, pytest.raises(NotFound) as caught:
        list(accounts[ZOOM].sessions.list("meeting:123456789"))

    assert caught.value.missing == "event"


def windows(sandbox: Sandbox) -> tuple[App, list[tuple[str, str]]]:
    """Return the simulator and the windows that its history is asked for, page by page."""
    asked: list[tuple[str, str]] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        if HISTORY in url:
            query = parse_qs(urlsplit(url).query)
            asked.append((query["from"][0], query["to"][0]))
        return sandbox.handle(method, url, headers, body)

    return app, asked


def test_quirk_28_and_29_the_history_is_read_in_windows_of_thirty_days(face: str) -> None:
    """Zoom cuts longer periods in silence. The windows overlap by a day, and each run comes once all the same."""
    sandbox = unlimited()
    app, asked = windows(sandbox)
    since = sandbox.world.now() - timedelta(days=100)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = list(accounts[ZOOM].sessions.list(since=since))

    assert sorted(each.id for each in found) == sorted(map(id_of, sandbox.world.sessions))
    assert len(asked) == 4
    assert asked[-1][0] == since.date().isoformat()
    assert all(newer[0] == older[1] for newer, older in pairwise(asked))
    for each in sandbox.world.sessions:
        run = next(one for one in found if one.id == id_of(each))
        host = sandbox.world.host_of(each)
        assert (run.start, run.participants, run.event) == (
            each.start,
            each.attendees,
            f"{each.kind.lower()}:{each.number}",
        )
        assert run.end == each.start + timedelta(hours=1)
        assert (run.host_name, run.host_email) == (f"{host.first_name} {host.last_name}", host.email)
        assert host.email not in repr(run)


def test_quirk_27_a_year_of_history_costs_thirteen_calls(face: str) -> None:
    """Reports are heavy and share a daily budget; the history is the cheapest way to learn what took place."""
    sandbox = unlimited()
    app, asked = windows(sandbox)
    with sandbox_opened(face, sandbox, app) as accounts:
        list(accounts[ZOOM].sessions.list(since=sandbox.world.now() - timedelta(days=365)))

    assert len(asked) == 13
    assert sum(sandbox.log[name] for name in sandbox.log if "/oauth/" not in name) == 13


def test_a_run_on_the_day_where_two_windows_meet_comes_once(face: str) -> None:
    """Both windows list it."""
    sandbox = unlimited()
    now = sandbox.world.now()
    edge = (now + timedelta(days=1) - timedelta(days=29)).date()

    def change(tree: dict[str, Any]) -> None:
        tree["history_meetings"].append(
            {"meeting_uuid": "edge==", "meeting_id": 1, "type": "Meeting", "start_time": f"{edge}T10:00:00Z"}
        )

    app = rewriting(sandbox.handle, "GET", HISTORY, change)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = [each.id for each in accounts[ZOOM].sessions.list(since=now - timedelta(days=50))]

    assert found.count("meeting:edge==") == 1
    assert len(found) == len(set(found)) == 16


def test_since_and_until_are_exact_though_zoom_takes_days(face: str) -> None:
    """Zoom is asked for whole days; what lies outside of the period on the same day is left out."""
    sandbox = unlimited()
    runs = sorted(sandbox.world.sessions, key=lambda each: each.start)
    since, until = runs[3].start, runs[7].start
    with sandbox_opened(face, sandbox) as accounts:
        found = {each.id for each in accounts[ZOOM].sessions.list(since=since, until=until)}

    assert found == {id_of(each) for each in runs if since <= each.start <= until}
    assert id_of(runs[3]) in found
    assert id_of(runs[7]) in found
    assert id_of(runs[8]) not in found


def test_a_history_that_says_it_answered_for_less_is_incomplete(face: str) -> None:
    """The endpoint is not documented to echo its period; should it do so, a shorter one is no answer."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", HISTORY, lambda tree: tree | {"from": "2199-01-01", "to": "2199-01-02"})
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ListingIncomplete, match="shorter period"):
        list(accounts[ZOOM].sessions.list(since=sandbox.world.now() - timedelta(days=3)))


def test_quirk_16_a_page_token_that_dies_midway_starts_the_window_anew(face: str) -> None:
    """A slow reader gets every run, once."""
    sandbox = unlimited()
    app = small_pages(sandbox, HISTORY, 4, expire_after=2)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = [each.id for each in accounts[ZOOM].sessions.list(since=sandbox.world.now() - timedelta(days=28))]

    assert sorted(found) == sorted(map(id_of, sandbox.world.sessions))
    assert sandbox.log["GET /report/history_meetings 400"] == 1


def test_a_period_that_lies_ahead_asks_nothing(face: str) -> None:
    """Nothing can have taken place."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[ZOOM].sessions.list(since=sandbox.world.now() + timedelta(days=3)))

    assert found == []
    assert not sandbox.log


def test_quirks_2_3_and_4_rows_of_the_history_may_be_odd(face: str) -> None:
    """Unseen kinds, blank ids, empty dates and numbers as text are read without inventing anything."""
    sandbox = unlimited()
    odd = [
        {"meeting_uuid": "a==", "meeting_id": "982 610 0285", "type": "Meeting", "start_time": "", "participants": "3"},
        {"meeting_uuid": "b==", "meeting_id": 7, "type": "Hologram", "end_time": ""},
        {"meeting_uuid": "c==", "meeting_id": "", "type": "", "participants": ""},
    ]
    app = rewriting(sandbox.handle, "GET", HISTORY, lambda tree: tree | {"history_meetings": odd})
    with sandbox_opened(face, sandbox, app) as accounts:
        a, b, c = accounts[ZOOM].sessions.list(since=sandbox.world.now() - timedelta(days=3))

    assert (a.id, a.event, a.kind, a.start, a.participants) == ("meeting:a==", "meeting:9826100285", "meeting", None, 3)
    assert (b.id, b.event, b.kind, b.end) == ("b==", "7", "", None)
    assert (c.id, c.event, c.kind, c.participants) == ("c==", None, "", None)


@pytest.mark.parametrize("place", [0, -1, 3])
def test_one_run_is_told(face: str, place: int) -> None:
    """A meeting's run and a webinar's, the one whose UUID starts with a slash included; Zoom has two endpoints."""
    sandbox = unlimited()
    session = sandbox.world.sessions[place]
    host = sandbox.world.host_of(session)
    with sandbox_opened(face, sandbox) as accounts:
        named = accounts[ZOOM].sessions.get(id_of(session))
        bare = accounts[ZOOM].sessions.get(session.uuid)

    assert named == bare
    assert (named.id, named.event) == (id_of(session), f"{session.kind.lower()}:{session.number}")
    assert (named.start, named.end) == (session.start, session.start + timedelta(hours=1))
    assert (named.participants, named.host_email, named.title) == (session.attendees, host.email, session.event.topic)


def test_a_run_of_more_than_a_year_ago_is_too_old_and_not_gone(face: str) -> None:
    """Code 12702 says nothing about what is stored."""
    sandbox = unlimited()
    session = sandbox.world.sessions[0]
    sandbox.world.offset = 400 * 86400.0
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(BadRequest) as caught:
        accounts[ZOOM].sessions.get(id_of(session))

    assert caught.value.code == "12702"
    assert not isinstance(caught.value, NotFound)


def test_runs_of_more_than_fifteen_months_ago_are_left_out_of_the_list(face: str) -> None:
    """Zoom forgets a meeting's runs without a word, so an empty listing proves nothing."""
    sandbox = unlimited()
    event = f"meeting:{sandbox.world.sessions[0].number}"
    sandbox.world.offset = 470 * 86400.0
    with sandbox_opened(face, sandbox) as accounts:
        assert list(accounts[ZOOM].sessions.list(event)) == []


def test_another_run_than_was_asked_for_is_no_answer(face: str) -> None:
    """Should Zoom answer with the latest run instead, nothing of it is taken for the one that was meant."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/past_meetings/", lambda tree: tree | {"uuid": "another=="})
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError, match="another session"):
        accounts[ZOOM].sessions.get(id_of(sandbox.world.sessions[0]))


@pytest.mark.parametrize(
    ("status", "code", "missing"), [(404, 3001, "event"), (400, 3001, "event"), (404, 1001, "user"), (404, 0, "")]
)
def test_each_meaning_of_not_found(face: str, status: int, code: int, missing: str) -> None:
    """Only the vendor's word that there is no such meeting leads on to the webinars."""
    sandbox = unlimited()
    app = refusing(sandbox.handle, "GET", "/past_meetings/", status, code)
    with sandbox_opened(face, sandbox, app) as accounts:
        with pytest.raises(NotFound) as caught:
            accounts[ZOOM].sessions.get("meeting:nosuchrun==")
        with pytest.raises(NotFound):
            accounts[ZOOM].sessions.get("nosuchrun==")

    assert caught.value.missing == missing
    assert sandbox.log["GET /report/webinars/{webinarId} 404"] == (missing == "event")


def test_quirk_1_http_200_with_an_error_body_is_an_error(face: str) -> None:
    """Neither a listing nor a run is read out of a refusal."""
    sandbox = unlimited()
    run, history = sandbox.world.sessions[0], "/report/history"
    app = refusing(sandbox.handle, "GET", "/past_meetings/", 200, 200, "Only available for paid account.")
    app = refusing(app, "GET", history, 200, "200", "No permission.")
    with sandbox_opened(face, sandbox, app) as accounts:
        sessions = accounts[ZOOM].sessions
        with pytest.raises(Forbidden):
            sessions.get(id_of(run))
        with pytest.raises(Forbidden):
            list(sessions.list(f"meeting:{run.number}"))
        with pytest.raises(Forbidden):
            list(sessions.list(since=sandbox.world.now() - timedelta(days=3)))


def test_bad_input_is_refused_before_anything_is_sent(face: str) -> None:
    """A number would mean the latest run in silence; and something has to say what is meant."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        sessions = accounts[ZOOM].sessions
        for bad in ("93398114182", "meeting:93398114182", "", "webinar:"):
            with pytest.raises(InvalidInput):
                sessions.get(bad)
        for options in (
            {},
            {"until": NOON},
            {"since": NOON.replace(tzinfo=None)},
            {"since": NOON, "until": NOON - timedelta(1)},
        ):
            with pytest.raises(InvalidInput):
                list(sessions.list(**options))

    assert not sandbox.log


def test_that_zoom_does_not_speak_of_tomorrow_is_no_gap(face: str) -> None:
    """A bug once: the last window ends tomorrow, and an answer that said "until today" made the history incomplete."""
    sandbox = unlimited()
    today = datetime.now(UTC).date()
    app = rewriting(sandbox.handle, "GET", HISTORY, lambda tree: tree | {"to": today.isoformat()})
    with sandbox_opened(face, sandbox, app) as accounts:
        assert list(accounts[ZOOM].sessions.list(since=today - timedelta(days=3)))
