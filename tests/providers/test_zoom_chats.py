"""Zoom's Team Chat against the simulator, on both faces, and with answers it does not give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from support import NOON, drive, sandbox_opened, unlimited

import provider_bridge as pb
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.steps import Now, Settling, Sleep
from provider_bridge.providers.zoom.chats.messages import TeamMessages
from provider_bridge.providers.zoom.wire import chats as wire
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.chats import ChatState, Message

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def account(face: str, sandbox: Sandbox | None = None, app: Any = None) -> Iterator[tuple[Any, Sandbox]]:
    box = sandbox or unlimited()
    with sandbox_opened(face, box, app) as accounts:
        yield accounts["sandbox-zoom"].chats, box


def channel(box: Sandbox) -> str:
    return next(iter(box.world.part(ChatState).channels))


def stored(box: Sandbox) -> list[Message]:
    return box.world.part(ChatState).sorted(channel(box))


def ago(box: Sandbox, days: int = 60) -> datetime:
    return box.world.now() - timedelta(days=days)


def host(box: Sandbox) -> str:
    return box.world.people["active"][0].id


def changed(box: Sandbox, part: str, status: int, body: object) -> Any:
    """Return a simulator whose answers to GET of one path are something else."""

    def app(method: str, url: str, headers: dict[str, str], sent: bytes) -> Answer:
        if method == "GET" and part in url:
            return status, {"content-type": "application/json"}, json.dumps(body).encode()
        return box.handle(method, url, headers, sent)

    return app


def test_a_channel_is_listed_with_what_was_edited_and_deleted(face: str) -> None:
    """Every message of the period comes, with its state, its sender, and what it answers to."""
    with account(face) as (chats, box):
        found = list(chats.team.list(host(box), channel=channel(box), since=ago(box)))

        assert [(m.id, m.text, m.status.title()) for m in stored(box)] == [
            (m.id, m.text, m.status.title()) for m in found
        ]
        assert {"normal", "edited", "deleted"} == {m.status for m in found}
        assert [m.sender.email for m in stored(box)] == [m.sender_email for m in found]
        assert [m.sent_at.replace(microsecond=0) for m in stored(box)] == [m.sent_at for m in found]
        assert [m.reply_to or None for m in stored(box)] == [m.reply_to for m in found]
        assert [m.file for m in stored(box) if m.file] == [m.files[0] for m in found if m.files]
        assert "note" not in repr(found)


def test_only_messages_of_the_period_come(face: str) -> None:
    """Both ends of the period are sent."""
    with account(face) as (chats, box):
        first, *_, last = stored(box)
        until = last.sent_at - timedelta(minutes=3)
        found = list(chats.team.list(host(box), channel=channel(box), since=first.sent_at, until=until))

        assert [m.id for m in stored(box)][:-1] == [m.id for m in found]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"channel": "c", "contact": "a@example.test"},
        {"channel": "c", "since": datetime(2026, 5, 1)},  # noqa: DTZ001 (that is the mistake)
        {"channel": "c", "since": NOON - timedelta(days=400)},
        {"channel": "c", "until": NOON - timedelta(days=300)},
        {"channel": "c", "until": datetime(2030, 5, 1)},  # noqa: DTZ001 (that is the mistake)
    ],
)
def test_bad_input_is_told_before_anything_is_sent(face: str, options: dict[str, Any]) -> None:
    """No or two addressees, times without an offset, and periods too old or reversed are refused here."""
    with account(face) as (chats, box):
        arguments = {"since": ago(box), **options}
        with pytest.raises((pb.InvalidInput, TypeError)) as caught:
            list(chats.team.list(host(box), **arguments))

        assert isinstance(caught.value, pb.InvalidInput)
        assert not any("chat" in name for name in box.log)


def test_an_unknown_channel_and_an_unknown_contact_are_told_apart(face: str) -> None:
    """The kind of what is missing is known, and neither is an empty list."""
    with account(face) as (chats, box):
        for options, missing in (({"channel": "none"}, "group"), ({"contact": "no@example.test"}, "user")):
            with pytest.raises(pb.NotFound) as caught:
                list(chats.team.list(host(box), since=ago(box), **options))
            assert missing == caught.value.missing
            assert "example" not in str(caught.value)


def test_a_deleted_message_has_no_words_any_more(face: str) -> None:
    """After the deletion the listing shows it as deleted and empty; the evidence says so."""
    with account(face) as (chats, box):
        message = next(m for m in stored(box) if m.status == "Normal")
        outcome = chats.team.delete(message.sender.id, message.id, channel=message.channel)

        assert isinstance(outcome, pb.Gone)
        assert [e.what for e in outcome.evidence] == ["accepted", "listed as deleted, without words"]
        assert [wire.DELETE_MESSAGE.name, wire.MESSAGES.name] == [e.operation for e in outcome.evidence]
        assert ("Deleted", "") == next((m.status, m.text) for m in stored(box) if m.id == message.id)


def test_somebody_elses_message_is_not_deleted(face: str) -> None:
    """Only the sender may delete: a typed refusal, and the message stays."""
    with account(face) as (chats, box):
        message = next(m for m in stored(box) if m.status == "Normal")
        other = next(p for p in box.world.people["active"] if p is not message.sender)
        with pytest.raises(pb.Forbidden) as caught:
            chats.team.delete(other.id, message.id, channel=message.channel)

        assert "200" == caught.value.code
        assert message in stored(box)


def test_a_message_zoom_does_not_know_is_not_called_gone(face: str) -> None:
    """Zoom's word for it is that of a bad request, which proves nothing."""
    with account(face) as (chats, box):
        with pytest.raises(pb.BadRequest) as caught:
            chats.team.delete(host(box), "nothing", channel=channel(box))
        assert "300" == caught.value.code


ROW: dict[str, Any] = {"id": "m1", "date_time": "2026-11-20T10:00:00Z", "message": "words", "sender": "a@b"}


def flow(operation: Any, *arguments: Any, **options: Any) -> Any:
    """Return an operation's flow; none of these needs a face."""
    return operation.flow(None, *arguments, **options)


UNKNOWN = pb.BadRequest("GET /x", 400, "no", code="1")


def delete(*listings: list[dict[str, Any]], after: Any = UNKNOWN) -> Any:
    """Delete m1, with what the listing answers before and after, and what its own address answers ``after``."""
    asked = [ROW, after]
    pages = list(listings)

    def answer(step: Any) -> Any:
        if isinstance(step, Now):
            return NOON
        if isinstance(step, Sleep):
            return None
        if isinstance(step, Settling):
            return 1.0
        assert isinstance(step, Call)
        body: Any = None
        if step.endpoint is wire.MESSAGE:
            body = asked.pop(0) if len(asked) > 1 else asked[0]
        if isinstance(body, pb.ProviderBridgeError):
            return body
        if step.endpoint is wire.MESSAGES:
            assert step.query["from"] == "2026-11-20T09:59:00Z"
            body = {"messages": pages.pop(0) if len(pages) > 1 else pages[0]}
        return Reply(step.endpoint.name, json.dumps(body).encode() if body else b"", 0, NOON, "r")

    return drive(flow(TeamMessages.delete, "u", "m1", channel="c"), answer)[0]


def test_a_listing_that_never_showed_it_proves_nothing() -> None:
    """That a message is missing counts only where the listing showed it before."""
    assert isinstance(delete([ROW], []), pb.Gone)
    assert isinstance(delete([], []), pb.Unconfirmed)


def test_a_message_that_only_the_listing_lacks_is_not_gone() -> None:
    """Zoom's list announces no number: what it lacks may still be shown at its own address."""
    assert isinstance(delete([ROW], [], after=ROW), pb.Unconfirmed)
    assert isinstance(delete([ROW], [], after={**ROW, "message": ""}), pb.Gone)


@pytest.mark.parametrize(
    "left",
    [
        {"status": "Deleted"},
        {"status": "Deleted", "message": "", "files": [{"file_id": "f"}]},
        {"status": "Edited", "message": ""},
        {"message": ""},
        {"status": "Purged", "message": ""},
    ],
)
def test_what_is_still_listed_with_something_is_not_gone(left: dict[str, Any]) -> None:
    """A deleted message that keeps words or files, or a state that is not that of a deleted one, is not gone."""
    outcome = delete([ROW], [{**ROW, **left}])

    assert isinstance(outcome, pb.Unconfirmed)
    assert "still lists it" in outcome.reason


def on_every_window(box: Sandbox) -> None:
    """Add messages on the days at which one window of a report ends and the next begins."""
    state, first = box.world.part(ChatState), stored(box)[0]
    for windows in range(1, 5):
        name, sent = f"edge-{windows}", box.world.now() - timedelta(days=29 * windows)
        state.messages[name] = Message(name, first.channel, first.sender, sent, f"on the edge {windows}")


def test_conversations_are_listed_once_over_several_windows(face: str) -> None:
    """A conversation of several months comes once, with its latest message."""
    with account(face) as (chats, box):
        on_every_window(box)
        found = list(chats.conversations.list(since=ago(box, 170).date()))

        state = box.world.part(ChatState)
        assert [state.conversation(each) for each in state.channels] == [c.id for c in found]
        assert [("group", each, "active", False) for each in state.channels] == [
            (c.kind, c.channel, c.status, c.has_external_members) for c in found
        ]
        latest = [max(m.sent_at for m in state.sorted(each)).replace(microsecond=0) for each in state.channels]
        assert latest == [c.last_message_at for c in found]
        assert box.log["GET /report/chat/sessions 200"] > 4


def test_a_conversation_has_its_edited_and_deleted_messages(face: str) -> None:
    """What was written, what stood there before an edit, and what was deleted all come, each once."""
    with account(face) as (chats, box):
        on_every_window(box)
        name = box.world.part(ChatState).conversation(channel(box))
        found = list(chats.conversations.messages.list(name, since=ago(box, 170).date()))

        expected = {(m.id, "normal", m.text) for m in stored(box) if m.status != "Deleted"}
        expected |= {(m.id, m.status.lower(), m.before) for m in stored(box) if m.status != "Normal"}
        assert expected == {(m.id, m.status, m.text) for m in found}
        assert len(expected) == len(found)
        assert {m.reply_to for m in stored(box) if m.reply_to} == {m.reply_to for m in found if m.reply_to}


@pytest.mark.parametrize(
    "period",
    [
        {"since": date(2020, 1, 1)},
        {"since": date(2026, 11, 20), "until": date(2026, 11, 1)},
        {"since": NOON},
    ],
)
def test_a_period_a_report_does_not_cover_is_refused(face: str, period: dict[str, Any]) -> None:
    """Days too old, reversed days and times instead of days are told before anything is sent."""
    with account(face) as (chats, box):
        for listing in (chats.conversations.list, lambda **given: chats.conversations.messages.list("c", **given)):
            with pytest.raises(pb.InvalidInput):
                list(listing(**period))
        assert not any("chat" in name for name in box.log)


def test_a_channels_rule_is_read(face: str) -> None:
    """The period is the vendor's word; an unknown channel is no rule."""
    with account(face) as (chats, box):
        assert pb.ChatRetention(pb.ChannelId(channel(box)), custom=True, period="2m") == chats.retention.read(
            channel(box)
        )
        with pytest.raises(pb.NotFound):
            chats.retention.read("none")


@pytest.mark.parametrize("code", [200, "200"])
def test_quirk_1_a_refusal_with_status_200_is_a_refusal(face: str, code: object) -> None:
    """An error in disguise is never an empty list."""
    box = unlimited()
    refusal = {"code": code, "message": "Only available for paid account"}
    with account(face, box, changed(box, "chat", 200, refusal)) as (chats, _):
        for run in (
            lambda: list(chats.team.list(host(box), channel=channel(box), since=ago(box))),
            lambda: list(chats.conversations.list(since=ago(box).date())),
            lambda: list(chats.conversations.messages.list("c", since=ago(box).date())),
            lambda: chats.retention.read("c"),
            lambda: chats.team.delete("u", "m", contact="c@example.test"),
        ):
            with pytest.raises(pb.Forbidden) as caught:
                run()
            assert caught.value.missing_plan


def test_quirk_30_empty_null_and_absent_are_the_same(face: str) -> None:
    """Names, dates and lists that are missing in any of three ways are missing; ids can be numbers, states unseen."""
    rows: list[dict[str, Any]] = [
        {"id": 7, "date_time": "", "sender": "", "files": None, "status": "Purged", "reply_main_message_id": ""},
        {"id": "8", "date_time": None, "sender": None, "files": [], "message": None},
        {"id": "9"},
    ]
    box = unlimited()
    with account(face, box, changed(box, "/messages", 200, {"messages": rows, "next_page_token": None})) as (chats, _):
        found = list(chats.team.list(host(box), channel=channel(box), since=ago(box)))

    assert ["7", "8", "9"] == [m.id for m in found]
    assert ["purged", "", ""] == [m.status for m in found]
    assert {(None, None, (), "", "", "")} == {
        (m.sent_at, m.reply_to, m.files, m.sender, m.sender_email, m.text) for m in found
    }


def test_quirk_16_a_page_token_that_dies_midway_costs_nothing(face: str) -> None:
    """A slow reader gets every message once, though the token of the second page died."""
    box = unlimited()
    state = box.world.part(ChatState)
    for number in range(120):
        first = stored(box)[0]
        name = f"more-{number}"
        state.messages[name] = Message(name, first.channel, first.sender, first.sent_at, f"word {number}")
    with account(face, box) as (chats, _):
        listing = iter(chats.team.list(host(box), channel=channel(box), since=ago(box)))
        found = [next(listing) for _ in range(50)]
        box.world.offset += 16 * 60
        found += listing

        assert len(stored(box)) == len(found)
        assert {m.id for m in stored(box)} == {m.id for m in found}


def test_a_message_of_a_running_meeting_is_deleted_without_proof(face: str) -> None:
    """Zoom accepts it and cannot be asked again; other meetings, unknown messages and webinars are told apart."""
    with account(face) as (chats, box):
        (number, messages), *_ = box.world.part(ChatState).live.items()
        message = min(messages)
        outcome = chats.delete(f"meeting:{number}", message)

        assert isinstance(outcome, pb.Unconfirmed)
        assert ["accepted"] == [each.what for each in outcome.evidence]
        assert message not in messages
        with pytest.raises(pb.BadRequest):
            chats.delete(str(number), message)
        with pytest.raises(pb.NotFound):
            chats.delete(f"meeting:{box.world.events[1].number}", message)
        assert isinstance(chats.delete(f"webinar:{box.world.events[-1].number}", message), pb.NotOffered)
        with pytest.raises(pb.InvalidInput):
            chats.delete("no number", message)
