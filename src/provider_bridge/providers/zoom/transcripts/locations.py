"""Where the words of one session lie: every place asked, and a place that could not be asked is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.core.listing.per_host import is_local
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.facets.transcripts import CopiesApi
from provider_bridge.providers.zoom.addresses import WEBINAR, session_address
from provider_bridge.providers.zoom.transcripts.location_rows import (
    archive_rows,
    assistant_rows,
    recording_rows,
    summary_rows,
    transcript_row,
)
from provider_bridge.providers.zoom.transcripts.location_search import Known, chat_row, trash_rows
from provider_bridge.providers.zoom.wire import chats, transcripts
from provider_bridge.providers.zoom.wire import locations as words

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.ids import SessionId
    from provider_bridge.domain.transcripts import WordsCopy

__all__ = ["Copies"]

T = TypeVar("T")


class Copies(CopiesApi[F]):
    """Where a session's words lie."""

    @operation(
        words.PAST_MEETING,
        words.RECORDING,
        transcripts.TRANSCRIPT,
        transcripts.SUMMARY,
        words.ARCHIVE,
        words.TRASH,
        words.MEETING,
        chats.MESSAGES,
        transcripts.ASSISTANT_ARCHIVE,
        level="partial",
        note="nine places; what participants saved or asked an assistant, and audio and video, are not among them",
        reference="https://developers.zoom.us/docs/api/meetings/",
    )
    def list(self, session: SessionId) -> Flow[tuple[WordsCopy, ...]]:
        """Look in every place where words of a run can lie, and tell of each whether they are there.

        Places: ``recording.transcript``, ``.captions``, ``.chat``, ``.summary`` and the same under ``trash``;
        ``transcript``; ``summary``; ``summary.document`` (in Zoom Docs); ``archive`` and its files; ``team_chat`` (the
        standing chat of the meeting, while the run lasted); ``assistant`` (the host's archive). Only what the vendor
        says is ``absent``. A place that refused, failed, is still being filled, or cannot be asked without what another
        place did not tell is ``unknown``, and ``why`` says so. Zoom was seen to deny a transcript that lay in the
        recording: then ``transcript`` is ``unknown`` too. Raises only what concerns the whole account: rejected
        credentials, a quota, a malformed id. Personal data: chat messages are read to see that there are some, and not
        returned; no words are returned. Scopes: those of every endpoint asked, see the capability; rate labels Light
        and Medium.
        """
        address = session_address(session)
        run = {"meetingId": address.uuid}
        past = None
        if address.kind != WEBINAR:
            past = yield from _asked(Call(words.PAST_MEETING, run), words.PAST_BODY)
        recording = yield from _asked(Call(words.RECORDING, run), words.RECORDING_BODY)
        transcript = yield from _asked(Call(transcripts.TRANSCRIPT, run), transcripts.TRANSCRIPT_BODY)
        summary = yield from _asked(Call(transcripts.SUMMARY, run), transcripts.SUMMARY_BODY)
        archive = yield from _asked(Call(words.ARCHIVE, {"meetingUUID": address.uuid}), words.ARCHIVE_BODY)
        known = Known.of(past, recording, transcript, summary)
        assistant = None
        if known.host:
            asking = Call(transcripts.ASSISTANT_ARCHIVE, {"userId": known.host})
            assistant = yield from _asked(asking, transcripts.ASSISTANT_BODY)
        trash = yield from trash_rows(address.uuid, known)
        chat = yield from chat_row(address.kind, known)
        return (
            *recording_rows(recording),
            *trash,
            transcript_row(transcript, recording),
            *summary_rows(summary, past),
            *archive_rows(archive, past),
            chat,
            *assistant_rows(assistant, known.start),
        )


def _asked(call: Call, adapter: TypeAdapter[T]) -> Flow[T | ProviderBridgeError]:
    """Return what a place answered, or why it did not; what concerns every place is raised."""
    try:
        reply: Reply = yield call
        return decode(adapter, reply)
    except ProviderBridgeError as error:
        if not is_local(error):
            raise
        return error
