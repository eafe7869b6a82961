"""Timelines and archived chats: what is there is read, and another shape is a typed error without words."""

from __future__ import annotations

import base64
import contextlib
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_bridge.errors import DecodeError
from provider_bridge.providers.zoom.text.archived import parse_archived_chat
from provider_bridge.providers.zoom.text.timeline import parse_timeline

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["timeline", "ts", "users", "messages", "msg_type", "e_time", "msg"]), inner)
    ),
    max_leaves=12,
)


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def row(kind: object, text: str | None = "hi", **more: object) -> dict[str, Any]:
    words = {} if text is None else {"msg_content": b64(text)}
    return {
        "msg_type": kind,
        "e_time": "00:05:30",
        "s_name": b64("Zoë"),
        "s_email": b64("z@example.test"),
        **words,
        **more,
    }


def archived(*rows: object) -> Any:
    return parse_archived_chat(json.dumps({"uuid": "u==", "messages": rows}))


def test_speakers_have_spans_and_silence_has_none() -> None:
    """A span lasts until the next entry; two people who speak at once have one each; the last has no end."""
    entries = [
        {
            "ts": "00:00:03.120",
            "users": [{"username": "Ada", "zoom_userid": "u1"}, {"username": "Bo", "email_address": "b@x"}],
        },
        {"ts": "00:00:09.400", "users": []},
        {"ts": "00:01:00", "users": [{"username": "Ada"}]},
    ]
    found = parse_timeline(json.dumps({"timeline": entries}))

    assert [
        (3.12, 9.4, "Ada", "", "u1"),
        (3.12, 9.4, "Bo", "b@x", ""),
        (60.0, None, "Ada", "", ""),
    ] == [(s.start.total_seconds(), s.end and s.end.total_seconds(), s.speaker, s.speaker_email, s.host) for s in found]
    assert () == parse_timeline('{"timeline": []}')


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"timeline": {}}',
        '{"timeline": [1]}',
        '{"timeline": [{"ts": "Ada"}]}',
        '{"timeline": [{"ts": "00:00:01", "users": ["Ada"]}]}',
    ],
)
def test_what_is_no_timeline_is_an_error(text: str) -> None:
    """An unknown shape is never an empty timeline, and the error holds no name."""
    with pytest.raises(DecodeError) as caught:
        parse_timeline(text)

    assert "Ada" not in str(caught.value)


def test_an_archived_chat_tells_its_messages_apart() -> None:
    """Public and private, deleted and edited, reactions and replies are told apart; Base64 is undone."""
    chat = archived(row(1), row(2, r_name=b64("Bo")), row(3), row(4, "👍"), row("5", None), row(6), row(7))

    assert "archived" == chat.layout
    assert [
        ("message", False, "hi", ""),
        ("message", True, "hi", "Bo"),
        ("deletion", True, "hi", ""),
        ("reaction", True, "👍", ""),
        ("reaction", False, "", ""),
        ("edit", True, "hi", ""),
        ("reply", True, "hi", ""),
    ] == [(m.kind, m.private, m.text, m.recipient) for m in chat.messages]
    assert {("Zoë", "z@example.test", timedelta(minutes=5, seconds=30))} == {
        (m.sender, m.sender_email, m.elapsed) for m in chat.messages
    }


def test_text_that_is_no_base64_is_taken_as_it_is() -> None:
    """Whether a member is encoded is not certain, so that nothing is lost where it is not."""
    (message,) = archived({"msg_type": 1, "s_name": "Ada Lovelace", "message": "plain words!"}).messages

    assert ("Ada Lovelace", "plain words!", None) == (message.sender, message.text, message.elapsed)


@pytest.mark.parametrize(
    "rows",
    [["secret"], [{}], [row(8)], [row(1, None)], [row(6, None)], [row(1, e_time="secret")]],
)
def test_an_unknown_shape_of_archive_is_an_error(rows: list[object]) -> None:
    """A message that cannot be read ends the reading: it is not passed over."""
    with pytest.raises(DecodeError, match=r"messages\.0") as caught:
        archived(*rows)

    assert "secret" not in str(caught.value)


@given(JSON)
def test_any_json_is_read_or_a_typed_error(tree: object) -> None:
    """No JSON makes either fail in another way."""
    for read in (parse_timeline, parse_archived_chat):
        with contextlib.suppress(DecodeError):
            read(json.dumps(tree))
