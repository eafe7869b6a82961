"""Scheduling, changing and copying GoToWebinar's webinars."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from canned import GOTO, reply, script
from hypothesis import given
from hypothesis import strategies as st
from rewriting import rewriting
from support import NOON, unlimited
from webinars import COLLEAGUE, all_of, id_of, named, webinar_account

from provider_bridge import (
    BadRequest,
    Conflict,
    EventChange,
    EventEmails,
    EventId,
    Forbidden,
    HostId,
    InvalidInput,
    NewEvent,
    NotFound,
    Repetition,
    TimeSpan,
    TransportFailed,
)
from provider_bridge.core.calls import Call
from provider_bridge.providers.gotowebinar.event_rows import emails_written
from provider_bridge.providers.gotowebinar.wire import events as wire
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinar_events import Outbox
from provider_bridge.sandbox.goto.webinars import Webinar, Webinars

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
OFF = EventEmails(confirmation=False, reminder=False, absentee_follow_up=False, attendee_follow_up=False)
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    from provider_bridge.core.confirm import polling as patience

    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


def new(sandbox: Sandbox, **more: Any) -> NewEvent:
    start = sandbox.world.now().replace(microsecond=0) + timedelta(days=40)
    return NewEvent(start, start + HOUR, more.pop("title", "How to toast"), **more)


def later(event: NewEvent, count: int = 1) -> list[TimeSpan]:
    return [TimeSpan(event.start + WEEK * each, event.end + WEEK * each) for each in range(1, count + 1)]


def webinar_of(sandbox: Sandbox, event: EventId) -> Webinar:
    return next(each for each in sandbox.world.part(Webinars).all if id_of(each) == event)


def sent(sandbox: Sandbox, bodies: list[Any]) -> Callable[..., Answer]:
    """Return the simulator, with every body but the login's written down."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if body and "oauth" not in url:
            bodies.append(json.loads(body))
        return sandbox.handle(method, url, headers, body)

    return app


def test_a_webinar_is_scheduled(face: str) -> None:
    """With everything that was said of it, and nothing is sent of what was not."""
    sandbox = unlimited()
    event = new(sandbox, description="With butter", time_zone="Europe/Paris")
    bodies: list[Any] = []
    with webinar_account(face, sandbox, sent(sandbox, bodies)) as account:
        made = account.events.add(
            event, emails=OFF, locale="fr_FR", password_protected=True, on_demand=True, breakout=True, format="simulive"
        )
        plain = account.events.add(new(sandbox), host=HostId(sandbox.world.colleague_key))
        shown = account.events.get(made.id)

    assert (shown.title, shown.description, shown.time_zone) == ("How to toast", "With butter", "Europe/Paris")
    assert (shown.start, shown.duration, shown.locale) == (event.start, HOUR, "fr_FR")
    assert (shown.format, shown.password_protected, shown.registrants) == ("simulive", True, 0)
    assert made.series == ""
    assert webinar_of(sandbox, made.id).email_settings["reminderEmail"] == {"enabled": False}
    assert bodies[0]["isBreakout"] is True
    assert plain.id.startswith(sandbox.world.colleague_key)
    assert set(bodies[1]) == {"subject", "times"}
    assert sandbox.world.part(Outbox).sent == []


def test_trap_26_a_series_is_many_webinars_and_a_sequence_is_one(face: str) -> None:
    """Each time of a series becomes an event of its own; a repetition becomes one event with all its times."""
    sandbox = unlimited()
    event = new(sandbox)
    with webinar_account(face, sandbox) as account:
        series = account.events.add(event, series=later(event, 2))
        sequence = account.events.add(
            NewEvent(event.start, event.end, "Again"), repetition=Repetition("weekly", (event.start + 3 * WEEK).date())
        )
        found = {each.id: each for each in account.events.list(since=event.start)}

    toasts = [each for each in found.values() if each.title == "How to toast"]
    assert [each.start for each in toasts] == [event.start, event.start + WEEK, event.start + 2 * WEEK]
    assert all(each.series for each in toasts)
    assert series.series
    assert series.id in found
    assert [each.start for each in found[sequence.id].occurrences] == [event.start + WEEK * each for each in range(4)]
    assert sequence.series == ""


def test_a_copy_is_a_webinar_of_its_own(face: str) -> None:
    """Another title and other times; who registered for the first is not copied."""
    sandbox = unlimited()
    source = named(sandbox, "coming 0")
    source.description = "With butter"
    event = new(sandbox, title="Once more")
    with webinar_account(face, sandbox) as account:
        made = account.events.copy(id_of(source), event, emails=OFF)
        series = account.events.copy(id_of(source), event, series=later(event))
        sequence = account.events.copy(id_of(source), event, sequence=later(event))
        shown = account.events.get(made.id)

    assert (shown.title, shown.start, shown.registrants) == ("Once more", event.start, 0)
    assert made.id != id_of(source)
    assert webinar_of(sandbox, series.id).recurrence == "series"
    assert len(webinar_of(sandbox, sequence.id).times) == 2
    assert sandbox.world.part(Outbox).sent == []


def test_a_change_is_made_and_read_back(face: str) -> None:
    """What was named changes, all else stays, and nobody is told."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    webinar.description, webinar.locale = "With butter", "de_DE"
    start = webinar.start + WEEK
    with webinar_account(face, sandbox) as account:
        event = id_of(webinar)
        found = account.events.update(event, EventChange(title="Toast"), notify=False, emails=None)
        moved = account.events.update(event, EventChange(start, start + HOUR), notify=False, emails=None)

    assert (found.title, found.description, found.locale) == ("Toast", "With butter", "de_DE")
    assert (moved.title, moved.start) == ("Toast", start)
    assert webinar.time_zone == "Europe/Berlin"
    assert sandbox.world.part(Outbox).sent == []


def test_trap_16_an_update_writes_everything_again(face: str) -> None:
    """GoTo replaces the whole webinar: what it shows is written again, and the e-mails, which it does not, are said."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    webinar.description, webinar.locale = "With butter", "de_DE"
    bodies: list[Any] = []
    with webinar_account(face, sandbox, sent(sandbox, bodies)) as account:
        account.events.update(id_of(webinar), EventChange(title="Toast"), notify=False, emails=OFF)
        kept = dict(webinar.email_settings)
        account.events.update(id_of(webinar), EventChange(title="Toast!"), notify=False, emails=None)
        with pytest.raises(TypeError):
            account.events.update(id_of(webinar), EventChange(title="T"), notify=False)

    assert set(bodies[0]) == {"subject", "description", "times", "timeZone", "locale", "emailSettings"}
    assert not any(each["enabled"] for each in kept.values())
    assert "emailSettings" not in bodies[1]
    assert all(each["enabled"] for each in webinar.email_settings.values())  # the surprise that has to be named


def test_trap_15_who_is_told_has_to_be_said(face: str) -> None:
    """Each change of a webinar that may send e-mail asks whether it shall, and does as it was told."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    with webinar_account(face, sandbox) as account:
        with pytest.raises(TypeError, match="notify"):
            account.events.update(id_of(webinar), EventChange(title="Toast"), emails=None)
        with pytest.raises(TypeError, match="notify"):
            account.events.delete(id_of(webinar), whole_series=False)
        account.events.update(id_of(webinar), EventChange(title="Toast"), notify=True, emails=None)

    assert sandbox.world.part(Outbox).sent == [("notifyParticipants", webinar.key)]


def test_a_sequence_keeps_the_times_to_come(face: str) -> None:
    """GoTo shows no past times of a sequence; a change of the title writes those that are left, and is seen."""
    sandbox = unlimited()
    sequence = named(sandbox, "sequence")
    early = sandbox.world.now().replace(microsecond=0) - WEEK
    coming = list(sequence.times)
    sequence.times.insert(0, (early, early + HOUR))
    with webinar_account(face, sandbox) as account:
        found = account.events.update(id_of(sequence), EventChange(title="Again"), notify=False, emails=None)
        start = coming[0][0] + HOUR
        with pytest.raises(InvalidInput, match="name them all"):
            account.events.update(id_of(sequence), EventChange(start, start + HOUR), notify=False, emails=None)
        moved = account.events.update(
            id_of(sequence), EventChange(), notify=False, emails=None, times=[TimeSpan(start, start + HOUR)]
        )

    assert [each.start for each in found.occurrences] == [start for start, _ in coming]
    assert moved.start == start


def test_a_series_is_changed_as_a_whole_only(face: str) -> None:
    """GoTo wants the full definition of a series, and shows one time of it: guessing would delete the others."""
    sandbox = unlimited()
    event = new(sandbox)
    with webinar_account(face, sandbox) as account:
        made = account.events.add(event, series=later(event)).id
        with pytest.raises(InvalidInput, match="name all its times"):
            account.events.update(made, EventChange(title="Toast"), notify=False, emails=None)
        assert "PUT" not in " ".join(sandbox.log)
        both = [TimeSpan(event.start, event.end), *later(event)]
        found = account.events.update(made, EventChange(title="Toast"), notify=False, emails=None, times=both)
        titles = [each.title for each in account.events.list(since=event.start)]

    assert (found.title, found.start, found.series) == ("Toast", event.start, True)  # its own time of them
    assert titles == ["Toast", "Toast"]


@pytest.mark.parametrize("member", ["subject", "description", "timeZone", "times"])
def test_a_change_that_is_not_seen_is_said(face: str, member: str) -> None:
    """GoTo accepts first and makes the change later, or never; asking three times decides."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    stale: dict[str, Any] = {
        "subject": "Old",
        "description": "Old",
        "timeZone": "Asia/Tokyo",
        "times": [{"startTime": "2026-01-01T00:00:00Z", "endTime": "2026-01-01T01:00:00Z"}],
    }
    app = rewriting(
        sandbox.handle, "GET", webinar.key, lambda tree: tree | {member: stale[member]} if written else None
    )
    written: list[int] = []

    def remembering(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "PUT":
            written.append(1)
        return app(method, url, headers, body)

    change = EventChange(title="Toast", description="New", time_zone="Europe/Rome")
    with webinar_account(face, sandbox, remembering) as account, pytest.raises(Conflict, match="does not show it"):
        account.events.update(id_of(webinar), change, notify=False, emails=None)

    assert sandbox.log["GET /G2W/rest/v2/organizers/{organizerKey}/webinars/{webinarKey} 200"] == 4


def test_a_change_that_shows_late_is_waited_for(face: str) -> None:
    """The second look counts."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    looks: list[int] = []

    def late(tree: dict[str, Any]) -> dict[str, Any]:
        looks.append(1)
        return tree | {"subject": "Old"} if len(looks) == 2 else tree

    app = rewriting(sandbox.handle, "GET", webinar.key, late)
    with webinar_account(face, sandbox, app) as account:
        found = account.events.update(id_of(webinar), EventChange(title="Toast"), notify=False, emails=None)

    assert (found.title, len(looks)) == ("Toast", 3)


@pytest.mark.parametrize(
    "lost",
    [
        {"isPasswordProtected": False},
        {"experienceType": "simulive"},
        {"recurrencePeriod": "series"},
        {"registrationLimit": 7},
    ],
)
def test_what_changed_beside_the_change_is_said(face: str, lost: dict[str, Any]) -> None:
    """A password that went with a title is no success."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    webinar.password = True
    app = rewriting(
        sandbox.handle, "GET", webinar.key, lambda tree: tree | lost if tree["subject"] == "Toast" else None
    )
    with webinar_account(face, sandbox, app) as account, pytest.raises(Conflict, match="password protection"):
        account.events.update(id_of(webinar), EventChange(title="Toast"), notify=False, emails=None)


@pytest.mark.parametrize("which", ["running", "past"])
def test_what_runs_or_is_over_is_not_changed(face: str, which: str) -> None:
    """GoTo refuses it."""
    sandbox = unlimited()
    webinar = named(sandbox, "running") if which == "running" else all_of(sandbox)[0]
    with webinar_account(face, sandbox) as account, pytest.raises(BadRequest):
        account.events.update(id_of(webinar), EventChange(title="Toast"), notify=False, emails=None)


def test_a_stranger_s_webinar_is_not_changed(face: str) -> None:
    """Neither one of another account nor one that is not there."""
    sandbox = unlimited()
    organizer = sandbox.world.organizer_key
    with webinar_account(face, sandbox) as account:
        for event, error in ((f"{organizer}/815", NotFound), ("815/815", Forbidden)):
            with pytest.raises(error):
                account.events.update(EventId(event), EventChange(title="T"), notify=False, emails=None)
        with pytest.raises(Forbidden):
            account.events.add(new(sandbox), host=HostId("815"))


BAD_CHANGES: list[dict[str, Any]] = [
    {"change": EventChange()},
    {"change": EventChange(), "emails": EventEmails()},
    {"change": EventChange(title="t" * 129)},
    {"change": EventChange(description="t" * 2049)},
    {"change": EventChange(start=NOON)},
    {"change": EventChange(NOON, NOON - HOUR)},
    {"change": EventChange(NOON.replace(tzinfo=None), NOON.replace(tzinfo=None) + HOUR)},
    {"change": EventChange(title=" ")},
    {"change": EventChange(), "times": []},
    {"change": EventChange(NOON, NOON + HOUR), "times": [TimeSpan(NOON, NOON + HOUR)]},
]


@pytest.mark.parametrize("options", BAD_CHANGES)
def test_a_change_that_makes_no_sense_is_not_sent(face: str, options: dict[str, Any]) -> None:
    """One sentence, and nothing is written."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    with webinar_account(face, sandbox) as account, pytest.raises(InvalidInput):
        account.events.update(id_of(webinar), **({"notify": False, "emails": None} | options))

    assert "PUT" not in " ".join(sandbox.log)


BAD_NEW: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"title": ""}, {}),
    ({"title": "t" * 129}, {}),
    ({"description": "t" * 2049}, {}),
    ({"end": NOON}, {}),
    ({"start": NOON.replace(tzinfo=None)}, {}),
    ({}, {"host": HostId("")}),
    ({}, {"repetition": Repetition("hourly", NOON.date() + WEEK)}),
    ({}, {"repetition": Repetition("daily", NOON.date() - WEEK)}),
    ({}, {"repetition": Repetition("daily", NOON.date()), "series": [TimeSpan(NOON, NOON + HOUR)]}),
    ({}, {"series": [TimeSpan(NOON, NOON)]}),
]


@pytest.mark.parametrize(("said", "options"), BAD_NEW)
def test_a_new_webinar_that_makes_no_sense_is_not_sent(
    face: str, said: dict[str, Any], options: dict[str, Any]
) -> None:
    """One sentence, and no call."""
    sandbox = unlimited()
    usual: dict[str, Any] = {"start": NOON, "end": NOON + HOUR, "title": "Toast"}
    event = NewEvent(**(usual | said))
    with webinar_account(face, sandbox) as account:
        with pytest.raises(InvalidInput):
            account.events.add(event, **options)
        both = [TimeSpan(NOON, NOON + HOUR)]
        with pytest.raises(InvalidInput):
            account.events.copy(id_of(named(sandbox, COLLEAGUE)), event, series=both, sequence=both)

    assert not sandbox.log


@pytest.mark.parametrize(
    ("endpoint", "attempts"), [(wire.ADD, 1), (wire.COPY, 1), (wire.UPDATE_AUDIO, 1), (wire.UPDATE, 2)]
)
def test_what_does_more_when_it_is_done_twice_is_sent_once(endpoint: Any, attempts: int) -> None:
    """A lost answer may hide a new webinar: only what replaces is sent again. A copy, though a PUT, makes a new one."""
    path = {"organizerKey": "1", "webinarKey": "2"}
    lost = TransportFailed(endpoint.name, "the connection broke")
    told = script(GOTO, lost, reply(201, {"webinarKey": "3"}))
    if attempts == 1:
        with pytest.raises(TransportFailed):
            told.run(GOTO.run(Call(endpoint, path, body={})))
    else:
        told.run(GOTO.run(Call(endpoint, path, body={})))

    assert len(told.sent) == attempts


@pytest.mark.parametrize(("notify", "writes"), [(True, 1), (False, 2)])
def test_people_are_not_told_twice(face: str, notify: bool, writes: int) -> None:
    """A change whose answer got lost is sent again, unless that would send a second e-mail to everybody."""
    sandbox = unlimited()
    webinar = named(sandbox, "coming 0")
    puts: list[str] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = sandbox.handle(method, url, headers, body)
        if method == "PUT":
            puts.append(url)
            if len(puts) == 1:
                return 503, {}, b""
        return answer

    def change() -> Any:
        return account.events.update(id_of(webinar), EventChange(title="Toast"), notify=notify, emails=None)

    with webinar_account(face, sandbox, app) as account:
        if notify:
            with pytest.raises(Exception, match="HTTP 503"):
                change()
        else:
            assert change().title == "Toast"

    assert len(puts) == writes
    assert len(sandbox.world.part(Outbox).sent) == notify


SWITCH = st.none() | st.booleans()


@given(st.builds(EventEmails, SWITCH, SWITCH, SWITCH, SWITCH, SWITCH))
def test_only_what_is_said_of_e_mails_is_sent(emails: EventEmails) -> None:
    """Whatever is left to the vendor is in no body, and everything that is said is."""
    told = emails_written(emails).get("emailSettings", {})

    assert told.get("confirmationEmail", {}).get("enabled") is emails.confirmation
    assert told.get("reminderEmail", {}).get("enabled") is emails.reminder
    assert told.get("absenteeFollowUpEmail", {}).get("enabled") is emails.absentee_follow_up
    assert told.get("attendeeFollowUpEmail", {}).get("enabled") is emails.attendee_follow_up
    assert told.get("attendeeFollowUpEmail", {}).get("includeCertificate") is emails.certificate
    assert all(told.values())
    assert bool(told) == (emails != EventEmails())
