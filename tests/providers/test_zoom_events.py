"""Zoom's scheduled meetings and webinars, of one host and of all."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rewriting import refusing, rewriting, small_pages
from support import NOON, drive, sandbox_opened, unlimited

from provider_bridge import (
    DecodeError,
    Forbidden,
    HostId,
    HostProblem,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    PageExpired,
)
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.steps import Emit
from provider_bridge.providers.zoom.events import _webinar_pages
from provider_bridge.sandbox.zoom.events import Licences

ZOOM = "sandbox-zoom"


def id_of(event: Any) -> str:
    return f"{event.kind.lower()}:{event.number}"


def test_everything_scheduled_is_listed_across_the_account(face: str) -> None:
    """Meetings and webinars of every host come once each, with what a row says."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        events = {event.id: event for event in accounts[ZOOM].events.list()}

    assert {id_of(event) for event in sandbox.world.events} == set(events)
    for event in sandbox.world.events:
        found = events[id_of(event)]
        assert (found.kind, found.host, found.start) == (event.kind.lower(), event.host.id, event.start)
        assert (found.title, found.recurring) == (event.topic, event.recurring)
        assert found.duration == timedelta(minutes=60)
        assert found.join_url
        assert (found.registration, found.auto_recording, found.occurrences) == ("", "", ())
    # everybody who is active or inactive is asked for both kinds
    assert sandbox.log["GET /users/{userId}/meetings 200"] == 39
    assert sandbox.log["GET /users/{userId}/webinars 200"] == 39


def test_one_host_and_one_kind(face: str) -> None:
    """A host alone costs one call for each kind."""
    sandbox = unlimited()
    webinar = next(event for event in sandbox.world.events if event.kind == "Webinar")
    with sandbox_opened(face, sandbox) as accounts:
        both = list(accounts[ZOOM].events.list(host=webinar.host.id))
        one = list(accounts[ZOOM].events.list(host=webinar.host.id, kind="webinar"))

    assert {event.kind for event in both} == {"meeting", "webinar"}
    assert [event.id for event in one] == [id_of(webinar)]
    assert sandbox.log["GET /users 200"] == 0


def test_since_and_until_are_held_against_the_start(face: str) -> None:
    """Events outside of the period are left out, but recurring ones are kept: their row shows one date only."""
    sandbox = unlimited()
    meetings = [event for event in sandbox.world.events if event.kind == "Meeting"]
    since, until = meetings[2].start, meetings[4].start
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[ZOOM].events.list(kind="meeting", since=since, until=until))

    wanted = {id_of(event) for event in meetings if event.recurring or event.index in {2, 3, 4}}
    assert {event.id for event in found} == wanted
    assert id_of(meetings[4]) in wanted
    assert id_of(meetings[0]) not in wanted


def test_what_has_no_start_is_kept(face: str) -> None:
    """A meeting without a fixed time has no start, or an empty one; it may run whenever."""
    sandbox = unlimited(users=1)

    def change(tree: dict[str, Any]) -> None:
        del tree["meetings"][0]["start_time"]
        tree["meetings"][2]["start_time"] = ""

    app = rewriting(sandbox.handle, "GET", "/meetings?", change)
    far = sandbox.world.now() + timedelta(days=300)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = list(accounts[ZOOM].events.list(kind="meeting", since=far))

    assert sum(event.start is None for event in found) == 2
    assert all(event.start is None or event.recurring for event in found)


def test_a_recurring_event_with_a_row_for_each_date_comes_once(face: str) -> None:
    """Rows of one number are one event, whose dates are asked for with ``get``."""
    sandbox = unlimited(users=1)

    def change(tree: dict[str, Any]) -> None:
        row = next(each for each in tree["meetings"] if each["type"] == 8)
        tree["meetings"].append(row | {"start_time": "2030-01-01T10:00:00Z", "uuid": "another"})
        tree["total_records"] += 1

    app = rewriting(sandbox.handle, "GET", "/meetings?", change)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = [event.id for event in accounts[ZOOM].events.list(kind="meeting")]

    assert len(found) == len(set(found)) == 6


@pytest.mark.parametrize(
    ("method", "part", "status", "code", "message", "kind"),
    [
        ("GET", "/webinars?", 400, 200, "Webinar plan is missing.", "unlicensed"),
        ("GET", "/webinars?", 200, 200, "Only available for paid account.", "unlicensed"),
        ("GET", "/webinars?", 200, "200", "No permission.", "unreadable"),
        ("GET", "/meetings?", 400, 3161, "Not allowed.", "unlicensed"),
        ("GET", "/meetings?", 404, 1001, "User does not exist.", "no_such_host"),
        ("GET", "/meetings?", 400, 1001, "User does not exist.", "no_such_host"),
        ("GET", "/meetings?", 404, 9999, "What?", "unreadable"),
    ],
)
def test_quirk_35_a_host_that_cannot_be_listed_is_told(
    face: str, method: str, part: str, status: int, code: int | str, message: str, kind: str
) -> None:
    """No host is skipped in silence: ``problems`` is told of each, and the rest is listed."""
    sandbox = unlimited(users=3)
    told: list[HostProblem] = []
    app = refusing(sandbox.handle, method, part, status, code, message)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = list(accounts[ZOOM].events.list(problems=told.append))
        with pytest.raises(ListingIncomplete, match=f"3 {kind}"):
            list(accounts[ZOOM].events.list())

    assert {event.kind for event in found} == {"webinar" if "meetings" in part else "meeting"}
    assert {problem.kind for problem in told} == {kind}
    assert {problem.host for problem in told} == {person.id for person in sandbox.world.people["active"]}
    assert not any(problem.host in problem.why for problem in told)


@pytest.mark.parametrize("refused", [True, False])
def test_quirk_22_a_deactivated_host_is_refused_or_has_nothing(face: str, refused: bool) -> None:
    """Both answers occur: the refusal is told, and an empty list is a list."""
    sandbox = unlimited()
    inactive = {person.id for person in sandbox.world.people["inactive"]}
    if refused:
        sandbox.world.part(Licences).cannot_host |= inactive
    told: list[HostProblem] = []
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[ZOOM].events.list(problems=told.append))

    assert len(found) == 9
    assert {problem.host for problem in told} == (inactive if refused else set())


def test_the_forbidden_scenario_has_hosts_without_licences(face: str) -> None:
    """Every third host is told of, and what can be listed is."""
    sandbox = unlimited(scenario="forbidden")
    told: list[HostProblem] = []
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[ZOOM].events.list(problems=told.append))

    lacking = sandbox.world.part(Licences)
    assert len(found) == 9
    assert {problem.host for problem in told} == lacking.no_webinars | lacking.cannot_host
    assert {problem.kind for problem in told} == {"unlicensed"}


def test_everything_else_is_emitted_before_a_gap_is_said(face: str) -> None:
    """Whoever iterates gets what there is, and then the error."""
    sandbox = unlimited()
    sandbox.world.part(Licences).no_webinars.add(sandbox.world.people["active"][2].id)
    found: list[str] = []
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(ListingIncomplete, match="1 unlicensed"):
        found.extend(event.id for event in accounts[ZOOM].events.list())

    assert len(found) == 9


def test_one_host_that_cannot_be_listed_is_an_error(face: str) -> None:
    """Of a single host the error itself is told, or the problem where somebody listens."""
    sandbox = unlimited()
    host = sandbox.world.people["active"][2].id
    sandbox.world.part(Licences).no_webinars.add(host)
    told: list[HostProblem] = []
    with sandbox_opened(face, sandbox) as accounts:
        events = accounts[ZOOM].events
        with pytest.raises(Forbidden) as caught:
            list(events.list(host=host))
        assert list(events.list(host=host, problems=told.append)) == []
        with pytest.raises(NotFound) as gone:
            list(events.list(host="nobody"))

    assert caught.value.missing_plan
    assert gone.value.missing == "user"
    assert [(problem.host, problem.kind) for problem in told] == [(host, "unlicensed")]


def test_a_user_without_an_id_hides_nobody(face: str) -> None:
    """A host that cannot be asked for makes the listing fail, instead of being left out."""
    sandbox = unlimited(users=3)
    app = rewriting(
        sandbox.handle, "GET", "/v2/users?", lambda tree: tree["users"] and tree["users"][0].pop("id") and None
    )
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError, match="id"):
        list(accounts[ZOOM].events.list(problems=print))


def test_a_missing_scope_ends_the_listing(face: str) -> None:
    """A scope is missing for everybody: that is no problem of one host."""
    sandbox = unlimited(users=3)
    text = "Invalid access token, does not contain scopes:[meeting:read:list_meetings:admin]."
    app = refusing(sandbox.handle, "GET", "/meetings?", 400, 4711, text)
    told: list[HostProblem] = []
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(Forbidden, match="list_meetings"):
        list(accounts[ZOOM].events.list(problems=told.append))

    assert told == []


@pytest.mark.parametrize("kind", ["meeting", "webinar"])
def test_a_page_token_that_dies_midway_starts_the_listing_anew(face: str, kind: str) -> None:
    """A token lives 15 minutes; a slow reader still gets everything once."""
    sandbox = unlimited(users=1)
    app = small_pages(sandbox, f"/{kind}s?", 2, expire_after=1)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = [event.id for event in accounts[ZOOM].events.list(kind=kind)]

    assert sorted(found) == sorted(id_of(event) for event in sandbox.world.events if event.kind.lower() == kind)
    assert sandbox.log[f"GET /users/{{userId}}/{kind}s 400"] == 1


def test_a_webinar_list_that_sends_no_token_is_walked_by_number(face: str) -> None:
    """Zoom documents page numbers for webinars and answers with tokens; both are followed."""
    sandbox = unlimited(users=1)

    def change(tree: dict[str, Any]) -> None:
        tree["next_page_token"] = ""

    app = rewriting(small_pages(sandbox, "/webinars?", 2), "GET", "/webinars?", change)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = list(accounts[ZOOM].events.list(kind="webinar"))

    assert len({event.id for event in found}) == len(found) == 3
    assert sandbox.log["GET /users/{userId}/webinars 200"] == 4  # looked at twice


@pytest.mark.parametrize("announced", [{"total_records": 4}, {"page_count": 2}])
def test_a_webinar_list_that_is_short_is_incomplete(face: str, announced: dict[str, int]) -> None:
    """What is announced has to come, by whichever way the list is walked."""
    sandbox = unlimited(users=1)

    def change(tree: dict[str, Any]) -> dict[str, Any]:
        return tree | announced | ({"webinars": tree["webinars"][:2]} if "page_count" in announced else {})

    app = rewriting(sandbox.handle, "GET", "/webinars?", change)
    told: list[HostProblem] = []
    with sandbox_opened(face, sandbox, app) as accounts:
        list(accounts[ZOOM].events.list(kind="webinar", problems=told.append))

    assert [problem.kind for problem in told] == ["unreadable"]
    assert "the listing is incomplete" in told[0].why


def walk(answers: list[dict[str, Any]]) -> tuple[list[str], list[dict[str, str]]]:
    """Walk a list of webinars over canned pages; return the ids and what was asked."""
    asked: list[dict[str, str]] = []

    def answer(step: Any) -> Any:
        if isinstance(step, Call):
            asked.append(dict(step.query))
            page = answers.pop(0)
            if page.get("expired"):
                return PageExpired("GET /users/{userId}/webinars", 400, "dead", code="300")
            return Reply(step.endpoint.name, json.dumps(page).encode(), 0, NOON, "")
        return None

    _, steps = drive(_webinar_pages(HostId("host")), answer)
    return [event.id for step in steps if isinstance(step, Emit) for event in step.items], asked


def webinars(*numbers: int, **more: Any) -> dict[str, Any]:
    return {"webinars": [{"id": number, "type": 5} for number in numbers], **more}


def test_tokens_go_before_numbers() -> None:
    """When tokens come they are followed to their end, whatever page count is echoed."""
    ids, asked = walk(
        [webinars(1, page_count=2, next_page_token="more", total_records=2), webinars(2, page_count=2, page_number=1)]
    )

    assert ids == ["webinar:1", "webinar:2"]
    assert "next_page_token" not in asked[0]
    assert asked[1]["next_page_token"] == "more"
    assert "page_number" not in asked[1]


def test_a_full_page_that_says_nothing_is_incomplete() -> None:
    """300 webinars without a token, a page count or a total: there may be more, so nothing may be concluded."""
    with pytest.raises(ListingIncomplete, match="nothing says"):
        walk([webinars(*range(1, 301))])


@given(
    total=st.integers(0, 23),
    size=st.integers(1, 7),
    tokens=st.booleans(),
    counts=st.booleans(),
    dies=st.integers(0, 4),
)
def test_every_webinar_comes_once_however_the_list_is_walked(
    total: int, size: int, tokens: bool, counts: bool, dies: int
) -> None:
    """By token, by number, with and without totals, and with a token that dies: everything, once."""
    numbers = list(range(1, total + 1))
    pages = [numbers[start : start + size] for start in range(0, total, size)] or [[]]

    def page(number: int) -> dict[str, Any]:
        last = number == len(pages) - 1
        token = f"t{number}" if tokens and not last else ""
        more = {"total_records": total} if counts else {}
        return webinars(*pages[number], next_page_token=token, **more, page_count=len(pages), page_number=number + 1)

    answers = [page(number) for number in range(len(pages))]
    if 0 < dies < len(pages):
        answers[dies:dies] = [{"expired": True}, *answers[:dies]]
    ids, _ = walk(answers)

    assert ids == [f"webinar:{number}" for number in numbers]


def test_an_event_is_told_in_full(face: str) -> None:
    """Registration, what records by itself, and every date of what recurs."""
    sandbox = unlimited(scenario="violating")
    recurring = next(event for event in sandbox.world.events if event.recurring)
    with sandbox_opened(face, sandbox) as accounts:
        events = accounts[ZOOM].events
        found = {id_of(event): events.get(id_of(event)) for event in sandbox.world.events}
        whole = events.get(id_of(recurring))

    first = found[id_of(sandbox.world.events[0])]
    assert (first.registration, first.auto_recording) == ("automatic", "cloud")
    assert {event.registration for event in found.values()} == {"automatic", "manual", "none"}
    assert first.host_email == sandbox.world.events[0].host.email
    assert [each.status for each in whole.occurrences] == ["available", "deleted", "available", "available"]
    assert whole.occurrences[0].start == recurring.start
    assert whole.occurrences[0].id == str(int(recurring.start.timestamp()) * 1000)
    assert whole.recurring
    assert not first.recurring


def test_quirk_32_secrets_do_not_become_values(face: str) -> None:
    """Passwords and the host's link are nowhere; the address to join is a value that no ``repr`` shows."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].events.get(id_of(sandbox.world.events[0]))

    values = {name: getattr(found, name) for name in type(found).__dataclass_fields__}
    assert "hush" not in str(values)
    assert "/j/" in found.join_url
    assert not any(word in repr(found) for word in ("/j/", "example.test", found.title))


@pytest.mark.parametrize(("kind", "wanted"), [("Meeting", "meeting"), ("Webinar", "webinar")])
def test_a_bare_number_is_looked_up(face: str, kind: str, wanted: str) -> None:
    """As a meeting, then as a webinar."""
    sandbox = unlimited()
    event = next(each for each in sandbox.world.events if each.kind == kind)
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].events.get(str(event.number))

    assert (found.kind, found.id) == (wanted, id_of(event))


@pytest.mark.parametrize(
    ("status", "code", "missing"), [(404, 3001, "event"), (400, 3001, "event"), (404, 0, ""), (404, 1001, "user")]
)
def test_each_meaning_of_not_found(face: str, status: int, code: int, missing: str) -> None:
    """A 404 says what is missing only where the vendor's code does."""
    sandbox = unlimited()
    app = refusing(sandbox.handle, "GET", "/v2/meetings/", status, code)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(NotFound) as caught:
        accounts[ZOOM].events.get("meeting:123456789")

    assert caught.value.missing == missing


def test_quirk_1_http_200_with_an_error_body_is_an_error(face: str) -> None:
    """An answer that is only a code and a message is a refusal, whatever its status."""
    sandbox = unlimited()
    app = refusing(sandbox.handle, "GET", "/v2/meetings/", 200, 200, "Only available for paid account.")
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(Forbidden) as caught:
        accounts[ZOOM].events.get(id_of(sandbox.world.events[0]))

    assert caught.value.missing_plan


def test_quirks_2_3_and_4_empty_texts_unseen_words_and_ids_of_either_kind(face: str) -> None:
    """Empty dates are none, unseen values survive as text, and a number may be text."""
    sandbox = unlimited()
    event = sandbox.world.events[1]
    number = str(event.number)
    odd = {
        "id": f"{number[:3]} {number[3:]}",
        "start_time": "",
        "created_at": "2019-02-01T12:34:12.66Z",
        "timezone": "",
        "duration": "",
        "type": "77",
        "host_id": "",
        "settings": {"approval_type": 9, "auto_recording": "moon"},
        "occurrences": [{"occurrence_id": 1648194360000, "start_time": "", "status": "postponed"}],
    }
    app = rewriting(sandbox.handle, "GET", "/v2/meetings/", lambda tree: tree | odd)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = accounts[ZOOM].events.get(id_of(event))

    assert (found.id, found.start, found.time_zone, found.duration) == (id_of(event), None, "", None)
    assert (found.host, found.recurring) == (None, False)
    assert (found.registration, found.auto_recording) == ("9", "moon")
    assert found.created_at is not None
    assert found.created_at.microsecond == 660000
    assert [(each.id, each.start, each.status) for each in found.occurrences] == [("1648194360000", None, "postponed")]


def test_a_row_without_a_number_is_no_row(face: str) -> None:
    """What cannot be named cannot be listed; the error says where, not what."""
    sandbox = unlimited(users=1)
    app = rewriting(sandbox.handle, "GET", "/meetings?", lambda tree: tree["meetings"][0].pop("id") and None)
    host = sandbox.world.people["active"][0].id
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError, match=r"meetings\.0\.id"):
        list(accounts[ZOOM].events.list(host=host, kind="meeting"))


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "party"},
        {"host": " "},
        {"since": NOON.replace(tzinfo=None)},
        {"since": NOON, "until": NOON - timedelta(days=1)},
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(face: str, options: dict[str, Any]) -> None:
    """One sentence, and no call."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        with pytest.raises(InvalidInput):
            list(accounts[ZOOM].events.list(**options))
        with pytest.raises(InvalidInput):
            accounts[ZOOM].events.get("my meeting")

    assert not sandbox.log
