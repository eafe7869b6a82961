"""Sample bodies and files of chats, read by the library's flows and held against what they hold."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from contract.openapi import SHARED, needs_samples
from contract.samples import Canned, sample

import provider_bridge as pb
from provider_bridge.core.vtt import parse_vtt
from provider_bridge.providers.zoom import wire as zoom
from provider_bridge.providers.zoom.chats.facet import Chats
from provider_bridge.providers.zoom.text.chat import CLOUD, SAVED_2020, SAVED_2022, SAVED_FIRST, parse_chat
from provider_bridge.providers.zoom.text.timeline import parse_timeline
from provider_bridge.providers.zoom.wire import chats as wire

pytestmark = needs_samples

MESSAGES = "zoom/spec2025_chat-users-userId-messages_GET"
CONVERSATIONS = "zoom/spec2025_report-chat-sessions_GET"
CONVERSATION = "zoom/spec2025_report-chat-sessions-sessionId_GET"
RETENTION = "zoom/spec2025_chat-channels-channelId-retention_GET"


def tree(name: str) -> Any:
    return json.loads(sample(name))


def canned(name: str, endpoint: Any) -> Chats:
    """Return chats whose answer is a sample that is the last page."""
    body = {**tree(name), "next_page_token": ""}
    return Chats(Canned({endpoint: json.dumps(body).encode()}, zoom.FORBIDDEN))


def as_message(row: dict[str, Any], status: str) -> pb.TeamMessage:
    """Return what a row means, taken from the JSON member by member."""
    ids = dict.fromkeys([*([row["file_id"]] if "file_id" in row else []), *(f["file_id"] for f in row["files"])])
    return pb.TeamMessage(
        id=row["id"],
        status=status,
        sent_at=datetime.fromisoformat(row["date_time"]),
        reply_to=row["reply_main_message_id"].strip("{}"),
        files=tuple(map(pb.FileId, ids)),
        sender=row["sender_display_name"],
        sender_email=row["sender"],
        text=row["message"],
    )


def since() -> datetime:
    return datetime(2026, 11, 1, tzinfo=UTC)


def test_a_page_of_messages_is_read_whole() -> None:
    """Every member that the vocabulary has comes through, and nothing else."""
    found = list(canned(MESSAGES, wire.MESSAGES).team.list(pb.HostId("u"), channel=pb.ChannelId("c"), since=since()))

    assert [as_message(row, row["status"].lower()) for row in tree(MESSAGES)["messages"]] == found


def test_conversations_are_read_whole() -> None:
    """Every member of a conversation comes through."""
    found = list(canned(CONVERSATIONS, wire.CONVERSATIONS).conversations.list(since=date(2026, 11, 1)))

    assert [
        pb.Conversation(
            id=row["id"],
            kind=row["type"].lower(),
            status=row["status"],
            channel=row["channel_id"],
            has_external_members=row["has_external_member"],
            last_message_at=datetime.fromisoformat(row["last_message_sent_time"]),
            name=row["name"],
            members=tuple(row["member_emails"]),
        )
        for row in tree(CONVERSATIONS)["sessions"]
    ] == found


def test_a_conversations_three_lists_are_read_whole() -> None:
    """What was written, edited and deleted is told apart, though the sample has one id in all three."""
    messages = canned(CONVERSATION, wire.CONVERSATION_MESSAGES).conversations.messages
    found = list(messages.list(pb.ConversationId("c"), since=date(2026, 11, 1)))
    lists = (("normal", "messages"), ("edited", "edited_messages"), ("deleted", "deleted_messages"))

    assert [as_message(row, status) for status, name in lists for row in tree(CONVERSATION)[name]] == found


def test_a_rule_is_read_whole() -> None:
    """The channel, whether it has a rule of its own, and the period."""
    body = tree(RETENTION)
    rule = body["cloud_retention"]

    found = canned(RETENTION, wire.RETENTION).retention.read(body["channel_id"])

    assert pb.ChatRetention(body["channel_id"], rule["enable_custom_retention"], rule["retention_period"]) == found


def test_one_message_alone_decodes() -> None:
    """The sample of a single message has all that looking for it needs."""
    name = "zoom/spec2025_chat-users-userId-messages-messageId_GET"
    row = wire.MESSAGE_BODY.validate_json(sample(name))

    assert (tree(name)["id"], datetime.fromisoformat(tree(name)["date_time"])) == (row.id, row.date_time)


Expected = list[tuple[str, bool, str, str, str, str, str]]
FILES: dict[str, tuple[str, Expected]] = {
    "chat_cloud_recording.txt": (
        CLOUD,
        [
            ("message", False, "0:00:41", "Ada Example", "", "Good morning everyone", ""),
            ("message", False, "0:02:07", "Bo Sample", "", "Two lines:\nsecond line without any prefix", ""),
            ("message", False, "0:05:30", "Ada Example", "", "link: https://example.com/a:b\tand a tab", ""),
        ],
    ),
    "chat_saved_until_2020.txt": (
        SAVED_FIRST,
        [
            ("message", False, "10:03:12", "Ada Example", "", "hello all", ""),
            ("message", True, "10:03:40", "Bo Sample", "Ada Example", "only for you", ""),
        ],
    ),
    "chat_saved_2020_2022.txt": (
        SAVED_2020,
        [
            ("message", False, "10:03:12", "Ada Example", "Everyone", "hello all", ""),
            ("message", True, "10:03:40", "Bo Sample", "Ada Example", "only for you", ""),
            ("message", False, "10:04:02", "Ada Example", "Everyone", "line one\nline two", ""),
        ],
    ),
    "chat_saved_2022_plus.txt": (
        SAVED_2022,
        [
            ("message", False, "10:03:12", "Ada Example", "Everyone", "hello all", ""),
            ("message", True, "10:03:40", "Bo Sample", "Ada Example", "only for you", ""),
            ("reply", False, "10:04:02", "Bo Sample", "Everyone", "morning!", "hello all"),
            ("reaction", False, "10:04:20", "Ada Example", "Everyone", "👍", "morning!"),
            ("reaction_removed", False, "10:04:25", "Ada Example", "Everyone", "👍", "morning!"),
            ("message", True, "10:05:00", "Cy Panel", "Hosts and panelists", "internal note", ""),
        ],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_chat_file_is_read_whole(name: str) -> None:
    """Each era's miniature gives its messages, word for word."""
    found = parse_chat((SHARED / "samples/zoom/files" / name).read_bytes())
    layout, expected = FILES[name]

    assert (layout, 0) == (found.layout, found.unread_lines)
    assert expected == [
        (m.kind, m.private, m.clock or str(m.elapsed), m.sender, m.recipient, m.text, m.about) for m in found.messages
    ]


def test_a_transcript_file_is_read_whole() -> None:
    """The miniature of a transcript gives its cues, the one without a speaker too."""
    with (SHARED / "samples/zoom/files/transcript.vtt").open("rb") as file:
        found = list(parse_vtt(file))

    assert [
        pb.Cue(timedelta(seconds=3.12), timedelta(seconds=6.48), "Ada Example", "Good morning everyone."),
        pb.Cue(timedelta(seconds=6.9), timedelta(seconds=9.01), "", "this cue has no speaker prefix"),
        pb.Cue(timedelta(seconds=70), timedelta(seconds=72.5), "Bo Sample", "the flow goes A --> B: simple."),
    ] == found


def test_a_timeline_file_is_read_whole() -> None:
    """The one who spoke has a span until the silence."""
    found = parse_timeline(sample("zoom/synthetic_timeline_file"))

    assert (pb.SpeakerSpan(timedelta(seconds=3.12), timedelta(seconds=9.4), "Ada Example"),) == found
