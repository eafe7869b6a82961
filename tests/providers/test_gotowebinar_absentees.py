"""Who registered for a GoTo webinar and did not come: told only where nothing contradicts it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rewriting import App, rewriting
from support import sandbox_opened, unlimited
from tours.gotowebinar.sessions import newest

from provider_bridge import Conflict, Forbidden, InvalidInput, ListingIncomplete, NotFound, Registrant, RegistrantId
from provider_bridge.providers.gotowebinar.absentees import Came
from provider_bridge.providers.gotowebinar.wire.participants import Attended
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Guests, Session, Webinar, Webinars

WEBINAR = "sandbox-webinar"


def absent(face: str, sandbox: Sandbox, event: str, app: App | None = None, **more: Any) -> list[Registrant]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[WEBINAR].participants.absentees(event, **more))


def past(sandbox: Sandbox) -> Session:
    webinars = sandbox.world.part(Webinars)
    return next(run for each in webinars.all for run in webinars.sessions(each))


def keys(found: list[Registrant]) -> set[str]:
    return {each.id for each in found}


def test_who_registered_and_did_not_come_is_listed(face: str) -> None:
    """Each once, with what the list of registrants shows of them."""
    sandbox = unlimited()
    run, guests = past(sandbox), sandbox.world.part(Guests)
    session, event = newest(sandbox)

    found = absent(face, sandbox, event)

    away = [each for each in guests.everybody(run.webinar) if not guests.attended(run, each)]
    assert 0 < len(away) == len(found)
    assert found == absent(face, sandbox, event, session=session)
    for each, guest in zip(found, away, strict=True):
        assert (each.id, each.status, each.registered_at) == (guest.key, "approved", guest.registered_at)
        assert (each.email, each.first_name, each.last_name) == (guest.email, guest.first_name, guest.last_name)
        assert each.join_url
    assert not any(word in repr(found) for word in ("example.test", "Guest"))


def test_of_a_webinar_with_two_sessions_who_came_to_neither_is_absent(face: str) -> None:
    """Who came to one of them is absent from the other only."""
    sandbox = unlimited()
    first = past(sandbox)
    second = Session("4711", first.webinar, first.start + timedelta(days=1), first.end + timedelta(days=1))
    sandbox.world.part(Webinars).sessions(first.webinar).append(second)
    session, event = newest(sandbox)
    away = keys(absent(face, sandbox, event))
    (one, *_) = sorted(away)

    def came_to_the_second(tree: Any) -> None:
        rows = tree["_embedded"]["attendeeParticipationResponses"]
        rows.append(rows[0] | {"registrantKey": one, "sessionKey": second.key})
        tree["page"]["totalElements"] += 1

    def came(tree: Any) -> None:
        tree.append(tree[0] | {"registrantKey": int(one)})

    app = rewriting(sandbox.handle, "GET", f"{event.partition('/')[2]}/attendees", came_to_the_second)
    app = rewriting(app, "GET", f"{second.key}/attendees", came)

    assert away - {one} == keys(absent(face, sandbox, event, app))
    assert away == keys(absent(face, sandbox, event, app, session=session))
    assert away - {one} == keys(absent(face, sandbox, event, app, session=f"{event}/{second.key}"))


@pytest.mark.parametrize("status", ["WAITING", "DENIED", "approved", "Never seen", ""])
def test_whatever_their_status_they_are_listed(face: str, status: str) -> None:
    """GoTo's words become ours, unseen ones survive."""
    sandbox = unlimited()

    def edit(tree: Any) -> None:
        for each in tree["data"]:
            each["status"] = status

    found = absent(face, sandbox, newest(sandbox)[1], rewriting(sandbox.handle, "GET", "/registrants?", edit))

    ours = {"WAITING": "pending", "DENIED": "denied", "approved": "approved"}.get(status, status)
    assert {ours} == {each.status for each in found}


@pytest.mark.parametrize("start", ["running", "coming"])
def test_trap_24_nobody_is_absent_from_what_did_not_take_place(face: str, start: str) -> None:
    """A webinar that runs, or is to come, has no past session: an error, and no list of everybody."""
    sandbox = unlimited()
    now = sandbox.world.now()
    fits: dict[str, Callable[[Webinar], bool]] = {
        "running": lambda each: each.running,
        "coming": lambda each: each.start > now,
    }
    webinar = next(each for each in sandbox.world.part(Webinars).all if fits[start](each))
    event = f"{webinar.organizer}/{webinar.key}"

    with pytest.raises(Conflict, match="no past session"):
        absent(face, sandbox, event)
    with pytest.raises(NotFound):
        absent(face, sandbox, event, session=f"{event}/4711")
    assert not [name for name in sandbox.log if "/registrants" in name]


def without_one(tree: Any) -> None:
    """Take somebody out of a list of attendees, of either shape."""
    if isinstance(tree, list):
        tree.pop()
        return
    tree["_embedded"]["attendeeParticipationResponses"].pop()
    tree["page"]["totalElements"] -= 1


@pytest.mark.parametrize("of", ["event", "session"])
def test_trap_24_fewer_attendees_than_counted_tell_nobody_absent(face: str, of: str) -> None:
    """Data can be late: where GoTo counted more than it lists, nobody is listed."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    app = rewriting(sandbox.handle, "GET", "/attendees", without_one)
    more = {"session": session} if of == "session" else {}

    with pytest.raises(ListingIncomplete, match="came to a session"):
        absent(face, sandbox, event, app, **more)
    assert not [name for name in sandbox.log if "/registrants" in name]


@pytest.mark.parametrize("of", ["event", "session"])
def test_somebody_without_key_and_address_makes_nobody_absent(face: str, of: str) -> None:
    """A caller, say, who may be any of the registrants."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    more = {"session": session} if of == "session" else {}

    def edit(tree: Any) -> None:
        rows = tree if isinstance(tree, list) else tree["_embedded"]["attendeeParticipationResponses"]
        rows[0].update(registrantKey="", email=" ", firstName="Caller", lastName="1")

    with pytest.raises(ListingIncomplete, match="cannot be told") as caught:
        absent(face, sandbox, event, rewriting(sandbox.handle, "GET", "/attendees", edit), **more)

    assert "Caller" not in str(caught.value)


def test_trap_23_who_came_without_a_key_is_told_by_address_in_any_case(face: str) -> None:
    """Upper case, a space behind it: the registrant with that address was there."""
    sandbox = unlimited()
    event = newest(sandbox)[1]
    away = keys(absent(face, sandbox, event))

    def edit(tree: Any) -> None:
        for each in tree["_embedded"]["attendeeParticipationResponses"]:
            each.update(registrantKey=None, email=each["email"].upper() + " ")

    assert away == keys(absent(face, sandbox, event, rewriting(sandbox.handle, "GET", "/attendees", edit)))


def test_trap_07_registrants_change_shape(face: str) -> None:
    """Pages are asked for by ``limit``; a bare array in their place is the whole list."""
    sandbox = unlimited()
    event = newest(sandbox)[1]
    asked: list[dict[str, list[str]]] = []

    def bare(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if "/registrants?" in url:
            asked.append(parse_qs(urlsplit(url).query))
            url = re.sub(r"\?.*", "", url)
        return sandbox.handle(method, url, headers, body)

    assert absent(face, sandbox, event) == absent(face, sandbox, event, bare)
    assert [{"page": ["0"], "limit": ["200"]}] == asked


def test_trap_06_each_list_is_paged_in_its_own_style(face: str) -> None:
    """``size`` for sessions and attendees, ``limit`` for registrants; all pages are read, and nobody is lost."""
    sandbox = unlimited(registrants=450)
    asked: list[tuple[str, set[str]]] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if "/webinars/" in url:
            parts = urlsplit(url)
            asked.append((parts.path.rpartition("/")[2], set(parse_qs(parts.query))))
        return sandbox.handle(method, url, headers, body)

    assert [] == absent(face, sandbox, newest(sandbox)[1], app)
    by_size, by_limit = {"page", "size"}, {"page", "limit"}
    assert [
        ("sessions", by_size),
        *[("attendees", by_size)] * 3,
        *[("registrants", by_limit)] * 6,
    ] == asked  # two looks


def test_a_session_of_another_webinar_is_refused(face: str) -> None:
    """Of another webinar or organizer; and what is no id at all."""
    sandbox = unlimited()
    event = newest(sandbox)[1]
    organizer, webinar = event.split("/")
    for session in (f"{organizer}/1/2", f"1/{webinar}/2", "2", event):
        with pytest.raises(InvalidInput):
            absent(face, sandbox, event, session=session)
    assert not sandbox.log


def test_a_bare_key_is_one_of_the_organizers(face: str) -> None:
    sandbox = unlimited()
    session, event = newest(sandbox)

    assert absent(face, sandbox, event) == absent(face, sandbox, event.partition("/")[2], session=session)


@pytest.mark.parametrize("part", ["/sessions?", "/attendees", "/registrants?"])
def test_whichever_list_is_refused_nobody_is_absent(face: str, part: str) -> None:
    """A list that cannot be read is none."""
    sandbox = unlimited()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if part in url:
            return 403, {}, b'{"errorCode": "AccessDenied", "description": "ada@example.test"}'
        return sandbox.handle(method, url, headers, body)

    with pytest.raises(Forbidden):
        absent(face, sandbox, newest(sandbox)[1], app)


def attended(session: str, who: str, email: str = "") -> Attended:
    return Attended(who, session, None, (), email, "", "")


some_keys = st.integers(0, 12).map(str)


@given(st.lists(st.tuples(st.sampled_from("ab"), some_keys)), st.lists(some_keys, unique=True))
def test_absent_are_those_registered_less_those_who_came(rows: list[tuple[str, str]], registered: list[str]) -> None:
    """Whoever came, to whichever session and however often, is absent from none; everybody else is."""
    came = Came("GET /attendees", [])
    came.take([attended(*each) for each in rows])

    away = {key for key in registered if not came.has(Registrant(RegistrantId(key), "", None, email="x@y.test"))}

    assert set(registered) - {key for _, key in rows} == away
