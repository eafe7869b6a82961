"""Who was at a GoTo webinar, one person once, for one session and for all of a webinar's."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from answering import Answering, of_body
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rewriting import App, rewriting
from support import sandbox_opened, unlimited
from tours.gotowebinar.sessions import newest

from provider_bridge import (
    ApiError,
    BadRequest,
    DecodeError,
    Forbidden,
    Interval,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    Participant,
    UnsupportedCapability,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Guests, Session, Webinars

WEBINAR = "sandbox-webinar"
ATTENDEES = "/attendees"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def listed(face: str, sandbox: Sandbox, session: str, app: App | None = None) -> list[Participant]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[WEBINAR].participants.list(session))


def of_event(face: str, sandbox: Sandbox, event: str, app: App | None = None) -> list[Participant]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[WEBINAR].participants.list_of_event(event))


def stay(first: int, last: int) -> dict[str, str]:
    """Return a stay from so many minutes after noon to so many."""
    begin, end = (NOON + timedelta(minutes=minutes) for minutes in (first, last))
    return {"joinTime": f"{begin:%Y-%m-%dT%H:%M:%SZ}", "leaveTime": f"{end:%Y-%m-%dT%H:%M:%SZ}"}


def interval(first: int, last: int) -> Interval:
    return Interval(NOON + timedelta(minutes=first), NOON + timedelta(minutes=last))


def row(**more: Any) -> dict[str, Any]:
    return {
        "registrantKey": 4711,
        "firstName": "Ada",
        "lastName": "Example",
        "email": "ada@x.test",
        "attendanceTimeInSeconds": 600,
        "attendance": [stay(0, 10)],
    } | more


def of_rows(face: str, *rows: Any) -> list[Participant]:
    """List a session whose attendees are these."""
    sandbox = unlimited()
    return listed(face, sandbox, newest(sandbox)[0], Answering(sandbox, ATTENDEES, of_body(list(rows))))


def page_of(rows: list[Any], total: int | None = None) -> dict[str, Any]:
    total = len(rows) if total is None else total
    page = {"size": 200, "totalElements": total, "totalPages": -(-total // 200), "number": 0}
    return ({"_embedded": {"attendeeParticipationResponses": rows}} if rows else {}) | {"page": page}


def of_page(face: str, rows: list[Any], total: int | None = None) -> list[Participant]:
    """List a webinar whose attendees are these."""
    sandbox = unlimited()
    app = Answering(sandbox, ATTENDEES, of_body(page_of(rows, total)))
    return of_event(face, sandbox, newest(sandbox)[1], app)


def past(sandbox: Sandbox) -> Session:
    webinars = sandbox.world.part(Webinars)
    return next(run for each in webinars.all for run in webinars.sessions(each))


def again(sandbox: Sandbox) -> Session:
    """Let the newest webinar have been held once more."""
    first = past(sandbox)
    run = Session("4711", first.webinar, first.start + timedelta(days=1), first.end + timedelta(days=1))
    sandbox.world.part(Webinars).sessions(first.webinar).append(run)
    return run


def test_everybody_who_came_is_listed_once_with_all_stays(face: str) -> None:
    """Names, addresses, stays, seconds and the key of the registration are those of who came, and nobody else's."""
    sandbox = unlimited()
    run, guests = past(sandbox), sandbox.world.part(Guests)
    session = newest(sandbox)[0]

    found = listed(face, sandbox, session)

    came = guests.attendees(run)
    assert 0 < len(came) < len(guests.everybody(run.webinar))
    assert {each.key for each in came} == {each.registrant for each in found}
    for each in found:
        guest = next(one for one in came if one.key == each.registrant)
        stays = guests.attended(run, guest)
        assert (each.session, each.matched_by, each.rows, each.waited) == (session, "registrant", 1, ())
        assert (each.name, each.email) == (f"{guest.first_name} {guest.last_name}", guest.email)
        assert [(one.joined, one.left) for one in each.intervals] == stays
        assert each.present == sum((left - joined for joined, left in stays), timedelta())
    assert {1, 2} == {len(each.intervals) for each in found}
    starts = [one.joined for each in found for one in each.intervals[:1] if one.joined]
    assert len(found) == len(starts)
    assert all(first <= second for first, second in pairwise(starts))


def test_nobody_came(face: str) -> None:
    """An empty array, and a page without ``_embedded``."""
    assert [] == of_rows(face)
    assert [] == of_page(face, [])


def test_trap_22_rows_of_one_registration_are_one_person(face: str) -> None:
    """However many rows there are: stays in order, seconds added up, rows counted, other names kept."""
    (only,) = of_rows(
        face,
        row(attendance=[stay(40, 50)], email="Ada@Home.test"),
        row(attendance=[stay(20, 30), stay(0, 10)], attendanceTimeInSeconds=1200, firstName="A."),
    )

    assert (interval(0, 10), interval(20, 30), interval(40, 50)) == only.intervals
    assert (only.rows, only.present, only.registrant) == (2, timedelta(minutes=30), "4711")
    assert (only.name, only.email) == ("A. Example", "ada@x.test")
    assert ("Ada Example", "Ada@Home.test") == only.also_known


@pytest.mark.parametrize("key", [0, "0", "", None])
def test_people_without_a_registration_are_not_one_person(face: str, key: object) -> None:
    """A key of zero stands for none, as an empty one does: everybody who has it would be the same person."""
    found = of_rows(face, *(row(registrantKey=key, email=f"{who}@x.test", firstName=who) for who in ("ada", "bob")))

    assert [("ada@x.test", None), ("bob@x.test", None)] == sorted((each.email, each.registrant) for each in found)


def test_two_registrations_are_two_people_whatever_they_share(face: str) -> None:
    """The same name and address: somebody may have registered a colleague."""
    assert 2 == len(of_rows(face, row(), row(registrantKey=4712)))


def test_trap_23_without_a_key_an_address_in_any_case_tells(face: str) -> None:
    """Compared in lower case and without spaces; shown as it came."""
    (only,) = of_rows(
        face,
        row(registrantKey=None, email="Ada@X.test "),
        row(registrantKey="", email="ada@x.TEST", attendance=[stay(20, 30)]),
    )

    assert (only.matched_by, only.rows, only.email, only.registrant) == ("email", 2, "Ada@X.test", None)


def test_without_a_key_an_address_leads_to_the_registration_that_has_it(face: str) -> None:
    """A row without a key is of the one registration whose address it has, and of none where two have it."""
    keyless = row(registrantKey=None, email="ADA@x.test", attendance=[stay(20, 30)])

    assert [2] == [each.rows for each in of_rows(face, row(), keyless)]
    assert [1, 1, 1] == [each.rows for each in of_rows(face, row(), row(registrantKey=4712), keyless)]


def test_a_name_alone_joins_nobody(face: str) -> None:
    """Two who dialled in can have the same label."""
    caller = row(registrantKey=None, email="", firstName="Caller", lastName="1")

    two = of_rows(face, caller, caller)

    assert [("row", "Caller 1", 1)] * 2 == [(each.matched_by, each.name, each.rows) for each in two]


def test_a_row_without_stays_or_seconds_is_still_a_person(face: str) -> None:
    """Somebody was there, and GoTo does not say when; zero seconds count as not counted yet."""
    for stays in ([], None, [{"joinTime": "", "leaveTime": None}]):
        (only,) = of_rows(face, row(attendance=stays, attendanceTimeInSeconds=0))

        assert ((Interval(None, None),), None, 1) == (only.intervals, only.present, only.rows)


@pytest.mark.parametrize("written", [5250, "5250", 5250.0])
def test_seconds_come_as_numbers_and_as_text(face: str, written: Any) -> None:
    (only,) = of_rows(face, row(attendanceTimeInSeconds=written))

    assert timedelta(seconds=5250) == only.present


@pytest.mark.parametrize(
    "written", ["2026-11-02T12:00:00Z", "2026-11-02T12:00:00.+0000", "2026-11-02T13:00:00.000+01:00"]
)
def test_times_in_any_spelling_are_utc(face: str, written: str) -> None:
    (only,) = of_rows(face, row(attendance=[{"joinTime": written, "leaveTime": ""}]))

    assert (Interval(NOON, None),) == only.intervals
    assert only.intervals[0].joined is not None
    assert only.intervals[0].joined.tzinfo is UTC


@pytest.mark.parametrize("key", [24576065432313123456, "24576065432313123456"])
def test_trap_04_keys_come_as_numbers_and_as_text(face: str, key: Any) -> None:
    """Keys beyond what 64 bits hold are the same either way, in both lists."""
    (one,) = of_rows(face, row(registrantKey=key))
    (other,) = of_page(face, [row(registrantKey=key, sessionKey=key)])

    assert "24576065432313123456" == one.registrant == other.registrant
    assert other.session.endswith("/24576065432313123456")


def test_the_two_lists_of_the_simulator_spell_keys_differently_and_agree(face: str) -> None:
    """Numbers for one session and text for all of them, as clients met; the people are the same."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    raw: list[Any] = []

    def note(_: str, tree: Any) -> tuple[int, Any]:
        raw.append(tree)
        return 200, tree

    apart = listed(face, sandbox, session, Answering(sandbox, ATTENDEES, note))
    together = of_event(face, sandbox, event, Answering(sandbox, ATTENDEES, note))

    assert isinstance(raw[0][0]["registrantKey"], int)
    assert isinstance(raw[1]["_embedded"]["attendeeParticipationResponses"][0]["registrantKey"], str)
    assert sorted(apart, key=lambda each: each.registrant or "") == together


def test_trap_09_and_10_attendance_comes_from_the_list(face: str) -> None:
    """One call; neither the session's own call nor that of one attendee, which answers with a registration."""
    sandbox = unlimited()

    listed(face, sandbox, newest(sandbox)[0])

    path = "/G2W/rest/v2/organizers/{organizerKey}/webinars/{webinarKey}/sessions/{sessionKey}/attendees"
    assert {f"GET {path} 200": 1} == {name: count for name, count in sandbox.log.items() if "/webinars/" in name}


def test_rows_of_another_session_are_an_error(face: str) -> None:
    """Nobody is told to have been where they were not; rows that do not say are of the one asked for."""
    with pytest.raises(DecodeError, match="another session"):
        of_rows(face, row(), row(sessionKey=1))
    assert 1 == len(of_rows(face, row(sessionKey=None)))


@pytest.mark.parametrize("body", [{}, {"attendees": []}, None, "x", [5], [{"attendance": [{"joinTime": "soon"}]}]])
def test_what_is_no_list_of_attendees_is_an_error(face: str, body: Any) -> None:
    """Only an array says who was there. A value that cannot be read is not shown."""
    sandbox = unlimited()
    with pytest.raises((DecodeError, BadRequest)) as caught:
        listed(face, sandbox, newest(sandbox)[0], Answering(sandbox, ATTENDEES, of_body(body)))

    assert "soon" not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize(("status", "kind"), [(404, NotFound), (403, Forbidden), (200, BadRequest)])
def test_a_refusal_is_never_an_empty_list(face: str, status: int, kind: type[ApiError]) -> None:
    """Nor is an error that comes as a success; and none passes on GoTo's words."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    body = {"errorCode": "SomeCode", "description": "no ada@example.test"}
    app = Answering(sandbox, ATTENDEES, of_body(body, status))
    for read, identifier in ((listed, session), (of_event, event)):
        with pytest.raises(kind) as caught:
            read(face, sandbox, identifier, app)
        assert "ada@" not in f"{caught.value}{caught.value!r}"


def test_trap_24_a_session_that_runs_has_no_list_yet(face: str) -> None:
    """GoTo does not know it yet: an error, no empty list."""
    sandbox = unlimited()
    running = next(each for each in sandbox.world.part(Webinars).all if each.running)
    with pytest.raises(NotFound):
        listed(face, sandbox, f"{running.organizer}/{running.key}/4711")


@pytest.mark.parametrize("session", ["", "1", "1/2", "1/2/3/4", "1/2/ ", "a@b.test"])
def test_what_is_no_id_of_a_session_is_refused_before_anything_is_sent(face: str, session: str) -> None:
    sandbox = unlimited()
    with pytest.raises(InvalidInput):
        listed(face, sandbox, session)

    assert not sandbox.log


def test_nobody_is_in_a_repr(face: str) -> None:
    """Keys and times show, names and addresses do not."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    shown = repr(listed(face, sandbox, session) + of_event(face, sandbox, event))

    assert "4711" not in shown
    assert not any(word in shown for word in ("example.test", "Guest", "@"))


def test_nobodys_attendance_can_be_deleted(face: str) -> None:
    """The reason and what is left to do are told, and nothing is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(UnsupportedCapability, match="whole webinar"):
        accounts[WEBINAR].participants.delete(newest(sandbox)[0])

    assert not sandbox.log


# --- all sessions of a webinar -------------------------------------------------------------------------------


def test_who_was_in_two_sessions_is_two_participants(face: str) -> None:
    """One for each session, as ``list`` shows them there."""
    sandbox = unlimited()
    second = again(sandbox)
    session, event = newest(sandbox)

    found = of_event(face, sandbox, event)

    apart = [*listed(face, sandbox, session), *listed(face, sandbox, f"{event}/{second.key}")]
    assert len(apart) == len(found) == 2 * len({each.registrant for each in found})
    assert set(apart) == set(found)


def test_trap_06_attendees_of_a_webinar_are_paged_by_size(face: str) -> None:
    """200 a page, and no ``limit``, which would give twenty in silence."""
    sandbox = unlimited(registrants=450)
    app = Answering(sandbox, ATTENDEES, lambda _, tree: (200, tree))

    found = of_event(face, sandbox, newest(sandbox)[1], app)

    assert 450 == len({each.registrant for each in found}) == len(found)
    asked = [parse_qs(urlsplit(url).query) for url in app.asked]
    assert [{"page": [str(number)], "size": ["200"]} for number in range(3)] == asked


def test_pages_are_fetched_as_they_are_asked_for(face: str) -> None:
    """Who looks at the first few causes one call."""
    sandbox = unlimited(registrants=2000)
    app = Answering(sandbox, ATTENDEES, lambda _, tree: (200, tree))
    with sandbox_opened(face, sandbox, app) as accounts:
        assert 3 == len(list(islice(accounts[WEBINAR].participants.list_of_event(newest(sandbox)[1]), 3)))

    assert 1 == len(app.asked)


def test_fewer_rows_than_announced_are_incomplete(face: str) -> None:
    """Nobody may conclude anything from who is missing; a row that came twice counts once."""
    with pytest.raises(ListingIncomplete):
        of_page(face, [row(sessionKey="1")], 2)
    with pytest.raises(ListingIncomplete):
        of_page(face, [row(sessionKey="1"), row(sessionKey="1")], 2)


def test_a_second_row_of_one_person_is_not_lost(face: str) -> None:
    """Should GoTo have one, with other stays, it is shown by itself."""
    two = of_page(face, [row(sessionKey="1"), row(sessionKey="1", attendance=[stay(20, 30)])])

    assert [(interval(0, 10),), (interval(20, 30),)] == [each.intervals for each in two]


def test_a_row_that_does_not_say_its_session_is_an_error(face: str) -> None:
    """It could be of any."""
    with pytest.raises(DecodeError, match="sessionKey"):
        of_page(face, [row(sessionKey=None)])


def test_a_list_that_changes_is_walked_again(face: str) -> None:
    """Somebody is added before the rows that were read: each comes once, and nobody is lost."""
    sandbox = unlimited()
    many = [row(registrantKey=str(number), sessionKey="1") for number in range(300)]
    asked: list[int] = []

    def make(url: str, _: Any) -> tuple[int, Any]:
        number = int(parse_qs(urlsplit(url).query)["page"][0])
        asked.append(number)
        rows = many if len(asked) == 1 else [row(registrantKey="new", sessionKey="1"), *many]
        page = {"size": 200, "totalElements": len(rows), "totalPages": 2, "number": number}
        some = rows[200 * number : 200 * number + 200]
        return 200, {"_embedded": {"attendeeParticipationResponses": some}, "page": page}

    found = of_event(face, sandbox, newest(sandbox)[1], Answering(sandbox, ATTENDEES, make))

    assert [0, 1, 0, 1] == asked
    assert 301 == len({each.registrant for each in found}) == len(found)


texts = st.text(st.characters(codec="utf-8"), max_size=4)
rows = st.fixed_dictionaries(
    {
        "firstName": texts | st.none(),
        "lastName": texts | st.none(),
        "email": st.sampled_from(["", None, "a@x.test", "A@x.test ", "b@x.test"]),
        "attendanceTimeInSeconds": st.integers(0, 9999) | st.none(),
        "attendance": st.lists(st.builds(stay, st.integers(0, 50), st.integers(0, 99)), max_size=3),
    }
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no error
@given(st.lists(rows, max_size=5))
def test_row_by_row_or_put_together_people_are_the_same(made: list[Any]) -> None:
    """Where every row has a key of its own, both operations tell the same of it, whatever else it says."""
    sandbox = unlimited()
    session, event = newest(sandbox)
    keyed = [
        each | {"registrantKey": number, "sessionKey": session.split("/")[2]} for number, each in enumerate(made, 1)
    ]

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if ATTENDEES not in url:
            return sandbox.handle(method, url, headers, body)
        return 200, {}, json.dumps(keyed if "/sessions/" in url else page_of(keyed)).encode()

    together = listed("sync", sandbox, session, app)

    assert len(made) == len(together)
    assert set(of_event("sync", sandbox, event, app)) == set(together)


def peak(sandbox: Sandbox, listing: Iterator[Any]) -> float:
    """Return how many MiB a listing holds at most while it is read to its end, the simulator's answers included."""
    tracemalloc.start()
    try:
        assert sandbox.world.registrants == sum(1 for _ in listing)
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.memory
def test_trap_31_very_many_attendees_stream_in_flat_memory() -> None:
    """Eleven thousand more hold no more than the eight bytes a row by which they are told apart, and some air.

    A million hold some 25 MiB more, as ``Seen`` promises and its own test shows; a list of them would hold hundreds.
    """
    held: list[float] = []
    for count in (600, 600, 12_000):  # the first only warms up
        sandbox = unlimited(registrants=count)
        with sandbox_opened("sync", sandbox) as accounts:
            held.append(peak(sandbox, accounts[WEBINAR].participants.list_of_event(newest(sandbox)[1])))

    assert held[2] - held[1] < 1.5


def test_trap_31_a_list_that_comes_at_once_is_read_once() -> None:
    """No pages are asked for where GoTo has none, and nobody is lost."""
    sandbox = unlimited(registrants=3000)
    with sandbox_opened("sync", sandbox) as accounts:
        found = list(accounts[WEBINAR].participants.list(newest(sandbox)[0]))

    assert 3000 == len({each.registrant for each in found})
    assert 1 == sum(count for name, count in sandbox.log.items() if name.endswith("/attendees 200"))


def test_forbidden_members_are_in_no_participant(face: str) -> None:
    """Scores of attention that a row might have one day change nothing."""
    sandbox = unlimited()
    session = newest(sandbox)[0]
    app = rewriting(
        sandbox.handle, "GET", ATTENDEES, lambda tree: [each | {"attentivenessScore": 71.83} for each in tree]
    )

    assert listed(face, sandbox, session) == listed(face, sandbox, session, app)
