"""What took place at GoToWebinar, and the figures of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from answering import Answering, of_body
from hypothesis import given
from hypothesis import strategies as st
from rewriting import App, rewriting
from support import NOON, opened, sandbox_opened, unlimited, whole_account
from tours.gotowebinar.sessions import newest

from provider_bridge import (
    ApiError,
    DecodeError,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    Session,
    SessionFigures,
    UnsupportedCapability,
)
from provider_bridge.core.listing.periods import period
from provider_bridge.providers.gotowebinar.past_sessions import asked_for
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.attention import session_row
from provider_bridge.sandbox.goto.webinars import Session as Run
from provider_bridge.sandbox.goto.webinars import Webinars

WEBINAR = "sandbox-webinar"
NOT_THERE = {"errorCode": "NotFound", "description": "no ada@example.test", "incident": 815}


def runs(sandbox: Sandbox, organizer: str) -> list[Run]:
    webinars = sandbox.world.part(Webinars)
    return [run for each in webinars.of(organizer) for run in webinars.sessions(each)]


def id_of(run: Run) -> str:
    return f"{run.webinar.organizer}/{run.webinar.key}/{run.key}"


def ago(sandbox: Sandbox, days: float) -> datetime:
    return sandbox.world.now() - timedelta(days=days)


def listed(face: str, sandbox: Sandbox, *event: Any, app: App | None = None, **more: Any) -> list[Session]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[WEBINAR].sessions.list(*event, **more))


def of_account(face: str, sandbox: Sandbox, app: App | None = None, **more: Any) -> list[Session]:
    """List with ``whole_account``."""
    with opened(face, app or sandbox.handle, whole_account(sandbox)) as accounts:
        return list(accounts[WEBINAR].sessions.list(**more))


def again(sandbox: Sandbox, count: int = 1) -> str:
    """Let the newest webinar have been held more often; return its id."""
    webinars = sandbox.world.part(Webinars)
    past = runs(sandbox, sandbox.world.organizer_key)[0]
    for number in range(count):
        start = past.start - timedelta(days=1 + number)
        key = sandbox.world.digits("again", number)
        webinars.sessions(past.webinar).append(Run(key, past.webinar, start, start + timedelta(hours=1)))
    return newest(sandbox)[1]


@pytest.mark.parametrize(("days", "count"), [(365, 12), (30, 3), (12.5, 2), (1, 0)])
def test_what_the_organizer_held_since_then_is_listed(face: str, days: float, count: int) -> None:
    """All sessions of a period, each with its ids, times, counts and host; nobody else's."""
    sandbox = unlimited()

    found = listed(face, sandbox, since=ago(sandbox, days))

    wanted = [run for run in runs(sandbox, sandbox.world.organizer_key) if run.start >= ago(sandbox, days)]
    assert count == len(found)
    assert [id_of(run) for run in wanted] == [each.id for each in found]
    for run, each in zip(wanted, found, strict=True):
        row = session_row(sandbox.world, run)
        assert (each.event, each.kind) == (f"{run.webinar.organizer}/{run.webinar.key}", "webinar")
        assert (each.start, each.end) == (run.start, run.end)
        assert (each.participants, each.registrants) == (row["registrantsAttended"], row["registrantCount"])
        assert (each.title, each.host_name, each.host) == (run.webinar.subject, "Jane Doe", run.webinar.organizer)
    assert not any(word in repr(found) for word in ("Jane", "Webinar "))


def test_a_period_is_held_against_the_start_by_us(face: str) -> None:
    """A day more is asked for at either end, as GoTo may pick by another time; both ends are included."""
    sandbox = unlimited()
    past = runs(sandbox, sandbox.world.organizer_key)[1]
    app = Answering(sandbox, "/sessions?", lambda _, tree: (200, tree))

    exactly = listed(face, sandbox, app=app, since=past.start, until=past.start)
    just_after = listed(face, sandbox, since=past.start + timedelta(seconds=1), until=past.start + timedelta(hours=23))

    assert [id_of(past)] == [each.id for each in exactly]
    assert [] == just_after
    query = parse_qs(urlsplit(app.asked[0]).query)
    assert query["fromTime"] == [f"{past.start - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"]
    assert query["toTime"] == [f"{past.start + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"]


@given(since=st.datetimes(timezones=st.just(UTC)), until=st.none() | st.datetimes(timezones=st.just(UTC)))
def test_whatever_the_period_what_is_asked_covers_its_past(since: datetime, until: datetime | None) -> None:
    """From the year 1 to 9999: every moment of the period that is over and that computers know lies in it."""
    if until is not None and until < since:
        since, until = until, since

    asked = asked_for(period(since, until), NOON)

    end = NOON if until is None else min(until, NOON)
    begin = max(since, datetime(1970, 1, 1, tzinfo=UTC))
    if begin <= end:
        assert asked is not None
        assert asked[0] <= begin
        assert asked[1] >= end
    if asked is not None:
        assert datetime(1970, 1, 1, tzinfo=UTC) <= asked[0] <= asked[1] <= NOON + timedelta(days=1)


def test_what_is_yet_to_come_is_not_asked_for(face: str) -> None:
    """A period in the future has no sessions, and none without a beginning can be listed."""
    sandbox = unlimited()

    assert [] == listed(face, sandbox, since=ago(sandbox, -9))
    with pytest.raises(InvalidInput, match="which webinar, or since when"):
        listed(face, sandbox)
    with pytest.raises(InvalidInput):
        listed(face, sandbox, since=ago(sandbox, 1), until=ago(sandbox, 2))
    assert not sandbox.log


@pytest.mark.parametrize("bare", [False, True])
def test_a_webinar_that_was_held_often_has_all_its_sessions(face: str, *, bare: bool) -> None:
    """One key and many times: every page is read, and ``since`` and ``until`` hold here too."""
    sandbox = unlimited()
    event = again(sandbox, 450)
    event = event.partition("/")[2] if bare else event

    found = listed(face, sandbox, event)
    narrowed = listed(face, sandbox, event, since=found[2].start, until=found[1].start)

    assert 451 == len({each.id for each in found}) == len(found)
    assert {newest(sandbox)[1]} == {each.event for each in found}
    assert [found[1].id, found[2].id] == [each.id for each in narrowed]


def test_a_webinar_that_was_not_held_yet_has_none(face: str) -> None:
    """One to come, and an answer without ``_embedded``: an empty list."""
    sandbox = unlimited()
    coming = next(each for each in sandbox.world.part(Webinars).all if each.start > sandbox.world.now())

    assert [] == listed(face, sandbox, f"{coming.organizer}/{coming.key}")


def test_trap_05_a_page_without_the_list_is_an_empty_one(face: str) -> None:
    """GoTo leaves ``_embedded`` out where there is nothing; where a total is announced it is missing rows."""
    sandbox = unlimited()
    nothing = {"page": {"size": 200, "totalElements": 0, "totalPages": 0, "number": 0}}
    some = {"page": {"size": 200, "totalElements": 2, "totalPages": 1, "number": 0}}
    event = newest(sandbox)[1]

    assert [] == listed(face, sandbox, event, app=Answering(sandbox, "/sessions?", of_body(nothing)))
    with pytest.raises(ListingIncomplete):
        listed(face, sandbox, event, app=Answering(sandbox, "/sessions?", of_body(some)))


def test_trap_06_sessions_are_paged_by_size_never_by_limit(face: str) -> None:
    """The two styles differ by list; the wrong word would get twenty rows in silence."""
    sandbox = unlimited()
    app = Answering(sandbox, "/sessions?", lambda _, tree: (200, tree))

    assert 251 == len(listed(face, sandbox, again(sandbox, 250), app=app))

    asked = [parse_qs(urlsplit(url).query) for url in app.asked]
    assert [{"page": ["0"], "size": ["200"]}, {"page": ["1"], "size": ["200"]}] == asked


@pytest.mark.parametrize("key", [24576065432313123456, "24576065432313123456", 7])
def test_trap_04_keys_come_as_numbers_and_as_text(face: str, key: int | str) -> None:
    """The same id either way, also beyond what 64 bits hold."""
    sandbox = unlimited()

    def edit(tree: Any) -> None:
        tree["_embedded"]["sessionInfoResources"][0]["sessionKey"] = key

    (only,) = listed(face, sandbox, newest(sandbox)[1], app=rewriting(sandbox.handle, "GET", "/sessions?", edit))

    assert f"{newest(sandbox)[1]}/{key}" == only.id


def test_trap_09_a_session_comes_from_the_list_never_from_its_own_call(face: str) -> None:
    """GoTo's call of a session by its key answers with attendees; the facts are in the webinar's list."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[WEBINAR].sessions.get(session)

    assert [found] == listed(face, sandbox, event)
    asked = {name for name in sandbox.log if "/webinars/" in name}
    assert {"GET /G2W/rest/v2/organizers/{organizerKey}/webinars/{webinarKey}/sessions 200"} == asked


def test_get_looks_through_every_page(face: str) -> None:
    """A session on a later page is found, and only as many pages are read as it takes."""
    sandbox = unlimited()
    event = again(sandbox, 450)
    key = sandbox.world.digits("again", 250)
    app = Answering(sandbox, "/sessions?", lambda _, tree: (200, tree))
    with sandbox_opened(face, sandbox, app) as accounts:
        assert f"{event}/{key}" == accounts[WEBINAR].sessions.get(f"{event}/{key}").id

    assert 2 == len(app.asked)


def test_trap_24_a_session_that_runs_is_not_found_yet(face: str) -> None:
    """It is in no list while it runs; the error says so, and claims nothing of GoTo's."""
    sandbox = unlimited()
    running = next(each for each in sandbox.world.part(Webinars).all if each.running)
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(NotFound, match="runs") as caught:
        accounts[WEBINAR].sessions.get(f"{running.organizer}/{running.key}/4711")

    assert caught.value.missing == ""
    assert running.key not in {each.event for each in listed(face, sandbox, since=ago(sandbox, 9))}


@pytest.mark.parametrize("session", ["", "1", "1/2", "1/2/3/4", "1/2/", "//", "1/2/a b", "1/2/ü", "1/../3"])
def test_what_is_no_id_of_a_session_is_refused_before_anything_is_sent(face: str, session: str) -> None:
    """A key alone finds nothing."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        for name in ("get", "figures"):
            with pytest.raises(InvalidInput):
                getattr(accounts[WEBINAR].sessions, name)(session)

    assert not [name for name in sandbox.log if "oauth" not in name]


@pytest.mark.parametrize(("status", "kind"), [(404, NotFound), (403, Forbidden)])
def test_a_refusal_is_typed_and_never_an_empty_listing(face: str, status: int, kind: type[ApiError]) -> None:
    """For a webinar, a period and an account; GoTo's sentences are not passed on."""
    sandbox = unlimited()
    refused = Answering(sandbox, "/sessions?", of_body(NOT_THERE, status))
    reads: tuple[Callable[[], object], ...] = (
        lambda: listed(face, sandbox, newest(sandbox)[1], app=refused),
        lambda: listed(face, sandbox, since=ago(sandbox, 9), app=refused),
        lambda: of_account(face, sandbox, refused, since=ago(sandbox, 9)),
    )
    for read in reads:
        with pytest.raises(kind) as caught:
            read()
        assert "ada@" not in f"{caught.value}{caught.value!r}"


def test_a_list_that_changes_is_walked_again(face: str) -> None:
    """A session ends while the list is read: each comes once, and none is lost."""
    sandbox = unlimited()
    event = again(sandbox, 250)
    changed: list[str] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if "/sessions?" in url and "page=1" in url and not changed:
            changed.append(url)
            past = runs(sandbox, sandbox.world.organizer_key)[0]
            held = sandbox.world.part(Webinars).sessions(past.webinar)
            held.insert(0, Run("4711", past.webinar, past.start, past.end))
        return sandbox.handle(method, url, headers, body)

    found = listed(face, sandbox, event, app=app)

    assert changed
    assert 252 == len({each.id for each in found}) == len(found)


# --- the whole account ---------------------------------------------------------------------------------------


def test_the_whole_account_has_every_organizers_sessions(face: str) -> None:
    """Only where the configuration says so; each with the id that finds it again."""
    sandbox = unlimited()
    own, other = sandbox.world.organizer_key, sandbox.world.colleague_key

    found = of_account(face, sandbox, since=ago(sandbox, 30))

    assert {id_of(run) for who in (own, other) for run in runs(sandbox, who) if run.start >= ago(sandbox, 30)} == {
        each.id for each in found
    }
    assert other not in {each.host for each in listed(face, sandbox, since=ago(sandbox, 30))}
    with opened(face, sandbox.handle, whole_account(sandbox)) as accounts:
        assert found[-1] == accounts[WEBINAR].sessions.get(found[-1].id)


def test_organizers_are_found_by_webinars_scheduled_long_before(face: str) -> None:
    """A webinar with many dates may be listed by its first, years ago; its sessions are of today."""
    sandbox = unlimited()
    webinars = sandbox.world.part(Webinars)
    for each in webinars.all:
        if each.organizer == sandbox.world.colleague_key:
            each.times[0] = (each.start - timedelta(days=3000), each.end)

    found = of_account(face, sandbox, since=ago(sandbox, 30))

    assert sandbox.world.colleague_key in {each.host for each in found}


def test_an_organizer_who_cannot_be_read_is_no_silent_gap(face: str) -> None:
    """One refusal ends the listing of the account with its error."""
    sandbox = unlimited()
    part = f"/organizers/{sandbox.world.colleague_key}/sessions"
    app = Answering(sandbox, part, of_body({"errorCode": "AccessDenied"}, 403))

    with pytest.raises(Forbidden):
        of_account(face, sandbox, app, since=ago(sandbox, 30))

    assert app.asked


# --- figures -------------------------------------------------------------------------------------------------


def test_figures_have_no_attention_and_say_how_much_was_dropped(face: str) -> None:
    """Presence, polls and e-mails are read; the two averages are not, and that there were two shows."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    run = runs(sandbox, sandbox.world.organizer_key)[0]
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[WEBINAR].sessions.figures(session)

    assert found == SessionFigures(
        session=found.session,
        event=found.event,
        start=run.start,
        end=run.end,
        registrants=52,
        attended_percent=71.2,
        average_presence=timedelta(seconds=2950),
        polls=1,
        polls_percent=61.0,
        questions=4,
        surveys=1.0,
        surveys_percent=20.0,
        dropped=2,
        title=run.webinar.subject,
        invitations_opened=12,
        link_clicks=30,
    )
    assert (found.session, found.event) == (session, event)
    assert not any(word in repr(found) for word in ("opened", "clicks", run.webinar.subject))
    assert repr(found) == repr(replace(found, title="Another", invitations_opened=98, link_clicks=99))


def test_figures_of_all_sessions_are_told_apart_by_the_key_inside(face: str) -> None:
    """What GoTo names the sessions by is not documented; the values dropped are counted for all of them."""
    sandbox = unlimited()
    event = again(sandbox, 2)

    def rename(tree: Any) -> Any:
        return {f"session {number}": each for number, each in enumerate(tree.values())}

    app = rewriting(sandbox.handle, "GET", f"{event.partition('/')[2]}/performance", rename)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = accounts[WEBINAR].sessions.figures_of_event(event)
        alone = [accounts[WEBINAR].sessions.figures(each.session) for each in found.sessions]

    assert [each.id for each in listed(face, sandbox, event)] == [each.session for each in found.sessions]
    assert (event, 6) == (found.event, found.dropped)
    assert [None, None, None] == [each.dropped for each in found.sessions]
    assert [2, 2, 2] == [each.dropped for each in alone]


def test_a_webinar_without_sessions_has_no_figures(face: str) -> None:
    """An empty map is no error."""
    sandbox = unlimited()
    coming = next(each for each in sandbox.world.part(Webinars).all if each.start > sandbox.world.now())
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[WEBINAR].sessions.figures_of_event(coming.key)

    assert ((), 0) == (found.sessions, found.dropped)


@pytest.mark.parametrize("info", [{"sessionKey": "4711"}, None, []])
def test_figures_of_another_session_or_shape_are_an_error(face: str, info: Any) -> None:
    """They are never told as those that were asked for."""
    sandbox = unlimited()

    def edit(tree: Any) -> None:
        tree["sessionInfo"] = tree["sessionInfo"] | info if isinstance(info, dict) else info

    app = rewriting(sandbox.handle, "GET", "/performance", edit)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError):
        accounts[WEBINAR].sessions.figures(newest(sandbox)[0])


@pytest.mark.parametrize("key", ["", None, "same"])
def test_sessions_that_cannot_be_told_apart_are_an_error(face: str, key: str | None) -> None:
    """No key inside, or twice the same: nobody could say which figures are of which session."""
    sandbox = unlimited()
    event = again(sandbox)

    def edit(tree: Any) -> None:
        for each in tree.values():
            each["sessionInfo"]["sessionKey"] = key

    app = rewriting(sandbox.handle, "GET", "/performance", edit)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError):
        accounts[WEBINAR].sessions.figures_of_event(event)


@pytest.mark.parametrize(
    ("member", "value", "field", "expected"),
    [
        ("attendance.percentageAttendance", "71.5", "attended_percent", 71.5),
        ("attendance.percentageAttendance", "", "attended_percent", None),
        ("attendance.percentageAttendance", None, "attended_percent", None),
        ("attendance.averageAttendanceTimeSeconds", 1.5, "average_presence", timedelta(seconds=1.5)),
        ("attendance.averageAttendanceTimeSeconds", "90", "average_presence", timedelta(seconds=90)),
        ("attendance.averageAttendanceTimeSeconds", "", "average_presence", None),
        ("attendance.registrantCount", "", "registrants", None),
        ("sessionInfo.registrationEmailOpenedCount", 12, "invitations_opened", 12),
        ("sessionInfo.registrationEmailOpenedCount", "", "invitations_opened", None),
        ("sessionInfo.registrationEmailOpenedCount", "many", "invitations_opened", None),
        ("sessionInfo.startTime", "2026-06-15T17:00:00.+0000", "start", datetime(2026, 6, 15, 17, tzinfo=UTC)),
        ("sessionInfo.startTime", "", "start", None),
        ("sessionInfo.sessionKey", "", "dropped", 2),
        ("pollsAndSurveys.surveyCount", 0, "surveys", 0.0),
    ],
)
def test_odd_spellings_of_figures(member: str, value: Any, field: str, expected: Any) -> None:
    """Numbers as text, nothing as empty text, counts that are no number."""
    sandbox = unlimited()
    part, name = member.split(".")
    app = rewriting(sandbox.handle, "GET", "/performance", lambda tree: tree[part].update({name: value}))
    with sandbox_opened("sync", sandbox, app) as accounts:
        found = accounts[WEBINAR].sessions.figures(newest(sandbox)[0])

    assert expected == getattr(found, field)


@pytest.mark.parametrize("value", [1e300, "1e300", "soon", [], True, "Infinity"])
def test_a_span_that_is_none_is_a_typed_error_without_the_value(value: Any) -> None:
    """No ``OverflowError`` comes out, and no value."""
    sandbox = unlimited()

    def edit(tree: Any) -> None:
        tree["attendance"]["averageAttendanceTimeSeconds"] = value

    app = rewriting(sandbox.handle, "GET", "/performance", edit)
    with sandbox_opened("sync", sandbox, app) as accounts, pytest.raises(DecodeError) as caught:
        accounts[WEBINAR].sessions.figures(newest(sandbox)[0])

    assert "averageAttendanceTimeSeconds" in str(caught.value)
    assert str(value) not in str(caught.value).replace("averageAttendanceTimeSeconds", "")


@pytest.mark.parametrize("name", ["figures", "figures_of_event"])
def test_figures_that_are_refused_are_an_error(face: str, name: str) -> None:
    """What GoTo does not know has no figures, and an error that comes as a success is one."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    argument = session if name == "figures" else event
    for status in (404, 200):
        app = Answering(sandbox, "/performance", of_body(NOT_THERE, status))
        with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ApiError) as caught:
            getattr(accounts[WEBINAR].sessions, name)(argument)
        assert "ada@" not in str(caught.value)


def test_a_past_session_cannot_be_deleted(face: str) -> None:
    """The reason and what is left to do are told, and nothing is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(UnsupportedCapability, match="support") as caught:
        accounts[WEBINAR].sessions.delete(newest(sandbox)[0])

    assert "sessions.delete" == caught.value.capability
    assert not sandbox.log
