"""What one answer says about a place where words can lie. Each function is a table: answer in, rows out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.domain.ids import FileId
from provider_bridge.domain.transcripts import WordsCopy
from provider_bridge.errors import Forbidden, NotFound, ProviderBridgeError
from provider_bridge.providers.zoom.wire.locations import PastBody, RecordingBody

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from provider_bridge.providers.zoom.wire.locations import ArchiveBody, FileRow
    from provider_bridge.providers.zoom.wire.transcripts import AssistantBody, SummaryBody, TranscriptBody

__all__ = [
    "ABSENT",
    "PRESENT",
    "UNKNOWN",
    "archive_rows",
    "assistant_rows",
    "present_files",
    "recording_rows",
    "summary_rows",
    "transcript_row",
]

PRESENT: Final = "present"
ABSENT: Final = "absent"
UNKNOWN: Final = "unknown"

_KINDS: Final = {
    "TRANSCRIPT": "transcript",
    "CC": "captions",
    "CHAT": "chat",
    "CHAT_MESSAGE": "chat",
    "SUMMARY": "summary",
    "AIC_CONVERSATION": "assistant",
    "AIC_COVERSATION": "assistant",
}
"""File types that hold words; Zoom spells the last one both ways."""

_RESTRICTED: Final = {"NO_TRANSCRIPT_DATA": ABSENT, "DELETED_OR_TRASHED": UNKNOWN, "UNSUPPORTED": UNKNOWN}
"""What Zoom's reasons not to hand out a transcript say of whether there is one; beside any other there is."""

_RECORDED: Final = ("transcript", "captions", "chat", "summary")
_PROCESSING: Final = "a file is still being processed, so more may be to come"
_FINISHED: Final = frozenset({"", "completed"})
_EMPTY: Final = "it lists no files, as it does while they are being processed"
_FEWER: Final = "it lists fewer files than it announces, so more may be there"


def present_files(place: str, files: Sequence[FileRow], *, deletable: bool, why: str = "") -> Iterator[WordsCopy]:
    """Yield a row for each file that holds words."""
    for file in files:
        kind = _KINDS.get((file.file_type or "").upper())
        if kind:
            yield WordsCopy(f"{place}.{kind}", PRESENT, deletable, why, FileId(file.id) if file.id else None)


def _unfinished(files: Sequence[FileRow]) -> bool:
    """Whether a file has no type yet, or a status that does not say that it is complete, one never seen included."""
    return any(not file.file_type or (file.status or "").lower() not in _FINISHED for file in files)


def _doubt(files: Sequence[FileRow], others: int, announced: int | None) -> str:
    """Return why a kind of file that is not listed may be there all the same, ``""`` where the list is whole."""
    if _unfinished(files):
        return _PROCESSING
    if len(files) + others < (announced or 0):
        return _FEWER
    return "" if files else _EMPTY


def recording_rows(answer: RecordingBody | ProviderBridgeError) -> Iterator[WordsCopy]:
    """Tell of a recording's files of words, kind by kind."""
    if isinstance(answer, ProviderBridgeError):
        gone = isinstance(answer, NotFound) and answer.missing == "recording"
        for kind in _RECORDED:
            yield WordsCopy(f"recording.{kind}", ABSENT if gone else UNKNOWN, deletable=True, why=_why(answer))
        return
    files = answer.recording_files or ()
    found = tuple(present_files("recording", files, deletable=True))
    yield from found
    doubt = _doubt(files, len(answer.participant_audio_files or ()), answer.recording_count)
    for place in (f"recording.{kind}" for kind in _RECORDED):
        if place not in {each.place for each in found}:
            yield WordsCopy(place, UNKNOWN if doubt else ABSENT, deletable=True, why=doubt)


def transcript_row(
    answer: TranscriptBody | ProviderBridgeError, recording: RecordingBody | ProviderBridgeError
) -> WordsCopy:
    """Tell of the transcript; a denial counts only beside a recording that could be read and holds none."""
    if isinstance(answer, ProviderBridgeError):
        denied = isinstance(answer, NotFound) and answer.missing == "transcript"
        state, why = ABSENT if denied else UNKNOWN, _why(answer)
    else:
        reason = answer.download_restriction_reason or ""
        state, why = _RESTRICTED.get(reason, PRESENT), f"Zoom says {reason}" if reason else ""
    held = {each.place: each.state for each in recording_rows(recording)}["recording.transcript"]
    if state == ABSENT and held != ABSENT:
        doubt = "Zoom denies it, which it was seen to do wrongly, and the recording "
        state, why = UNKNOWN, doubt + ("holds a transcript file" if held == PRESENT else "does not settle it")
    return WordsCopy("transcript", state, deletable=True, why=why)


def summary_rows(
    answer: SummaryBody | ProviderBridgeError, past: PastBody | ProviderBridgeError | None
) -> Iterator[WordsCopy]:
    """Tell of the summary and of its second copy, which only the summary names."""
    if not isinstance(answer, ProviderBridgeError):
        yield WordsCopy("summary", PRESENT, deletable=True)
        named = bool(answer.summary_doc_url)
        why = "no API deletes it: delete it in Zoom Docs" if named else "the summary names no document"
        yield WordsCopy("summary.document", PRESENT if named else ABSENT, deletable=False, why=why)
        return
    if isinstance(answer, Forbidden) and answer.in_trash:
        yield WordsCopy("summary", PRESENT, deletable=False, why="it is in Zoom's trash")
    else:
        told = isinstance(past, PastBody) and past.has_meeting_summary is False
        none = told and isinstance(answer, NotFound) and answer.missing == "event"
        yield WordsCopy("summary", ABSENT if none else UNKNOWN, deletable=True, why=_why(answer))
    why = "only the summary names it, and that could not be read"
    yield WordsCopy("summary.document", UNKNOWN, deletable=False, why=why)


def archive_rows(
    answer: ArchiveBody | ProviderBridgeError, past: PastBody | ProviderBridgeError | None
) -> Iterator[WordsCopy]:
    """Tell of a compliance archive; no such meeting means no archive only where Zoom knows the meeting otherwise."""
    if isinstance(answer, ProviderBridgeError):
        none = isinstance(answer, NotFound) and answer.missing == "event" and isinstance(past, PastBody)
        yield WordsCopy("archive", ABSENT if none else UNKNOWN, deletable=True, why=_why(answer))
        return
    found = tuple(present_files("archive", answer.archive_files, deletable=True))
    yield from found
    others = len(answer.physical_files or ())
    processing = (answer.status or "").lower() not in _FINISHED or _unfinished(answer.archive_files)
    if processing or len(answer.archive_files) + others < (answer.recording_count or 0):
        yield WordsCopy("archive", UNKNOWN, deletable=True, why=_PROCESSING if processing else _FEWER)
    elif not found:
        yield WordsCopy("archive", ABSENT, deletable=True, why="it holds no file of words")


def assistant_rows(answer: AssistantBody | ProviderBridgeError | None, start: datetime | None) -> Iterator[WordsCopy]:
    """Tell of the host's archive of the assistant, which covers a time and not a session."""
    place = "assistant"
    if answer is None:
        yield WordsCopy(place, UNKNOWN, deletable=False, why="no place told who the host was")
    elif isinstance(answer, ProviderBridgeError):
        yield WordsCopy(place, UNKNOWN, deletable=False, why=_why(answer))
    elif start and answer.end_time and answer.end_time < start:
        yield WordsCopy(place, ABSENT, deletable=False, why="the host's archive ends before the session began")
    else:
        why = "the host's archive is not told apart by session; those of other participants were not asked for"
        yield WordsCopy(place, UNKNOWN, deletable=False, why=why)


def _why(error: ProviderBridgeError) -> str:
    return str(error)
