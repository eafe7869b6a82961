"""GoToWebinar's webinars: listed for one organizer and for the account, and looked at one by one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from answering import Answering, of_body
from hypothesis import given
from hypothesis import strategies as st
from rewriting import App, rewriting
from support import NOON, drive, unlimited
from webinars import COLLEAGUE, all_of, id_of, named, webinar_account

from provider_bridge import (
    BadRequest,
    DecodeError,
    EventId,
    Forbidden,
    HostId,
    HostProblem,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    TimeSpan,
    Unauthorized,
)
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.listing.periods import period
from provider_bridge.core.steps import Emit
from provider_bridge.providers.gotowebinar.event_listing import webinars
from provider_bridge.providers.gotowebinar.events import _is_within, _listed
from provider_bridge.providers.gotowebinar.wire import events as wire
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Guests, Webinars

LIST = "/webinars?"
HOUR = timedelta(hours=1)


def in_url(sandbox: Sandbox, asked: list[str]) -> App:
    """Return the simulator, with every address written down."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        asked.append(url)
        return sandbox.handle(method, url, headers, body)

    return app


def test_past_and_coming_webinars_are_listed(face: str) -> None:
    """All of the organizer come once each, with everything that a row says, and none of a colleague's."""
    sandbox = unlimited()
    with webinar_account(face, sandbox) as account:
        found = list(account.events.list())

    wanted = all_of(sandbox)
    assert len(found) == len(wanted) == 17
    for event, webinar in zip(found, wanted, strict=True):
        assert (event.id, event.kind, event.host) == (id_of(webinar), "webinar", webinar.organizer)
        assert (event.start, event.duration) == (webinar.start, HOUR)
        assert (event.title, event.time_zone, event.locale) == (webinar.subject, "Europe/Berlin", "en_US")
        assert event.registration == webinar.approval.lower()
        assert (event.format, event.number) == ("classic", webinar.number)
        assert (event.password_protected, event.impromptu) == (False, False)
        assert event.registration_url.endswith(webinar.key)
        assert (event.running, event.registrants, event.registration_limit, event.on_demand) == (None,) * 4
        assert (event.host_email, event.host_name, event.join_url) == ("", "", "")


def test_the_whole_account_is_listed_when_the_configuration_says_so(face: str) -> None:
    """Then another call is made, which has every organizer's; the account's key is found out."""
    sandbox = unlimited()
    with webinar_account(face, sandbox, whole_account=True) as account:
        found = {event.id: event.host for event in account.events.list()}

    assert set(found) == {id_of(each) for each in sandbox.world.part(Webinars).all}
    assert found[id_of(named(sandbox, COLLEAGUE))] == sandbox.world.colleague_key
    assert sandbox.log["GET /admin/rest/v1/me 200"] == 1
    assert sandbox.log["GET /G2W/rest/v2/organizers/{organizerKey}/webinars 200"] == 0


def test_a_host_that_is_named_is_asked_for_even_then(face: str) -> None:
    """A host narrows the listing, with and without ``whole_account``, and nothing is found out for it."""
    sandbox = unlimited()
    for whole in (True, False):
        with webinar_account(face, sandbox, whole_account=whole) as account:
            found = list(account.events.list(host=HostId(sandbox.world.colleague_key)))
        assert len(found) == 2
        assert {event.host for event in found} == {sandbox.world.colleague_key}
    assert sandbox.log["GET /G2W/rest/v2/accounts/{accountKey}/webinars 200"] == 0
    assert sandbox.log["GET /identity/v1/Users/me 200"] == 0


def test_one_listing_never_takes_the_place_of_the_other(face: str) -> None:
    """Without the right to the account its listing is an error, and not the organizer's own."""
    sandbox = unlimited()
    with webinar_account(face, sandbox, whole_account=True, account_key="815") as account, pytest.raises(Forbidden):
        list(account.events.list(problems=print))

    assert sandbox.log["GET /G2W/rest/v2/organizers/{organizerKey}/webinars 200"] == 0


def test_a_range_is_always_sent(face: str) -> None:
    """GoTo refuses a listing without one; without since and until it is as wide as others send it."""
    asked: list[str] = []
    with webinar_account(face, sandbox := unlimited(), in_url(sandbox, asked)) as account:
        list(account.events.list())
        list(account.events.list(since=date(2026, 3, 1), until=NOON))

    queries = [parse_qs(urlsplit(url).query) for url in asked if LIST in url]
    assert [(each["fromTime"], each["toTime"]) for each in queries] == [
        (["1970-01-01T00:00:00Z"], ["3000-01-01T00:00:00Z"]),
        (["2026-02-28T00:00:00Z"], ["2026-11-24T12:00:00Z"]),
    ]


def test_since_and_until_are_held_against_the_start(face: str) -> None:
    """What starts at either end is in, what ends after it as well, and what starts a second outside is not."""
    sandbox = unlimited()
    first, last = named(sandbox, "coming 0"), named(sandbox, "coming 1")
    second = timedelta(seconds=1)
    with webinar_account(face, sandbox) as account:
        events = account.events
        both = {event.id for event in events.list(since=first.start, until=last.start)}
        inside = {event.id for event in events.list(since=first.start + second, until=last.start - second)}

    assert {id_of(first), id_of(last)} <= both
    assert both - inside == {id_of(first), id_of(last)}
    assert id_of(named(sandbox, "running")) not in both


@pytest.mark.parametrize(("kind", "count"), [(None, 17), ("webinar", 17), ("meeting", 0)])
def test_there_are_webinars_and_no_meetings(face: str, kind: str | None, count: int) -> None:
    """Of meetings there are none, so nothing is asked."""
    sandbox = unlimited()
    with webinar_account(face, sandbox) as account:
        assert len(list(account.events.list(kind=kind))) == count
    assert bool(sandbox.log) == bool(count)


def test_trap_26_a_sequence_is_one_event_and_a_series_is_many(face: str) -> None:
    """A sequence has one key and many times; one of a series is an event of its own, and says so."""
    sandbox = unlimited()
    sequence, sibling = named(sandbox, "sequence"), named(sandbox, "series")
    with webinar_account(face, sandbox) as account:
        events = {event.id: event for event in account.events.list()}
        late = sequence.times[1][0]
        by_its_second_time = [event.id for event in account.events.list(since=late, until=late)]

    found = events[id_of(sequence)]
    assert [(each.start, each.duration) for each in found.occurrences] == [
        (start, end - start) for start, end in sequence.times
    ]
    assert (found.recurring, found.series, found.start) == (True, False, sequence.start)
    assert (events[id_of(sibling)].series, events[id_of(sibling)].recurring) == (True, False)
    assert events[id_of(sibling)].occurrences == ()
    assert by_its_second_time == [id_of(sequence)]


def test_one_webinar_in_full(face: str) -> None:
    """What only the call for one shows: who runs it, whether it runs, and how many registered."""
    sandbox = unlimited()
    running, coming = named(sandbox, "running"), named(sandbox, "coming 0")
    with webinar_account(face, sandbox) as account:
        found, other = account.events.get(id_of(running)), account.events.get(EventId(coming.key))

    assert (found.id, found.host) == (id_of(running), running.organizer)
    assert (found.running, other.running) == (True, False)
    assert (found.host_name, found.host_email) == ("Jane Doe", "user@example.test")
    assert found.registrants == sandbox.world.part(Guests).count(running)
    assert found.registration_limit == 1000
    assert other.id == id_of(coming)  # a bare key is one of the organizer's
    assert "Jane" not in repr(found)
    assert coming.key not in repr(other).replace(other.id, "")


@pytest.mark.parametrize(
    "said",
    [
        {"recurrenceType": "", "type": "series", "recurrencePeriod": None},
        {"type": "WEBINAR", "recurrencePeriod": "SERIES"},
        {"recurrenceType": "series"},
    ],
)
def test_the_recurrence_has_three_names(face: str, said: dict[str, Any]) -> None:
    """Whichever of them tells it, in whichever case."""
    sandbox = unlimited()

    def change(tree: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in tree.items() if name not in {"type", "recurrencePeriod"}}
        return kept | said

    app = rewriting(sandbox.handle, "GET", "/webinars/", change)
    with webinar_account(face, sandbox, app) as account:
        assert account.events.get(id_of(named(sandbox, "coming 0"))).series


def test_trap_04_keys_are_numbers_here_and_text_there(face: str) -> None:
    """A list writes keys as text, the call for one as numbers beyond what a double holds; both name one event."""
    sandbox = unlimited()
    with webinar_account(face, sandbox) as account:
        listed = {event.id for event in account.events.list()}
        alone = {account.events.get(each).id for each in listed}
        (running,) = account.events.in_session()

    assert alone == listed
    assert running.id == id_of(named(sandbox, "running"))
    assert all(int(each.rpartition("/")[2]) > 2**53 for each in listed)


def test_trap_05_an_empty_page_has_no_embedded_part(face: str) -> None:
    """GoTo leaves ``_embedded`` out; that is an empty list and no error."""
    sandbox = unlimited()
    with webinar_account(face, sandbox) as account:
        assert list(account.events.list(since=date(1999, 1, 1), until=date(1999, 1, 2))) == []
    assert sandbox.log["GET /G2W/rest/v2/organizers/{organizerKey}/webinars 200"] == 1


def test_trap_06_webinars_are_paged_by_size(face: str) -> None:
    """Pages of 200 are asked for with ``size`` and ``page``, and every webinar of five hundred comes once."""
    sandbox = unlimited()
    webinars, start = sandbox.world.part(Webinars), named(sandbox, "coming 0").start
    for number in range(483):
        webinars.add(str(10**18 + number), sandbox.world.organizer_key, "Many", [(start, start + HOUR)])
    asked: list[str] = []
    with webinar_account(face, sandbox, in_url(sandbox, asked)) as account:
        found = [event.id for event in account.events.list()]

    assert len(set(found)) == len(found) == 500
    pages = [parse_qs(urlsplit(url).query) for url in asked if LIST in url]
    assert [(each["page"], each["size"]) for each in pages] == [([str(number)], ["200"]) for number in [0, 1, 2] * 2]


@pytest.mark.parametrize("announced", [{"totalElements": 18}, {"totalElements": 40, "totalPages": 2}])
def test_fewer_webinars_than_announced_are_no_listing(face: str, announced: dict[str, int]) -> None:
    """What is announced has to come, or nothing may be concluded."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", LIST, lambda tree: tree["page"].update(announced))
    told: list[HostProblem] = []
    with webinar_account(face, sandbox, app) as account:
        with pytest.raises(ListingIncomplete):
            list(account.events.list())
        list(account.events.list(problems=told.append))

    assert [(each.host, each.kind) for each in told] == [(sandbox.world.organizer_key, "unreadable")]


def test_an_organizer_of_another_account_is_told(face: str) -> None:
    """As a problem where somebody listens, as the error where nobody does."""
    sandbox = unlimited()
    told: list[HostProblem] = []
    with webinar_account(face, sandbox) as account:
        assert list(account.events.list(host=HostId("815"), problems=told.append)) == []
        with pytest.raises(Forbidden):
            list(account.events.list(host=HostId("815")))

    assert [(each.host, each.kind) for each in told] == [("815", "unreadable")]
    assert "no right to this organizer" in told[0].why


def test_a_token_that_is_refused_is_no_problem_of_one_host(face: str) -> None:
    """It is the same for all, so the listing ends."""
    sandbox = unlimited()
    body = {"int_err_code": "InvalidToken", "msg": "Invalid token passed"}
    told: list[HostProblem] = []
    with webinar_account(face, sandbox, Answering(sandbox, LIST, of_body(body, 403))) as account:
        with pytest.raises(Unauthorized):
            list(account.events.list(problems=told.append))

    assert told == []


def test_what_runs_now_is_listed_whenever_it_was_scheduled(face: str) -> None:
    """A bare array; both ends of a range are sent, because the document and its prose disagree about them."""
    sandbox = unlimited()
    asked: list[str] = []
    with webinar_account(face, sandbox, in_url(sandbox, asked)) as account:
        (event,) = account.events.in_session()
        assert account.events.in_session(host=HostId(sandbox.world.colleague_key)) == ()

    assert (event.title, event.running, event.on_demand) == ("Webinar running", True, False)
    assert event.host_email == "user@example.test"
    query = parse_qs(urlsplit(next(url for url in asked if "insession" in url)).query)
    assert set(query) == {"fromTime", "toTime"}


def test_what_runs_in_a_whole_account_is_not_guessed(face: str) -> None:
    """GoTo has no such list, and one organizer's is not the account's."""
    sandbox = unlimited()
    with webinar_account(face, sandbox, whole_account=True) as account:
        with pytest.raises(InvalidInput, match="name a host"):
            account.events.in_session()
        assert len(account.events.in_session(host=HostId(sandbox.world.organizer_key))) == 1


def test_times_of_a_webinar(face: str) -> None:
    """Every time of a sequence, from start to end."""
    sandbox = unlimited()
    sequence = named(sandbox, "sequence")
    with webinar_account(face, sandbox) as account:
        assert account.events.times(id_of(sequence)) == tuple(TimeSpan(*each) for each in sequence.times)


@pytest.mark.parametrize("broken", [{"startTime": ""}, {"endTime": None}])
def test_a_time_without_an_end_is_no_time(face: str, broken: dict[str, Any]) -> None:
    """In the list of times it is an error that says where; of an event it is left out of how long it lasts."""
    sandbox = unlimited()
    event = id_of(named(sandbox, "coming 0"))
    times = rewriting(sandbox.handle, "GET", "/meetingtimes", lambda tree: [tree[0] | broken])
    row = rewriting(times, "GET", event.partition("/")[2], lambda tree: _with_time(tree, broken))
    with webinar_account(face, sandbox, row) as account:
        with pytest.raises(DecodeError, match=r"times\.0: without a start or an end"):
            account.events.times(event)
        assert account.events.get(event).duration is None


def _with_time(tree: Any, broken: dict[str, Any]) -> Any:
    return tree | {"times": [tree["times"][0] | broken]} if isinstance(tree, dict) else None


def test_trap_25_times_are_utc_and_the_zone_is_for_display(face: str) -> None:
    """A zone in the answer moves nothing; offsets and fractions are read."""
    sandbox = unlimited()
    odd = {
        "timeZone": "Asia/Tokyo",
        "times": [{"startTime": "2026-05-01T10:00:00.500+0000", "endTime": "2026-05-01T13:00:00.+0200"}],
    }
    app = rewriting(sandbox.handle, "GET", "/webinars/", lambda tree: tree | odd)
    with webinar_account(face, sandbox, app) as account:
        found = account.events.get(id_of(named(sandbox, "coming 0")))

    assert found.start == datetime(2026, 5, 1, 10, 0, 0, 500_000, UTC)
    assert found.start.utcoffset() == timedelta(0)
    assert found.duration == timedelta(minutes=59, seconds=59.5)
    assert found.time_zone == "Asia/Tokyo"


@pytest.mark.parametrize("status", [404, 400])
def test_trap_27_a_404_is_not_told_apart(face: str, status: int) -> None:
    """Cancelled, another account's, or never there: the error says all three, and not which key is meant."""
    sandbox = unlimited()
    event = id_of(named(sandbox, "coming 0"))
    with webinar_account(face, sandbox) as account:
        with pytest.raises(NotFound, match="cancelled, of another account, or it never existed") as caught:
            account.events.get(EventId(event.partition("/")[0] + "/815"))
    app = Answering(sandbox, "/webinars/", of_body({"errorCode": "NotFound", "description": "Jane"}, status))
    with webinar_account(face, sandbox, app) as account, pytest.raises((NotFound, BadRequest)) as other:
        account.events.get(event)

    assert caught.value.missing == "object"
    assert "Jane" not in f"{other.value}{other.value!r}"


def test_trap_30_words_may_be_new_and_in_any_case(face: str) -> None:
    """Enumerations are open: case is folded, and unseen words survive."""
    sandbox = unlimited()
    odd = {"approvalType": "Automatic", "experienceType": "HOLOGRAM", "status": "Postponed", "locale": "nl_NL"}
    app = rewriting(sandbox.handle, "GET", LIST, lambda tree: [each.update(odd) for each in rows(tree)] and None)
    with webinar_account(face, sandbox, app) as account:
        found = next(account.events.list())

    assert (found.registration, found.format, found.status) == ("automatic", "hologram", "postponed")
    assert found.locale == "nl_NL"


def rows(tree: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tree["_embedded"]["webinars"]
    return found


@pytest.mark.parametrize("spelling", ["webinarID", "webinarId"])
def test_the_short_number_has_two_spellings(face: str, spelling: str) -> None:
    """Either is read."""
    sandbox = unlimited()

    def change(tree: dict[str, Any]) -> None:
        for each in rows(tree):
            del each["webinarID"], each["webinarId"]
            each[spelling] = 123456789

    with webinar_account(face, sandbox, rewriting(sandbox.handle, "GET", LIST, change)) as account:
        assert next(account.events.list()).number == "123456789"


@pytest.mark.parametrize("name", ["webinarKey", "organizerKey"])
def test_a_row_without_a_key_is_no_row(face: str, name: str) -> None:
    """What cannot be named cannot be listed; the error says where, not what."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", LIST, lambda tree: rows(tree)[0].pop(name) and None)
    with webinar_account(face, sandbox, app) as account, pytest.raises(DecodeError, match=name):
        list(account.events.list())


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
    with webinar_account(face, sandbox) as account:
        with pytest.raises(InvalidInput):
            list(account.events.list(**options))
        with pytest.raises(InvalidInput):
            account.events.get("a/b/c")
        with pytest.raises(InvalidInput):
            account.events.in_session(host="")

    assert not sandbox.log


MOMENTS = st.integers(-25_000, 2_900_000).map(lambda days: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days))


@given(MOMENTS)
def test_a_range_always_holds_the_period(edge: datetime) -> None:
    """However far an end lies, what is asked for can be written, and reaches a day beyond it within the years asked."""
    call = next(webinars(Call(wire.WEBINARS, {"organizerKey": "1"}), edge, edge))
    assert isinstance(call, Call)
    first, last = (datetime.fromisoformat(call.query[name]) for name in ("fromTime", "toTime"))

    assert datetime(1970, 1, 1, tzinfo=UTC) <= first < last <= datetime(3000, 1, 1, tzinfo=UTC)
    if 1971 <= edge.year <= 2998:
        assert (first, last) == (edge - timedelta(days=1), edge + timedelta(days=1))


@given(starts=st.lists(st.integers(-20, 20), max_size=12), size=st.integers(1, 5), since=st.integers(-20, 20))
def test_every_webinar_of_the_period_comes_once(starts: list[int], size: int, since: int) -> None:
    """Over pages of any size: exactly those whose start lies within, in their order."""
    within = period(NOON + timedelta(hours=since), None)
    pages = [starts[place : place + size] for place in range(0, len(starts), size)] or [[]]
    keys = iter(range(len(starts)))
    answers = [
        {
            "_embedded": {"webinars": [_row(next(keys), start) for start in page]},
            "page": {"totalElements": len(starts), "totalPages": len(pages) if starts else 0, "number": number},
        }
        for number, page in enumerate(pages)
    ]
    if not starts:
        del answers[0]["_embedded"]

    def answer(step: Any) -> Any:
        if isinstance(step, Call):
            return Reply(step.endpoint.name, json.dumps(answers[int(step.query["page"])]).encode(), 0, NOON, "")
        return None

    _, steps = drive(_listed(Call(wire.WEBINARS, {"organizerKey": "1"}), within), answer)

    found = [event for step in steps if isinstance(step, Emit) for event in step.items]
    assert [event.id for event in found] == [f"1/{key}" for key, start in enumerate(starts) if start >= since]
    assert all(_is_within(within, event) for event in found)


def _row(key: int, start: int) -> dict[str, Any]:
    moment = (NOON + timedelta(hours=start)).isoformat()
    return {"webinarKey": key, "organizerKey": 1, "times": [{"startTime": moment, "endTime": moment}]}
