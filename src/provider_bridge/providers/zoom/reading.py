"""The words in a recording's files: which of them hold any, and how each is read.

How the bytes are fetched is the caller's business: ``read`` is a flow that returns a file's bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.text.archived import parse_archived_chat
from provider_bridge.core.text.chat import parse_chat
from provider_bridge.core.text.timeline import parse_timeline
from provider_bridge.core.text.vtt import parse_vtt
from provider_bridge.errors import ListingIncomplete

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.recordings import RecordingFile
    from provider_bridge.domain.transcripts import ChatTranscript, Cue, SpeakerSpan

__all__ = ["chats_of", "cues_of", "spans_of"]

T = TypeVar("T")

_CHATS: Final = frozenset({"CHAT", "CHAT_MESSAGE"})
_SPOKEN: Final = frozenset({"TRANSCRIPT"})
_CAPTIONS: Final = frozenset({"CC"})
_TIMELINES: Final = frozenset({"TIMELINE"})


def chats_of(
    files: Iterable[RecordingFile], read: Callable[[RecordingFile], Flow[bytes]]
) -> Flow[tuple[ChatTranscript, ...]]:
    """Return the chats of a recording, one for each of its chat files; none means that it has none.

    Raises ``ListingIncomplete`` while a file is processed that is a chat or may become one, ``DecodeError`` for an
    archived chat of another shape, and what ``read`` raises.
    """
    return (yield from _each(files, _CHATS, read, _chat))


def cues_of(
    files: Iterable[RecordingFile], read: Callable[[RecordingFile], Flow[bytes]], *, captions: bool = False
) -> Flow[tuple[tuple[Cue, ...], ...]]:
    """Return what was said in a recording, or with ``captions`` its closed captions: the cues of each file.

    Each file counts its times from its own start. Raises as ``chats_of`` does; a file that is no WebVTT, or was cut
    off, is a ``DecodeError``.
    """
    types = _CAPTIONS if captions else _SPOKEN
    return (yield from _each(files, types, read, lambda _, body: tuple(parse_vtt(body, speakers=not captions))))


def spans_of(
    files: Iterable[RecordingFile], read: Callable[[RecordingFile], Flow[bytes]]
) -> Flow[tuple[tuple[SpeakerSpan, ...], ...]]:
    """Return who spoke when in a recording: the spans of each of its timelines. Raises as ``chats_of`` does."""
    return (yield from _each(files, _TIMELINES, read, lambda _, body: parse_timeline(body)))


def _chat(file: RecordingFile, body: bytes) -> ChatTranscript:
    archived = file.type.upper() == "CHAT_MESSAGE" or file.extension.upper() == "JSON"
    return (parse_archived_chat if archived else parse_chat)(body, session=file.session)


def _each(
    files: Iterable[RecordingFile],
    types: frozenset[str],
    read: Callable[[RecordingFile], Flow[bytes]],
    parse: Callable[[RecordingFile, bytes], T],
) -> Flow[tuple[T, ...]]:
    """Read every file of the wanted types, having made sure that none of them is still to come."""
    listed = list(files)
    if any(not file.type or (_type(file) in types and file.status.lower() == "processing") for file in listed):
        raise ListingIncomplete("files of a recording", "one of them is still being processed")
    found: list[T] = []
    for file in listed:
        if _type(file) in types:
            body = yield from read(file)
            found.append(parse(file, body))
    return tuple(found)


def _type(file: RecordingFile) -> str:
    return file.type.upper()
