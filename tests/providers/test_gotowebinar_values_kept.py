"""Values that were lost or wrong at GoToWebinar: notifications, keys that were rounded, times of a repetition."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rewriting import rewriting
from support import sandbox_opened, unlimited
from tours.gotowebinar.questions import newest

from provider_bridge import NewEvent, Repetition
from provider_bridge import webhooks as told
from provider_bridge.errors import DecodeError, ListingIncomplete
from provider_bridge.providers.gotowebinar.webhooks.reading import read_event

WEBINAR = "sandbox-webinar"
TIMES = [
    {"startTime": "2026-05-01T10:00:00Z", "endTime": "2026-05-01T11:00:00Z"},
    {"startTime": "2026-05-08T11:00:00Z", "endTime": "2026-05-08T10:00:00Z"},
]


def notified(name: str, **fields: Any) -> Any:
    return read_event(json.dumps({"eventName": name, "eventKey": "k-1", "webinarKey": 5, **fields}).encode())


@pytest.mark.parametrize(
    ("word", "recurring", "series"),
    [("single_session", False, False), ("series", False, True), ("SEQUENCE", True, False), ("daily", False, False)],
)
@pytest.mark.parametrize("name", ["webinar.created", "registrant.added"])
def test_a_notification_says_series_and_sequence_as_listings_do(
    name: str, word: str, *, recurring: bool, series: bool
) -> None:
    """``recurrenceType: series`` was nothing at all."""
    event = notified(name, recurrenceType=word, registrantKey=7).event

    assert (event.recurring, event.series) == (recurring, series)


def test_a_notification_keeps_what_it_says_of_the_webinar() -> None:
    """Description and experience were lost; the state of its dates was made up, and one lasted minus an hour."""
    found = notified("webinar.created", experienceType="BROADCAST", description="About toast", times=TIMES)

    assert isinstance(found, told.EventChanged)
    assert (found.event.format, found.event.description) == ("broadcast", "About toast")
    assert {each.status for each in found.event.occurrences} == {""}
    assert [each.duration is None for each in found.event.occurrences] == [False, True]
    assert "toast" not in repr(found)


def test_a_notification_keeps_what_led_to_a_registration() -> None:
    """``registrationSource`` was lost."""
    found = notified("registrant.added", registrantKey=7, registrationSource="newsletter")

    assert isinstance(found, told.RegistrationChanged)
    assert found.registrant.source == "newsletter"


@pytest.mark.parametrize("name", ["webinar.created ", "webinar.archived "])
def test_a_name_with_a_blank_at_its_end_is_kept_as_one_not_known(name: str) -> None:
    """It was refused."""
    found = notified(name)

    assert isinstance(found, told.OtherNotification)
    assert found.name == name


def test_a_repetition_is_sent_with_times(face: str) -> None:
    """The document requires ``times``, and its prose has the members of a repetition instead: both are sent."""
    sandbox = unlimited()
    bodies: list[dict[str, Any]] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if method == "POST" and url.endswith("/webinars"):
            bodies.append(json.loads(body))
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        events = accounts[WEBINAR].events
        like = next(each for each in events.list(since=sandbox.world.now()) if each.start and each.duration)
        new = NewEvent(like.start, like.start + like.duration, "Again")
        events.add(new, repetition=Repetition("weekly", date(like.start.year + 1, 1, 1)))

    (sent,) = bodies
    assert sent["times"] == [sent["recurrenceStart"]]
    assert sent["type"] == "sequence"


def rounded(*members: str) -> Callable[[Any], Any]:
    """Return what a proxy does to whole numbers that reads JSON as JavaScript does, coarser."""

    def change(tree: Any) -> Any:
        if isinstance(tree, list):
            return [change(each) for each in tree]
        if not isinstance(tree, dict):
            return tree
        return {
            name: int(value) // 10**17 * 10**17 if name in members else change(value) for name, value in tree.items()
        }

    return change


@pytest.mark.parametrize("member", ["registrantKey", "sessionKey"])
@pytest.mark.parametrize("facet", ["responses", "participants"])
def test_rounded_keys_are_an_error_and_not_fewer_people(face: str, facet: str, member: str) -> None:
    """Four of twenty answers came without a word, as several people had one key."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/attendees", rounded(member))

    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError, match=member):
        list(getattr(accounts[WEBINAR], facet).list(**newest(sandbox)))


def test_nobody_is_absent_where_several_came_under_one_key(face: str) -> None:
    """Who did not come is told by the key."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/attendees", rounded("registrantKey"))
    event = newest(sandbox)["session_id"].rpartition("/")[0]

    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ListingIncomplete):
        list(accounts[WEBINAR].participants.absentees(event))


def test_two_different_rows_of_one_key_are_an_incomplete_listing(face: str) -> None:
    """One of two registrants whose keys were rounded to the same was lost, where no total was announced."""
    sandbox = unlimited()
    event = newest(sandbox)["session_id"].rpartition("/")[0]
    people = [
        {"registrantKey": 7, "email": f"{who}@x.test", "firstName": who, "lastName": "X"} for who in ("ada", "bo")
    ]
    app = rewriting(sandbox.handle, "GET", "/registrants", lambda _: people)

    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ListingIncomplete, match="same identifier"):
        list(accounts[WEBINAR].registrants.list(event))
