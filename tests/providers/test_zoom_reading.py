"""Words in a recording's files: which files are read, how each is, and that nothing still to come is passed over."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support import drive, sandbox_opened, unlimited

import provider_bridge as pb
from provider_bridge.core.steps import Emit, Flow, Now
from provider_bridge.providers.zoom.text.files import chats_of, cues_in_order, spans_of

BODIES = {
    "chat": b"00:00:41\tAda:\thello\r\n",
    "json": json.dumps({"messages": [{"msg_type": 1, "s_name": "QWRh", "msg_content": "aGk="}]}).encode(),
    "vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nAda: hello\n",
    "timeline": b'{"timeline": [{"ts": "00:00:01", "users": [{"username": "Ada"}]}]}',
    "mp4": b"\x00",
}
PLAIN = pb.RecordingFile(
    pb.FileId("f"), pb.RecordingId("meeting:u"), "MP4", "shared_screen", "completed", "MP4", 1, None, None, url="mp4"
)


def file(kind: str, body: str, **more: Any) -> pb.RecordingFile:
    return dataclasses.replace(PLAIN, type=kind, url=body, **more)


def read(each: pb.RecordingFile) -> Flow[bytes]:
    yield Now()
    return BODIES[each.url]


def result(flow: Any) -> Any:
    return drive(flow, lambda _: None)[0]


def cues_of(files: list[pb.RecordingFile], **options: Any) -> list[pb.Cue]:
    steps = drive(cues_in_order(files, read, **options), lambda _: None)[1]
    return [cue for step in steps if isinstance(step, Emit) for cue in step.items]


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

    assert [("Ada", "hello")] == [(cue.speaker, cue.text) for cue in cues_of(files)]
    assert [("", "Ada: hello")] == [(cue.speaker, cue.text) for cue in cues_of(files, captions=True)]
    assert [["Ada"]] == [[span.speaker for span in spans] for spans in result(spans_of(files, read))]


@pytest.mark.parametrize(
    "more",
    [
        *({"kind": ""}, {"kind": "", "status": "processing"}),
        *({"kind": "CHAT", "status": each} for each in ("processing", "queued")),
    ],
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
        cues_of([file("TRANSCRIPT", "mp4")])


def test_the_files_of_a_recording_that_was_paused_are_one_transcript() -> None:
    """The older file comes first, and the later one's times count on from the start of the first."""
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    late = file("TRANSCRIPT", "vtt", start=start + timedelta(minutes=10))
    cues = cues_of([late, file("TRANSCRIPT", "vtt", start=start)])

    assert [timedelta(seconds=1), timedelta(minutes=10, seconds=1)] == [cue.start for cue in cues]
    assert [timedelta(seconds=2), timedelta(minutes=10, seconds=2)] == [cue.end for cue in cues]


def test_words_are_read_from_the_files_of_a_run(face: str) -> None:
    """Chat, transcript and speakers of a recorded run come from its files; a run without a recording has none."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        zoom = accounts["sandbox-zoom"]
        run, without = (f"meeting:{sandbox.world.sessions[number].uuid}" for number in (9, 8))
        (chat,) = zoom.chats.read(run)
        cues = list(zoom.transcripts.read(run))
        spans = zoom.transcripts.speakers.list(run)
        assert [] == list(zoom.transcripts.read(run, captions=True))
        with pytest.raises(pb.NotFound) as caught:
            zoom.chats.read(without)

    people = {f"{person.first_name} {person.last_name}" for person in sandbox.world.people["active"][:2]}
    assert {message.sender for message in chat.messages} == {cue.speaker for cue in cues} == people
    assert [f"sentence {number}" for number in (1, 2, 3, 4)] == [cue.text for cue in cues]
    assert {span.speaker for span in spans} <= people
    assert "recording" == caught.value.missing
    assert not any(name in repr((chat, cues, spans)) for name in people)
