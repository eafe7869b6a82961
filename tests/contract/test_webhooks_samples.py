"""Every sample of a notification becomes its own type, and no field of the domain is lost on the way."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from contract.openapi import SHARED, needs_samples
from contract.samples import sample

from provider_bridge.domain import notifications as told
from provider_bridge.providers.zoom.webhooks import read_event
from provider_bridge.providers.zoom.wire.registrants import NOT_ZOOMS

pytestmark = needs_samples

SAMPLES: Final = sorted(path.stem for path in (SHARED / "samples" / "zoom").glob("webhook_*.json"))
TYPES: Final = {
    "registration": told.RegistrationChanged,
    "recording.batch": told.RecordingsChanged,
    "recording.cloud": told.OtherNotification,
    "recording": told.RecordingChanged,
    "summary": told.SummaryChanged,
    "settings_updated": told.SettingsChanged,
    "meeting.updated": told.SettingsChanged,
    "participant_data": told.OtherNotification,
    "participant": told.ParticipantMoved,
    "chat_message": told.ChatWritten,
    "deleted": told.EventRemoved,
    "user.created": told.HostChanged,
    "user.disassociated": told.HostChanged,
    "app_deauthorized": told.Deauthorized,
}
"""The first of these that is a part of a sample's name says what it becomes; anything else survives as data."""

UNREAD: Final = frozenset(
    {
        # numbers that stand for a kind, and counts and marks that the domain has no field for
        "type", "recording_count", "on_prem", "auto_delete", "practice_session", "scope", "creation_type", "timezone",
        # of a person: the app's own key, and numbers that are good within one run only
        "customer_key", "bind_user_id", "user_id", "sender_session_id", "recipient_session_id", "sender_type",
        "recipient_type", "recipient_email", "host_account_id",
        # when and how long a scheduled event is, where only its run is told of
        "duration", "date_time", "time_stamp", "summary_start_time", "summary_end_time",
        # how somebody found the registration
        "tracking_source",
        # a second address of a file that has one, and a second secret of a recording that has one
        "play_url", "recording_play_passcode",
        # the recording that a file belongs to, in a spelling of its own
        "meeting_id", "meeting_topic",
    }
)  # fmt: skip
"""What is deliberately not read, by its name; what is not here must be found again."""


def leaves(value: Any) -> Iterator[str]:
    """Yield everything a notification is made of, as Zoom might have written it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, datetime):
        yield from (f"{value:%Y-%m-%dT%H:%M:%SZ}", f"{value:%Y-%m-%d %H:%M:%S}")
        yield from (f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z", str(round(value.timestamp() * 1000)))
    elif isinstance(value, date):
        yield f"{value:%Y-%m-%d}"
    elif isinstance(value, timedelta):
        yield str(int(value.total_seconds() // 60))
    else:
        yield str(value)
        yield str(value).partition(":")[2]  # our ids have the kind in front


def wanted(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the leaves of a sample that have to be found again, with their places."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name not in UNREAD or (name == "duration" and "registrant" in tree):
                yield from wanted(value, f"{path}.{name}")
    elif isinstance(tree, list):
        for value in tree:
            yield from wanted(value, path)
    else:
        yield path, str(tree)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_becomes_its_type_with_nothing_lost(name: str) -> None:
    """Every leaf of a sample that is not deliberately unread is in the notification."""
    tree = json.loads(sample(f"zoom/{name}"))

    found = read_event(sample(f"zoom/{name}"))

    expected = next((kind for part, kind in TYPES.items() if part in name), told.OtherNotification)
    assert expected is type(found)
    values = set(leaves(found))
    if isinstance(found, told.HostChanged):
        values |= set(found.host.name.split())
    if isinstance(found, told.SettingsChanged) and name.startswith("webhook_user"):
        tree["payload"]["old_object"].pop(
            "id"
        )  # the sample names another user there, which would be a mistake of theirs
    if isinstance(found, told.RecordingChanged) and tree["payload"]["object"].get("recording_play_passcode"):
        tree["payload"]["object"].pop("password", None)  # the passcode is the one that a listing shows
    assert [] == [(path, value) for path, value in wanted(tree) if value not in values]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sample_shows_anybody(name: str) -> None:
    """The ``repr`` of a notification holds no person, no address, no number and no secret."""
    shown = repr(read_event(sample(f"zoom/{name}")))

    assert not any(word in shown for word in ("Jill", "example.com", "REDACTED", "86152", "1800000000", "test message"))


def test_a_completed_recording_field_by_field() -> None:
    """What is in the sample of a completed recording stands in the right fields."""
    tree = json.loads(sample("zoom/webhook_recording.completed"))
    body = tree["payload"]["object"]

    found = read_event(sample("zoom/webhook_recording.completed"))

    assert isinstance(found, told.RecordingChanged)
    recording = found.recording
    assert (found.change, found.download_token) == ("completed", tree["download_token"])
    assert found.at == datetime.fromtimestamp(tree["event_ts"] / 1000, UTC)
    assert (recording.session, recording.event) == (f"meeting:{body['uuid']}", f"meeting:{body['id']}")
    assert (recording.kind, recording.state, recording.size) == ("meeting", "stored", body["total_size"])
    assert (recording.title, recording.host_email) == (body["topic"], body["host_email"])
    assert (recording.passcode, recording.share_url) == (body["recording_play_passcode"], body["share_url"])
    assert (str(recording.auto_delete_on), recording.duration) == (body["auto_delete_date"], timedelta(minutes=60))
    rows = [*body["recording_files"], *body["participant_audio_files"]]
    assert [(each.id, each.type, each.size, each.url, each.status) for each in recording.files] == [
        (row["id"], row["file_type"], row["file_size"], row["download_url"], row["status"]) for row in rows
    ]
    assert [each.content for each in recording.files] == [row.get("recording_type", "") for row in rows]


def test_a_registration_field_by_field() -> None:
    """Every field of a registrant is where it belongs, an integer PIN included."""
    body = json.loads(sample("zoom/webhook_meeting.registration_created"))["payload"]["object"]
    row = body["registrant"]

    found = read_event(sample("zoom/webhook_meeting.registration_created"))

    assert isinstance(found, told.RegistrationChanged)
    who = found.registrant
    assert (found.of, found.change, found.session) == ("event", "created", f"meeting:{body['uuid']}")
    assert (found.event.id, found.event.recurring, found.event.host) == (f"meeting:{body['id']}", True, body["host_id"])
    names = {"postal_code": "zip", "organization": "org", "number_of_employees": "no_of_employees"}
    for field in dataclasses.fields(who):
        if field.name in NOT_ZOOMS:
            assert getattr(who, field.name) == field.default, field.name
        elif field.name not in {"registered_at", "custom", "dial_in_pin"}:
            assert getattr(who, field.name) == row[names.get(field.name, field.name)], field.name
    assert [(each.question, each.answer) for each in who.custom] == [
        (each["title"], each["value"]) for each in row["custom_questions"]
    ]
    assert (who.registered_at, who.dial_in_pin) == (None, str(row["participant_pin_code"]))
