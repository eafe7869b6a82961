"""Zoom's notifications: received once, read in all their spellings, and nothing in them that must not be known."""

from __future__ import annotations

import hashlib
import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import NOON

from provider_bridge import webhooks as told
from provider_bridge.domain.settings import Level
from provider_bridge.errors import DecodeError, WebhookRejected
from provider_bridge.providers.zoom.webhooks import SCHEME, ZoomReceiver, read_event

STAMP = str(int(NOON.timestamp()))
PERSON = "ada@example.test"


def body(event: str, object_: Any = None, **payload: Any) -> bytes:
    """Return a notification's bytes."""
    inner = {"account_id": "acc", **({} if object_ is None else {"object": object_}), **payload}
    return json.dumps({"event": event, "event_ts": 1626230691572, "payload": inner}).encode()


def signed(raw: bytes, secret: str = "hush") -> dict[str, str]:
    """Return the headers that Zoom would send with these bytes."""
    return {"x-zm-signature": SCHEME.sign(secret, STAMP, raw), "x-zm-request-timestamp": STAMP}


def left(**participant: Any) -> bytes:
    return body("meeting.participant_left", {"id": "982 610 0285", "uuid": "u/1==", "participant": participant})


# --- receiving ---------------------------------------------------------------------------------------------


def test_the_address_is_proven_with_the_secret_that_signed() -> None:
    """While a secret is replaced the challenge is answered with the one that Zoom uses; a proof is no work."""
    raw = body("endpoint.url_validation", plainToken="qgg8vlvZRS6UYooatFL8Aw")

    found = ZoomReceiver(["new", "old"]).receive(signed(raw, "old"), raw, now=NOON)

    proof = hmac.new(b"old", b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert (200, False) == (found.status, found.new)
    assert {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": proof} == json.loads(found.answer)
    assert "qgg8" not in repr(found)


def test_a_challenge_that_nobody_signed_is_not_answered() -> None:
    """Otherwise anybody could have us sign anything."""
    raw = body("endpoint.url_validation", plainToken="x")

    with pytest.raises(WebhookRejected):
        ZoomReceiver("hush").receive(signed(raw, "guessed"), raw, now=NOON)


def test_a_second_delivery_is_recognised() -> None:
    """A delivery that comes again is not new, though its spaces and its download token are others."""
    receiver = ZoomReceiver(["hush"], seen=told.MemorySeenStore())
    tree = json.loads(left(user_name="Ada"))
    first = json.dumps({**tree, "download_token": "one"}).encode()
    again = json.dumps({"download_token": "two", **tree}, indent=1).encode()
    now = datetime.now(UTC)
    stamp = str(int(now.timestamp()))

    def receive(raw: bytes) -> Any:
        given = {"x-zm-signature": SCHEME.sign("hush", stamp, raw), "x-zm-request-timestamp": stamp}
        return receiver.receive(given, raw, now=now)

    one, other = receive(first), receive(again)
    assert (True, False, 204, 204) == (one.new, other.new, one.status, other.status)
    receiver.release(other)  # was not taken by this delivery, so nothing is let go
    assert not receive(first).new
    receiver.release(one)
    assert receive(first).new


def test_two_people_within_a_millisecond_are_two_notifications() -> None:
    """The same event of the same run at the same time is another one when somebody else is in it."""
    assert read_event(left(user_name="Ada")).key != read_event(left(user_name="Ben")).key
    assert read_event(left(user_name="Ada")).key == read_event(left(user_name="Ada")).key


def test_a_receiver_shows_no_secret() -> None:
    """Neither a receiver nor what it received shows a secret or a person."""
    raw = left(user_name="Ada Abel", email=PERSON)
    receiver = ZoomReceiver("hush")

    assert not any(word in f"{receiver!r}{receiver.receive(signed(raw), raw, now=NOON)!r}" for word in ("hush", "Ada"))


# --- what must not be known --------------------------------------------------------------------------------


@given(
    st.sampled_from(["attentiveness_score", "Attention-Score", "averageAttentiveness", "attentiveness\\u005fscore"]),
    st.sampled_from(["meeting.participant_left", "webinar.participant_left", "never.heard_of", "user.updated"]),
)
def test_attention_data_is_cut_out(name: str, event: str) -> None:
    """An attention score is in no notification, typed or not, however deep it stood and however it was spelled."""
    raw = body(
        event, {"id": 1, "uuid": "u==", "participant": {"user_name": "A", "SCORE": "71.83"}, "SCORE": {"a": 7183}}
    )

    found = read_event(raw.replace(b"SCORE", name.encode()))

    shown = str(vars_of(found))
    assert "71.83" not in shown
    assert "7183" not in shown


def vars_of(value: Any) -> Any:
    """Return all fields of a notification, hidden ones included."""
    import dataclasses

    return dataclasses.asdict(value)


# --- spellings ---------------------------------------------------------------------------------------------


def test_an_unknown_event_survives_as_data() -> None:
    """What has no type of its own is kept whole, with its token, and shows nothing."""
    tree = json.loads(body("zoomroom.alert", {"id": "x", "issue": [1, PERSON]}, operator=PERSON, operator_id="op"))

    found = read_event(json.dumps({**tree, "download_token": "t0k"}).encode())

    assert isinstance(found, told.OtherNotification)
    assert tree["payload"] == found.payload
    assert ("t0k", "op", PERSON, "acc") == (
        found.download_token,
        found.operator,
        found.operator_email,
        found.account,
    )
    assert not any(word in repr(found) for word in (PERSON, "t0k"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'"x"',
        b"{",
        b"\xff",
        b'{"event": 1, "payload": {}}',
        b'{"event": "", "payload": {}}',
        b'{"event": "ada@example.test", "payload": {}}',
        b'{"event": "x"}',
        b'{"event": "x", "payload": []}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_notification(raw: bytes) -> None:
    """Anything else is an error of shape that quotes nothing of it."""
    with pytest.raises(DecodeError) as caught:
        read_event(raw)

    assert "ada" not in str(caught.value)


@pytest.mark.parametrize(
    ("event", "object_"),
    [
        ("meeting.registration_created", {"id": 1}),
        ("meeting.registration_cancelled", {"id": 1, "registrant": {"id": ""}}),
        ("webinar.registration_denied", {"id": "", "registrant": {"id": "r"}}),
        ("recording.completed", {"id": 1}),
        ("recording.batch_deleted", {}),
        ("recording.batch_trashed", {"meeting_uuids": []}),
        ("meeting.participant_left", {"id": 1, "uuid": "u", "participant": PERSON}),
        ("meeting.chat_message_sent", {"id": 1, "uuid": "u"}),
        ("meeting.deleted", None),
        ("account.settings_updated", {"id": "acc"}),
        ("meeting.summary_deleted", {"meeting_id": 1}),
        ("endpoint.url_validation", {}),
    ],
)
def test_a_known_event_of_another_shape_is_an_error(event: str, object_: Any) -> None:
    """Half a registration or a deletion of nothing must not pass for a whole one; no value is told."""
    with pytest.raises(DecodeError) as caught:
        read_event(body(event, object_))

    assert event in str(caught.value)
    assert PERSON not in f"{caught.value}{caught.value.problems}"


@pytest.mark.parametrize("number", [1234567890, "1234567890", "123 456 7890"])
@pytest.mark.parametrize("phone", [1800000000, "1800000000"])
def test_quirk_4_numbers_as_numbers_and_as_text(number: object, phone: object) -> None:
    """Meeting numbers and telephone numbers come as either; ours are text."""
    person = {"invitee_name": "Ada", "phone_number": phone}
    raw = body("meeting.participant_phone_callout_missed", {"id": number, "uuid": "u==", "participant": person})

    found = read_event(raw)

    assert isinstance(found, told.ParticipantMoved)
    assert ("phone_callout_missed", "meeting:1234567890") == (found.change, found.session.event)
    assert ("1800000000", "Ada", ()) == (
        found.participant.phone,
        found.participant.name,
        found.participant.intervals,
    )


@pytest.mark.parametrize("nothing", ["", None, ...])
def test_quirk_2_nothing_in_all_its_spellings(nothing: Any) -> None:
    """``""``, ``null`` and absent mean the same: no time, no person, no file."""
    names = ("leave_time", "email", "registrant_id", "participant_user_id", "phone_number", "id")
    who = {} if nothing is ... else dict.fromkeys(names, nothing)
    found = read_event(left(**who))
    files: Any = {} if nothing is ... else dict.fromkeys(("recording_files", "auto_delete_date", "total_size"), nothing)
    recording = read_event(body("recording.trashed", {"uuid": "u==", **files}))

    assert isinstance(found, told.ParticipantMoved)
    assert isinstance(recording, told.RecordingChanged)
    person = found.participant
    assert ((), "", None, None, "") == (person.intervals, person.email, person.registrant, person.user, person.phone)
    assert ((), None, None, None) == (
        recording.recording.files,
        recording.recording.auto_delete_on,
        recording.recording.size,
        recording.recording.event,
    )


def test_quirk_3_words_nobody_has_seen_survive() -> None:
    """A file of a new type and an event's unheard-of type are kept as they are."""
    file = {"id": "f", "file_type": "HOLOGRAM", "recording_type": "smell", "status": "brewing"}
    found = read_event(body("recording.completed", {"uuid": "u==", "id": 12, "type": 99, "recording_files": [file]}))

    assert isinstance(found, told.RecordingChanged)
    (only,) = found.recording.files
    assert ("HOLOGRAM", "smell", "brewing", "processing") == (
        only.type,
        only.content,
        only.status,
        found.recording.state,
    )
    assert ("u==", "12", "upload") == (found.recording.session, found.recording.event, found.recording.kind)


@pytest.mark.parametrize(
    ("change", "status"), [("approved", "approved"), ("cancelled", "cancelled"), ("denied", "denied")]
)
@pytest.mark.parametrize("kind", ["meeting", "webinar"])
def test_what_became_of_a_registration(kind: str, change: str, status: str) -> None:
    """Only the name tells what became of it, and an id, names and an address are all there is."""
    who = {"id": "r1", "email": PERSON, "first_name": "Ada"}
    found = read_event(body(f"{kind}.registration_{change}", {"id": 1, "uuid": "u==", "registrant": who}))

    assert isinstance(found, told.RegistrationChanged)
    assert (change, status, f"{kind}:1", f"{kind}:u==") == (
        found.change,
        found.registrant.status,
        found.event.id,
        found.session,
    )


@pytest.mark.parametrize(
    ("event", "waits"),
    [
        ("participant_put_in_waiting_room", True),
        ("participant_joined_waiting_room", True),
        ("participant_left_waiting_room", False),
        ("participant_admitted", False),
    ],
)
def test_waiting_is_no_presence(event: str, *, waits: bool) -> None:
    """A stay in the waiting room stands apart from the stays in the session."""
    who = {"user_name": "A", "date_time": "2021-07-13T21:44:51Z"}
    found = read_event(body(f"meeting.{event}", {"id": 1, "uuid": "u==", "participant": who}))

    assert isinstance(found, told.ParticipantMoved)
    (wait,) = found.participant.waited
    moment = datetime(2021, 7, 13, 21, 44, 51, tzinfo=UTC)
    assert (moment, None) == ((wait.joined, wait.left) if waits else (wait.left, wait.joined))
    assert () == found.participant.intervals


@pytest.mark.parametrize(
    ("recipient", "private"), [("everyone", False), ("Everyone", False), ("guest", True), ("", True), (None, True)]
)
def test_a_message_is_private_unless_it_went_to_everyone(recipient: str | None, *, private: bool) -> None:
    """Where Zoom does not say that everyone could read it, it counts as private."""
    message = {"message_id": "m", "message_content": "hello", "recipient_type": recipient}
    found = read_event(
        body("webinar.chat_message_sent", {"webinar_id": 5, "webinar_uuid": "w", "chat_message": message})
    )

    assert isinstance(found, told.ChatWritten)
    assert found.message is not None
    assert ("webinar:5", "webinar:w", private, "hello") == (
        found.event,
        found.session,
        found.message.private,
        found.message.text,
    )


@pytest.mark.parametrize(
    ("flag", "erase"),
    [
        *((each, True) for each in (..., None, "", False, "false", "maybe", 0)),
        *((each, False) for each in (True, "true", "TRUE")),
    ],
)
def test_whose_authorization_is_taken_away_is_erased(flag: Any, *, erase: bool) -> None:
    """Only a clear yes lets the data stay; a missing flag, as today's notifications have none, asks for erasure."""
    kept = {} if flag is ... else {"user_data_retention": flag}
    raw = json.dumps(
        {"event": "app_deauthorized", "payload": {"user_id": "u", "event_ts": "2024-09-08 15:58:40", **kept}}
    )

    found = read_event(raw.encode())

    assert isinstance(found, told.Deauthorized)
    assert (erase, "u", datetime(2024, 9, 8, 15, 58, 40, tzinfo=UTC)) == (found.erase, found.host, found.at)


def test_changed_settings_are_their_leaves() -> None:
    """Only what differs is told, with its path; a setting that lists people is in no ``repr``."""
    raw = body(
        "account.lock_settings_updated",
        {"settings": {"recording": {"cloud_recording": True, "deep": {"same": 1, "who": [PERSON]}}, "new": False}},
        old_object={"settings": {"recording": {"cloud_recording": False, "deep": {"same": 1}}, "gone": 1}},
    )

    found = read_event(raw)

    assert isinstance(found, told.SettingsChanged)
    assert (Level.ACCOUNT, "acc", True) == (found.level, found.subject, found.locks)
    assert {
        "recording.cloud_recording": (False, True),
        "recording.deep.who": (None, [PERSON]),
        "new": (None, False),
        "gone": (1, None),
    } == {each.path: (each.old, each.new) for each in found.changes}
    assert PERSON not in repr(found)


def test_attention_tracking_that_is_switched_on_is_told() -> None:
    """The switch itself is no attention data: that it was thrown must be seen."""
    raw = body(
        "user.settings_updated",
        {"id": "u1", "settings": {"in_meeting": {"attention_tracking": True}}},
        old_object={"id": "u1", "settings": {"in_meeting": {"attention_tracking": False}}},
    )
    found = read_event(raw)

    assert isinstance(found, told.SettingsChanged)
    assert [("in_meeting.attention_tracking", False, True)] == [(c.path, c.old, c.new) for c in found.changes]


def test_a_compliance_archive() -> None:
    """The archive of a session, as the listing documents it, with one person's file."""
    file = {"id": "f1", "file_type": "CHAT_MESSAGE", "individual": True, "participant_email": PERSON, "file_size": "12"}
    raw = body("recording.archive_files_completed", {"uuid": "u==", "id": 7, "type": 2, "archive_files": [file]})

    found = read_event(raw)

    assert isinstance(found, told.ArchiveCompleted)
    (only,) = found.archive.files
    assert ("meeting:u==", "meeting:7", None) == (found.archive.session, found.archive.event, found.archive.breakout_of)
    assert ("f1", "CHAT_MESSAGE", True, PERSON, 12) == (
        only.id,
        only.type,
        only.individual,
        only.participant_email,
        only.size,
    )


@pytest.mark.parametrize("stamp", [1626230691572, "1626230691572", 10**400, "soon", None, True, {"a": 1}, -1])
def test_times_of_all_kinds(stamp: Any) -> None:
    """A time that is none is none, and no fault."""
    raw = json.dumps({"event": "x.y", "event_ts": stamp, "payload": {}}).encode()

    found = read_event(raw)

    good = stamp in {1626230691572, "1626230691572"} if isinstance(stamp, int | str) else False
    assert (datetime(2021, 7, 14, 2, 44, 51, 572000, tzinfo=UTC) if good else None) == found.at


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda t: st.lists(t) | st.dictionaries(st.text(), t)
    )
)
def test_whatever_is_in_a_payload_is_read_or_refused(payload: Any) -> None:
    """No payload of whatever shape is a fault of ours."""
    for event in ("meeting.registration_created", "recording.completed", "account.settings_updated", "x.y"):
        raw = json.dumps(
            {"event": event, "event_ts": 1, "payload": {"object": payload, "old_object": payload}}
        ).encode()
        with suppress(DecodeError):
            assert event == read_event(raw).name


def test_a_renamed_recording_tells_both_titles() -> None:
    """The old title stands beside the new one; neither is shown."""
    raw = body("recording.renamed", {"uuid": "u==", "topic": "New name"}, old_object={"topic": "Old name"})
    found = read_event(raw)

    assert isinstance(found, told.RecordingChanged)
    assert ("Old name", "New name") == (found.old_title, found.recording.title)
    assert not any(title in repr(found) for title in ("Old name", "New name"))


@pytest.mark.parametrize(
    "name", ["attentiveness", "attentiveScore", "attention-level", "avg_attentiveness", "ATTENTION RATE", "Attentiv"]
)
def test_what_an_unknown_notification_says_of_attention_is_not_in_it(name: str) -> None:
    """A bug once: only the names that Zoom documented were cut out, and nobody knows what new ones will be called."""
    raw = body("meeting.measured", {"participant": [{name: 8151}, {"nested": {name: [8151]}, "kept": 1}]})

    found = read_event(raw)

    assert isinstance(found, told.OtherNotification)
    assert found.payload["object"] == {"participant": [{}, {"nested": {}, "kept": 1}]}
    assert "8151" not in str(found.payload)
