"""GoToWebinar's notifications: rejected unless somebody says how they are proven, read, and recognised."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import NOON

from provider_bridge import webhooks as told
from provider_bridge.domain.people import Answer, Interval
from provider_bridge.errors import DecodeError, InvalidInput, WebhookRejected
from provider_bridge.providers.gotowebinar.webhooks import GoToReceiver, SupposedSignature, read_event, unproven

STAMP = str(int(NOON.timestamp()))
PERSON = "ada@example.test"
ADDED: dict[str, Any] = {
    "eventName": "registrant.added",
    "eventKey": "e-1",
    "timestamp": "2026-06-10T15:00:00.000Z",
    "webinarKey": 5620084814059709442,
    "webinarCreatorKey": 7313424324482123456,
    "webinarTitle": "Quarterly",
    "registrantKey": 24576065432313123456,
    "firstName": "Ada",
    "lastName": "Abel",
    "email": PERSON,
    "Industry": "Education",
    "status": "WAITING",
    "responses": [{"questionText": "Why?", "questionType": "MULTIPLE_CHOICE", "answerText": ["a", "b"]}],
}


def body(**changes: Any) -> bytes:
    return json.dumps(ADDED | changes).encode()


def signed(raw: bytes, secret: str = "hush", stamp: str = STAMP, encoding: str = "base64") -> dict[str, str]:
    """Return headers as GoTo is supposed to send them."""
    digest = hmac.new(secret.encode(), (stamp + ":").encode() + raw, hashlib.sha256).digest()
    shown = digest.hex() if encoding == "hex" else base64.b64encode(digest).decode()
    return {"X-Webhook-Signature": shown, "X-Webhook-Timestamp": stamp}


# --- proving -----------------------------------------------------------------------------------------------


def test_without_a_verifier_everything_is_rejected() -> None:
    """How GoTo signs is not published, so nothing is believed unless somebody says how."""
    with pytest.raises(WebhookRejected, match="does not publish") as caught:
        GoToReceiver().receive(signed(body()), body(), now=NOON)

    assert "unverifiable" == caught.value.reason


def test_an_unproven_notification_is_a_hint() -> None:
    """It is read, and says of itself that nobody proved it; it cannot make a proven one count as old."""
    store = told.MemorySeenStore()
    hint = GoToReceiver(unproven, seen=store).receive({}, body(webinarTitle="forged"), now=datetime.now(UTC))
    again = GoToReceiver(unproven, seen=store).receive({}, body(webinarTitle="forged"), now=datetime.now(UTC))
    real = GoToReceiver(lambda *_, **__: True, seen=store).receive({}, body(), now=datetime.now(UTC))

    assert (False, True, 200) == (hint.proven, hint.new, hint.status)
    assert not again.new
    assert (True, True) == (real.proven, real.new)


def test_a_supposed_signature_is_checked() -> None:
    """It fits the guess, with either of two secrets, in either encoding, however the time is written."""
    for stamp in (STAMP, f"{STAMP}123", "2026-11-23T12:00:00Z"):
        for encoding in ("base64", "hex"):
            verifier = SupposedSignature(["new", "hush"], encoding=encoding)
            given = signed(body(), stamp=stamp, encoding=encoding)
            assert GoToReceiver(verifier).receive(given, body(), now=NOON).proven


def test_only_the_body_may_be_signed() -> None:
    """Where the guess is that no time is signed, the time's header is not asked for."""
    shown = base64.b64encode(hmac.new(b"hush", body(), hashlib.sha256).digest()).decode()

    assert SupposedSignature(["hush"], timestamp="")({"x-webhook-signature": shown}, body(), now=NOON)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "missing"),
        (signed(body(), "guessed"), "signature"),
        (signed(body() + b" "), "signature"),
        (signed(body()) | {"X-Webhook-Signature": "ä"}, "signature"),
        (signed(body(), stamp="yesterday"), "malformed"),
        (signed(body(), stamp="9" * 400), "malformed"),
        (signed(body(), stamp=str(int(STAMP) - 301)), "age"),
        (signed(body(), stamp=str(int(STAMP) + 301)), "age"),
        ([*signed(body()).items(), ("x-webhook-signature", "other")], "duplicate"),
        ({"X-Webhook-Signature": signed(body())["X-Webhook-Signature"]}, "missing"),
    ],
)
def test_what_does_not_fit_is_rejected(headers: Any, reason: str) -> None:
    """A header that is missing, doubled or no good, a wrong time, a wrong signature."""
    with pytest.raises(WebhookRejected) as caught:
        GoToReceiver(SupposedSignature(["hush"])).receive(headers, body(), now=NOON)

    assert reason == caught.value.reason
    assert "hush" not in str(caught.value)


def test_a_verifier_needs_secrets_and_shows_none() -> None:
    """No empty secret, no lone text that would be taken letter by letter, and no secret in a ``repr``."""
    for bad in ("hush", [], ["hush", ""]):
        with pytest.raises(InvalidInput):
            SupposedSignature(bad)
    assert "hush" not in repr(GoToReceiver(SupposedSignature(["hush"]))) + repr(SupposedSignature(["hush"]))
    with pytest.raises(InvalidInput):
        GoToReceiver(unproven).receive({}, body(), now=datetime(2026, 1, 1))  # noqa: DTZ001 (that is what is wrong)


def test_a_second_delivery_is_recognised_by_its_key() -> None:
    """``eventKey`` tells; one that could not be taken is let go and is new again."""
    receiver = GoToReceiver(lambda *_, **__: True, seen=told.MemorySeenStore())
    now = datetime.now(UTC)
    one = receiver.receive({}, body(), now=now)
    other = receiver.receive({}, body(timestamp="2026-06-10T15:00:09.000Z"), now=now)

    assert (True, False) == (one.new, other.new)
    receiver.release(one)
    assert receiver.receive({}, body(), now=now).new
    assert receiver.receive({}, body(eventKey="e-2"), now=now).new
    assert read_event(body(eventKey="")).key == read_event(body(eventKey=None)).key != read_event(body(city="B")).key


# --- reading -----------------------------------------------------------------------------------------------


def test_a_registration() -> None:
    """Every field, keys that are numbers beyond any limit, and each answer of its own."""
    found = read_event(body())

    assert isinstance(found, told.RegistrationChanged)
    assert "7313424324482123456/5620084814059709442" == found.event.id
    assert ("24576065432313123456", "pending", "Education") == (
        found.registrant.id,
        found.registrant.status,
        found.registrant.industry,
    )
    assert (Answer("Why?", "a"), Answer("Why?", "b")) == found.registrant.custom
    assert datetime(2026, 6, 10, 15, tzinfo=UTC) == found.at
    assert not any(word in repr(found) for word in ("Ada", PERSON, "Quarterly", "Why"))


@pytest.mark.parametrize(
    "moment", [1781103600000, "1781103600000", "2026-06-10T15:00:00Z", "2026-06-10T15:00:00.+0000"]
)
def test_somebody_joined(moment: object) -> None:
    """The time comes in milliseconds, or written out."""
    found = read_event(body(eventName="registrant.joined", sessionKey=15887209, joinTime=moment))

    assert isinstance(found, told.ParticipantMoved)
    assert "7313424324482123456/5620084814059709442/15887209" == found.session.id == found.participant.session
    assert (Interval(datetime(2026, 6, 10, 15, tzinfo=UTC), None),) == found.participant.intervals
    assert ("Ada Abel", PERSON, "registrant") == (
        found.participant.name,
        found.participant.email,
        found.participant.matched_by,
    )


@pytest.mark.parametrize(
    ("status", "kind", "change"),
    [
        ("UPDATED", told.EventChanged, "updated"),
        ("updated", told.EventChanged, "updated"),
        (None, told.EventChanged, "updated"),
        ("MOVED", told.EventChanged, "moved"),
        ("DELETED", told.EventRemoved, "deleted"),
        ("Deleted", told.EventRemoved, "deleted"),
    ],
)
def test_trap_30_a_webinar_changed(status: str | None, kind: type, change: str) -> None:
    """A deletion comes as a change with a status of its own, in any case; unseen words survive."""
    times = [{"startTime": "2026-07-01T10:00:00Z", "endTime": "2026-07-01T11:30:00Z"}]
    found = read_event(body(eventName="webinar.changed", organizerKey="77", status=status, times=times, accountKey=9))

    assert isinstance(found, told.EventChanged | told.EventRemoved)
    assert (kind, change, "9") == (type(found), found.change, found.account)
    assert ("77/5620084814059709442", timedelta(minutes=90)) == (found.event.id, found.event.duration)
    assert () == found.event.occurrences


def test_optional_members_are_simply_missing() -> None:
    """Nothing but the keys is needed; without an organizer the id is the bare key."""
    changed = read_event(b'{"eventName": "webinar.created", "webinarKey": "5"}')
    joined = read_event(b'{"eventName": "registrant.joined", "webinarKey": 5, "sessionKey": 6}')

    assert isinstance(changed, told.EventChanged)
    assert ("5", "created", None, None) == (changed.event.id, changed.change, changed.event.start, changed.at)
    assert isinstance(joined, told.ParticipantMoved)
    assert ("5/6", (), "row") == (joined.session.id, joined.participant.intervals, joined.participant.matched_by)


def test_an_event_nobody_knows_survives_as_data() -> None:
    """Without what is named after attention."""
    found = read_event(body(eventName="session.ended", attentionRating=5, deep={"interestRating": 7}))

    assert isinstance(found, told.OtherNotification)
    assert PERSON == found.payload["email"]
    assert "interestRating" not in found.payload["deep"]
    assert 7 not in found.payload["deep"].values()
    assert "attentionRating" not in found.payload
    assert PERSON not in repr(found)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"{}",
        b'{"eventName": 5}',
        b'{"eventName": "a b"}',
        b'{"eventName": "registrant.added"}',
        b'{"eventName": "registrant.joined", "webinarKey": 5}',
        b'{"eventName": "survey.submitted", "webinarKey": 5, "sessionKey": 6, "responses": "ada@example.test"}',
    ],
)
def test_what_is_no_notification_is_a_decode_error(raw: bytes) -> None:
    """Nobody gets half a notification, and no value is quoted."""
    with pytest.raises(DecodeError) as caught:
        read_event(raw)

    assert PERSON not in str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([PERSON, "registrant.added"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*ADDED, "times", "sessionKey", "joinTime"]), inner, max_size=6)
        ),
        max_leaves=20,
    ),
    st.sampled_from(["registrant.added", "registrant.joined", "webinar.changed", "survey.submitted", "other"]),
)
def test_whatever_comes_is_read_or_a_typed_error(tree: Any, name: str) -> None:
    """No shape of a body makes anything but a notification or ``DecodeError``."""
    raw = json.dumps({**tree, "eventName": name} if isinstance(tree, dict) else tree).encode()

    with suppress(DecodeError):
        assert PERSON not in repr(read_event(raw))
