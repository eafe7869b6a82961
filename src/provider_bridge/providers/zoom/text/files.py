"""The words in a recording's files: which of them hold any, and how each is read.

How the bytes are fetched is the caller's business: ``read`` is a flow that returns a file's bytes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.steps import Emit
from provider_bridge.core.vtt import parse_vtt, unread_error
from provider_bridge.domain.ids import SessionId
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.zoom.recordings.deletion import read_run
from provider_bridge.providers.zoom.text.archived import parse_archived_chat
from provider_bridge.providers.zoom.text.chat import parse_chat
from provider_bridge.providers.zoom.text.timeline import parse_timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.recordings import RecordingFile
    from provider_bridge.domain.transcripts import ChatTranscript, Cue, SpeakerSpan

__all__ = ["chats_of", "cues_in_order", "files_of_run", "spans_of"]

T = TypeVar("T")

_CHATS: Final = frozenset({"CHAT", "CHAT_MESSAGE"})
_SPOKEN: Final = frozenset({"TRANSCRIPT"})
_CAPTIONS: Final = frozenset({"CC"})
_TIMELINES: Final = frozenset({"TIMELINE"})
_FINISHED: Final = frozenset({"", "completed"})
_BATCH: Final = 500


def files_of_run(uuid: str) -> Flow[tuple[RecordingFile, ...]]:
    """Return all files of a run's recording.

    Raises ``ListingIncomplete`` where fewer are listed than Zoom announces, or none at all: then a file of words can
    be among those that are not shown, and nothing says that there is none.
    """
    found, whole, reply = yield from read_run(uuid)
    if not whole or not found.files:
        raise ListingIncomplete(reply.operation, "not all files of the recording are listed, so ask again later")
    return found.files


def chats_of(
    files: Iterable[RecordingFile], read: Callable[[RecordingFile], Flow[bytes]]
) -> Flow[tuple[ChatTranscript, ...]]:
    """Return the chats of a recording, one for each of its chat files; none means that it has none.

    Raises ``ListingIncomplete`` while a file is processed that is a chat or may become one, ``DecodeError`` for an
    archived chat of another shape, and what ``read`` raises.
    """
    return (yield from _each(files, _CHATS, read, _chat))


def cues_in_order(
    files: Iterable[RecordingFile], read: Callable[[RecordingFile], Flow[bytes]], *, captions: bool = False
) -> Paged[Cue]:
    """Emit what was said in a recording, or with ``captions`` its closed captions: the cues of every such file.

    The oldest file comes first, and all times count from its start. Raises as ``chats_of`` does; a file that is no
    WebVTT is a ``DecodeError``. So are lines that are in no cue, once every cue has been emitted.
    """
    types = _CAPTIONS if captions else _SPOKEN
    wanted = sorted((file for file in _complete(files, types) if _type(file) in types), key=_age)
    unread: list[int] = []
    for file in wanted:
        body = yield from read(file)
        later = timedelta(0)
        if file.start is not None and wanted[0].start is not None:
            later = file.start - wanted[0].start
        cues = parse_vtt(body, speakers=not captions, unread=unread.append)
        while batch := [replace(cue, start=cue.start + later, end=cue.end + later) for cue in islice(cues, _BATCH)]:
            yield Emit(batch)
    if unread:
        raise unread_error(unread)


def _age(file: RecordingFile) -> datetime:
    return file.start or datetime.min.replace(tzinfo=UTC)


def spans_of(
    files: Iterable[RecordingFile], read: Callable[[RecordingFile], Flow[bytes]]
) -> Flow[tuple[tuple[SpeakerSpan, ...], ...]]:
    """Return who spoke when in a recording: the spans of each of its timelines. Raises as ``chats_of`` does."""
    return (yield from _each(files, _TIMELINES, read, lambda _, body: parse_timeline(body)))


def _chat(file: RecordingFile, body: bytes) -> ChatTranscript:
    archived = file.type.upper() == "CHAT_MESSAGE" or file.extension.upper() == "JSON"
    return (parse_archived_chat if archived else parse_chat)(body, session=SessionId(file.recording))


def _each(
    files: Iterable[RecordingFile],
    types: frozenset[str],
    read: Callable[[RecordingFile], Flow[bytes]],
    parse: Callable[[RecordingFile, bytes], T],
) -> Flow[tuple[T, ...]]:
    """Read every file of the wanted types, having made sure that none of them is still to come."""
    found: list[T] = []
    for file in _complete(files, types):
        if _type(file) in types:
            body = yield from read(file)
            found.append(parse(file, body))
    return tuple(found)


def _complete(files: Iterable[RecordingFile], types: frozenset[str]) -> list[RecordingFile]:
    listed = list(files)
    if any(not file.type or (_type(file) in types and file.status.lower() not in _FINISHED) for file in listed):
        raise ListingIncomplete("files of a recording", "one of them is still being processed")
    return listed


def _type(file: RecordingFile) -> str:
    return file.type.upper()
