"""Values that were lost or wrong in Zoom's answers and notifications."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from canned import meaning, reply
from rewriting import rewriting
from support import sandbox_opened, unlimited
from tours.zoom.participants import newest
from tours.zoom.registrants import event

from provider_bridge import webhooks as told
from provider_bridge.errors import ApiError, Forbidden, NotFound
from provider_bridge.providers.zoom.errors import refuse
from provider_bridge.providers.zoom.webhooks import read_event

ZOOM = "sandbox-zoom"
ARCHIVED = {"uuid": "u==", "id": 5, "type": 1, "status": "completed", "archive_files": []}


def notified(name: str, object_: Any = None, **beside: Any) -> Any:
    payload = {"account_id": "acc", "object": object_ or {}}
    return read_event(json.dumps({"event": name, "event_ts": 1626230691572, "payload": payload, **beside}).encode())


@pytest.mark.parametrize(
    "more",
    [
        {"is_breakout_room": False, "parent_meeting_id": "p=="},
        {"is_breakout_room": True, "parent_meeting_id": "p==", "type": 100},
        {"type": "100"},
        {"physical_files": [{"file_id": "f", "file_name": "a.pdf", "file_size": 3, "download_url": "https://x.test"}]},
        {"archive_files": [{"id": "a", "file_type": "AIC_COVERSATION"}], "host_id": "h", "topic": "T"},
    ],
)
def test_an_archive_is_the_same_in_a_notification_and_in_a_listing(face: str, more: dict[str, Any]) -> None:
    """A parent without a breakout room, files handed round and type 100 were read in two ways."""
    sandbox = unlimited()
    uuid = sandbox.world.sessions[9].uuid
    body = {**ARCHIVED, **more, "uuid": uuid}
    app = rewriting(sandbox.handle, "GET", "/archive_files", lambda _: body)

    with sandbox_opened(face, sandbox, app) as accounts:
        read = accounts[ZOOM].archives.get(uuid)

    found = notified("recording.archive_files_completed", body)
    assert isinstance(found, told.ArchiveCompleted)
    assert found.archive == read


@pytest.mark.parametrize(
    "more",
    [
        {"password": "spoken", "recording_play_passcode": "played"},
        {"password": "spoken"},
        {"auto_delete": False, "auto_delete_date": "2026-12-24"},
        {"auto_delete": True, "auto_delete_date": "2026-12-24"},
        {"type": 99, "id": None},
        {"type": "8", "duration": -3},
    ],
)
def test_a_recording_is_the_same_in_a_notification_and_in_a_listing(face: str, more: dict[str, Any]) -> None:
    """The passcode, a date beside "no automatic deletion", an upload and a negative length were read in two ways."""
    sandbox = unlimited()
    uuid = sandbox.world.sessions[9].uuid
    file = {"id": "f", "file_type": "MP4", "status": "completed"}
    body = {"uuid": uuid, "id": 5, "type": 1, "duration": 60, "recording_count": 1, "recording_files": [file], **more}
    app = rewriting(sandbox.handle, "GET", "/recordings", lambda _: body)

    with sandbox_opened(face, sandbox, app) as accounts:
        read = accounts[ZOOM].recordings.get(uuid)

    found = notified("recording.completed", body)
    assert isinstance(found, told.RecordingChanged)
    assert found.recording == read
    assert found.recording.auto_delete_on == (date(2026, 12, 24) if more.get("auto_delete") else None)
    assert found.recording.duration in {None, timedelta(hours=1)}


def test_who_hosted_a_past_meeting_is_kept(face: str) -> None:
    """Zoom says ``host_id`` of a past meeting."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/past_meetings/", lambda tree: tree | {"host_id": "h1"})

    with sandbox_opened(face, sandbox, app) as accounts:
        assert accounts[ZOOM].sessions.get(newest(sandbox)["session_id"]).host == "h1"


@pytest.mark.parametrize(("name", "kept"), [("Ada", "u1"), ("Anonymous Attendee", None)])
def test_whose_account_asked_and_answered_is_kept_unless_they_are_anonymous(
    face: str, name: str, kept: str | None
) -> None:
    """``user_id`` of questions and of answers; of somebody anonymous it stays unread."""
    sandbox = unlimited()
    answer = {"user_id": "u1", "name": name, "email": "", "content": "Because.", "type": "host_answered_publicly"}
    row = {"question_id": "q", "question": "Why?", "answer_details": [answer]}
    asker = {"user_id": "u1", "name": name, "email": "", "question_details": [row]}
    app = rewriting(sandbox.handle, "GET", "/qa", lambda tree: tree | {"questions": [asker]})

    with sandbox_opened(face, sandbox, app) as accounts:
        (found,) = accounts[ZOOM].questions.list(**newest(sandbox))

    assert (found.user, found.answers[0].host) == (kept, kept)


@pytest.mark.parametrize("place", ["registrant", "object"])
def test_what_led_to_a_registration_is_kept(place: str) -> None:
    """Zoom tells the tracking source of a webinar's registration."""
    source = {"tracking_source": {"id": "5516482804110", "source_name": "newsletter", "tracking_url": "https://x.test"}}
    who = {"id": "r1", "email": "ada@example.test"} | (source if place == "registrant" else {})

    found = notified(
        "webinar.registration_created", {"id": 5, "registrant": who} | (source if place == "object" else {})
    )

    assert isinstance(found, told.RegistrationChanged)
    assert found.registrant.source == "newsletter"


def test_a_series_without_a_start_starts_with_its_first_date(face: str) -> None:
    """The times of a series with fixed times stand in its occurrences; one that was deleted does not count."""
    sandbox = unlimited()
    dates = [
        {"occurrence_id": "1", "start_time": "2026-11-01T10:00:00Z", "duration": 30, "status": "deleted"},
        {"occurrence_id": "3", "start_time": "2026-11-15T10:00:00Z", "duration": 60, "status": "available"},
        {"occurrence_id": "2", "start_time": "2026-11-08T10:00:00Z", "duration": 45, "status": "available"},
    ]

    def change(tree: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in tree.items() if name not in {"start_time", "duration"}}
        return kept | {"type": 8, "occurrences": dates}

    app = rewriting(sandbox.handle, "GET", "/meetings/", change)
    where = event(sandbox, "meeting")
    with sandbox_opened(face, sandbox, app) as accounts:
        found = accounts[ZOOM].events.get(where)

    wanted = (datetime(2026, 11, 8, 10, tzinfo=UTC), timedelta(minutes=45))
    assert (found.start, found.duration) == wanted
    removed = notified("meeting.deleted", {"id": 5, "type": 8, "occurrences": dates})
    assert isinstance(removed, told.EventRemoved)
    assert (removed.event.start, removed.event.duration) == wanted


def test_what_stands_beside_a_payload_is_kept() -> None:
    """An answer to some notifications is to be sent to their ``response_url``; attention is cut out there, too."""
    found = notified("bot.something", response_url="https://x.test/r", attention_score=7, download_token="t")

    assert isinstance(found, told.OtherNotification)
    assert dict(found.beside) == {"response_url": "https://x.test/r"}
    assert "x.test" not in repr(found)


@pytest.mark.parametrize("name", ["meeting.started_again ", " user.created", "meeting.registration_created ", "a.b-c"])
def test_a_name_with_a_blank_at_its_end_is_kept_as_one_not_known(name: str) -> None:
    """The vendor's own lists have such names; it was refused."""
    found = notified(name)

    assert isinstance(found, told.OtherNotification)
    assert found.name == name


@pytest.mark.parametrize(
    "said",
    [
        "This API is only available for ZMP and Business or higher accounts.",
        "Only available for Paid account.",
        "Only available for Business or higher accounts",
        "This feature requires a Pro plan.",
    ],
)
@pytest.mark.parametrize(("status", "code"), [(400, 200), (200, 200), (403, 0)])
def test_a_plan_that_is_missing_is_told(said: str, status: int, code: int) -> None:
    """Zoom names plans in many words."""
    found = meant(status, code, said)

    assert isinstance(found, Forbidden)
    assert found.missing_plan


def test_only_for_some_accounts_is_a_missing_plan_under_any_code() -> None:
    """Dashboards refuse with a code of their own."""
    found = meant(400, 12700, "This API is only available for ZMP and Business or higher accounts.")

    assert isinstance(found, Forbidden)
    assert found.missing_plan


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("Group does not belong to your account.", "group"),
        ("Group does not belong to this account:abc.", "group"),
        ("User does not belong to this account: ada@example.test.", "user"),
        ("", "user"),
    ],
)
def test_code_1010_about_a_group_is_a_missing_group(said: str, missing: str) -> None:
    """The code is documented for groups and for users, and the sentence says which."""
    found = meant(400, 1010, said)

    assert isinstance(found, NotFound)
    assert found.missing == missing


def meant(status: int, code: int, said: str) -> ApiError:
    return meaning(refuse, reply(status, {"code": code, "message": said}), "x-zm-trackingid")
