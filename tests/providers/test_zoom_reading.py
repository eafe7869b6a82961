"""Words in a recording's files: which files are read, how each is, and that nothing still to come is passed over."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from support import drive

import provider_bridge as pb
from provider_bridge.core.steps import Flow, Now
from provider_bridge.providers.zoom.reading import chats_of, cues_of, spans_of

BODIES = {
    "chat": b"00:00:41\tAda:\thello\r\n",
    "json": json.dumps({"messages": [{"msg_type": 1, "s_name": "QWRh", "msg_content": "aGk="}]}).encode(),
    "vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nAda: hello\n",
    "timeline": b'{"timeline": [{"ts": "00:00:01", "users": [{"username": "Ada"}]}]}',
    "mp4": b"\x00",
}
PLAIN = pb.RecordingFile(
    pb.FileId("f"), pb.SessionId("meeting:u"), "MP4", "shared_screen", "completed", "MP4", 1, None, None, url="mp4"
)


def file(kind: str, body: str, **more: Any) -> pb.RecordingFile:
    return dataclasses.replace(PLAIN, type=kind, url=body, **more)


def read(each: pb.RecordingFile) -> Flow[bytes]:
    yield Now()
    return BODIES[each.url]


def result(flow: Any) -> Any:
    return drive(flow, lambda _: None)[0]


def test_every_chat_is_read_by_its_format() -> None:
    """Text and archived chats are read, each with its run; other files are not fetched."""
    files = [PLAIN, file("CHAT", "chat", extension="TXT"), file("CHAT_MESSAGE", "json"), file("TRANSCRIPT", "vtt")]
    found = result(chats_of(files, read))

    assert [("cloud_recording", "Ada", "hello"), ("archived", "Ada", "hi")] == [
        (chat.layout, chat.messages[0].sender, chat.messages[0].text) for chat in found
    ]
    assert {"meeting:u"} == {chat.session for chat in found}
    assert () == result(chats_of([PLAIN], read))


def test_transcripts_and_captions_are_told_apart() -> None:
    """Captions name nobody, so every word of them stays; timelines have no words."""
    files = [file("TRANSCRIPT", "vtt"), file("cc", "vtt"), file("TIMELINE", "timeline")]

    assert [[("Ada", "hello")]] == [[(c.speaker, c.text) for c in cues] for cues in result(cues_of(files, read))]
    captions = result(cues_of(files, read, captions=True))
    assert [[("", "Ada: hello")]] == [[(c.speaker, c.text) for c in cues] for cues in captions]
    assert [["Ada"]] == [[span.speaker for span in spans] for spans in result(spans_of(files, read))]


@pytest.mark.parametrize(
    "more", [{"kind": "", "status": "processing"}, {"kind": ""}, {"kind": "CHAT", "status": "processing"}]
)
def test_quirk_19_a_file_in_the_making_is_not_passed_over(more: dict[str, str]) -> None:
    """A file of no type yet may become a chat: there is no saying that there is none."""
    kind = more.pop("kind")
    with pytest.raises(pb.ListingIncomplete):
        result(chats_of([file("CHAT", "chat"), file(kind, "chat", **more)], read))


def test_another_file_in_the_making_does_not_matter() -> None:
    """A video that is still processed holds up no chat."""
    files = [file("CHAT", "chat"), file("MP4", "mp4", status="processing")]

    assert 1 == len(result(chats_of(files, read)))


def test_a_file_that_is_something_else_is_an_error() -> None:
    """A web page instead of a transcript is no transcript."""
    with pytest.raises(pb.DecodeError):
        result(cues_of([file("TRANSCRIPT", "mp4")], read))
