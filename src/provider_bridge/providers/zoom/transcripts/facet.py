"""What was said, and what Zoom made of it: transcripts, and the archive of its assistant.

The files themselves are read by ``provider_bridge.providers.zoom.text.files``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.domain.ids import FileId, HostId, SessionId
from provider_bridge.domain.transcripts import AssistantArchive, SpokenTranscript
from provider_bridge.errors import InvalidInput
from provider_bridge.facets.transcripts import AssistantApi, SpeakersApi, TranscriptsApi
from provider_bridge.providers.zoom.addresses import SessionAddress, session_address, session_id
from provider_bridge.providers.zoom.recordings.downloads import read_file
from provider_bridge.providers.zoom.text.files import cues_in_order, files_of_run, spans_of
from provider_bridge.providers.zoom.transcripts.deletion import delete_transcript
from provider_bridge.providers.zoom.transcripts.locations import Copies
from provider_bridge.providers.zoom.transcripts.summaries import Summaries
from provider_bridge.providers.zoom.wire import locations as words
from provider_bridge.providers.zoom.wire import transcripts as wire
from provider_bridge.providers.zoom.wire.directory import USERS

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.recordings import Recording
    from provider_bridge.domain.transcripts import Cue, SpeakerSpan

__all__ = ["Transcripts"]


class Speakers(SpeakersApi[F]):
    """Who spoke when."""

    @operation(words.RECORDING, note="who spoke when, from the timeline file of a run's recording")
    def list(self, session: SessionId) -> Flow[tuple[SpeakerSpan, ...]]:
        """List who spoke when in a run, from the timeline files of its recording; none means that it has none.

        Times count from the start of each file. Raises ``NotFound`` with ``missing`` ``recording`` when nothing is
        recorded, ``ListingIncomplete`` while a file is processed that may become one, and where Zoom lists fewer files
        than it announces, or none.

        Personal data: names, and when each person spoke. Scope ``cloud_recording:read:list_recording_files:admin``;
        rate label Light, two calls and one for each file.
        """
        files = yield from files_of_run(session_address(session).uuid)
        found = yield from spans_of(files, read_file)
        return tuple(span for spans in found for span in spans)


class Transcripts(TranscriptsApi[F]):
    """What was said, and what was made of it."""

    @part
    def summaries(self) -> Summaries[F]:
        return Summaries(self)

    @part
    def assistant(self) -> Assistant[F]:
        return Assistant(self)

    @part
    def copies(self) -> Copies[F]:
        return Copies(self)

    @part
    def speakers(self) -> Speakers[F]:
        return Speakers(self)

    @paged(words.RECORDING, note="the transcript files of a run's recording, or its captions")
    def read(self, session: SessionId, *, captions: bool = False) -> Paged[Cue]:
        """Read what was said in a run, from the transcript files of its recording, or with ``captions`` its captions.

        Times count from the start of the first file. Nothing comes when the recording has no such file; whether the
        words are kept elsewhere, ``transcripts.copies.list`` says. Raises ``NotFound`` with ``missing``
        ``recording`` when nothing is recorded, ``ListingIncomplete`` while a file is processed that may become one,
        and where Zoom lists fewer files than it announces, or none;
        ``DecodeError`` for a file that is no WebVTT. Where lines are in no cue, as when a file was cut off, every cue
        comes first, and then ``DecodeError`` with the numbers of the lines.

        Personal data: names, and what people said. Scope ``cloud_recording:read:list_recording_files:admin``; rate
        label Light, two calls and one for each file.
        """
        files = yield from files_of_run(session_address(session).uuid)
        yield from cues_in_order(files, read_file, captions=captions)

    @operation(wire.TRANSCRIPT, note="the transcript of one run")
    def get(self, session: SessionId) -> Flow[SpokenTranscript]:
        """Return whether a run has a transcript of its own, and whether it can be downloaded.

        A recording's transcript file can exist where this says that there is none: ``transcripts.copies.list`` looks
        for both. Raises ``NotFound`` with ``missing`` ``transcript``, ``Forbidden`` without permission. Personal data:
        the address opens what people said, and the title can name people; no ``repr`` shows either.
        """
        address = session_address(session)
        reply: Reply = yield Call(wire.TRANSCRIPT, {"meetingId": address.uuid})
        return _transcript(address, decode(wire.TRANSCRIPT_BODY, reply))

    @operation(
        wire.DELETE_TRANSCRIPT,
        wire.TRANSCRIPT,
        words.RECORDING,
        words.TRASH,
        USERS,
        note="proven by asking for the transcript, for the recording's files and for the trash",
    )
    def delete(self, session: SessionId, *, known: Recording | None = None) -> Flow[Deletion]:
        """Delete a run's transcript, and ask for it, for the recording's files and for the trash.

        Zoom was seen to answer that there is no transcript while the recording held one. So ``Gone`` and
        ``AlreadyGone`` need three answers that held for the time of settling: no transcript; no recording, or one
        without a transcript file; and none of this run in its owner's trash, where it would be ``Trashed``. ``known``
        is the recording as a listing showed it, stored or in the trash. It tells whose trash to search where neither
        the transcript nor the recording is there to tell, and then every host's is searched, of up to 300; without it
        that is ``Unconfirmed``. Where a transcript file is left in the recording it is ``Refused`` or ``Unconfirmed``:
        delete the file with the recording's operations.

        Raises ``Forbidden`` without permission. What was said is kept in other places as well, see
        ``transcripts.copies.list``. Personal data: the host's id and the titles of what is in the trash are read, and
        not kept.
        """
        uuid = session_address(session).uuid
        if known is not None and session_address(known.id).uuid != uuid:
            raise InvalidInput("known= is the recording of another session")
        return (yield from delete_transcript(uuid, known))


def _transcript(address: SessionAddress, body: wire.TranscriptBody) -> SpokenTranscript:
    reason = body.download_restriction_reason or ""
    return SpokenTranscript(
        session=session_id(address.kind, body.meeting_id),
        created_at=body.transcript_created_time,
        downloadable=body.can_download is not False and not reason and bool(body.download_url),
        reason=reason,
        auto_delete_on=None if body.auto_delete is False else body.auto_delete_date,
        host=HostId(body.host_id) if body.host_id else None,
        title=body.meeting_topic or "",
        url=body.download_url or "",
    )


class Assistant(AssistantApi[F]):
    """Archives of the vendor's assistant."""

    @operation(
        wire.ASSISTANT_ARCHIVE,
        level="partial",
        note="the archive of one user, which is not told apart by session and cannot be deleted",
    )
    def get(self, host: HostId) -> Flow[AssistantArchive]:
        """Return where one user's conversations with Zoom's assistant are archived.

        They hold prompts and answers of many sessions; nothing in the answer tells of which. No operation deletes them.
        Raises ``NotFound`` for an unknown user, ``Forbidden`` without permission. Personal data: name and e-mail
        address of the user; the address opens what was asked and answered.
        """
        reply: Reply = yield Call(wire.ASSISTANT_ARCHIVE, {"userId": host})
        body = decode(wire.ASSISTANT_BODY, reply)
        return AssistantArchive(
            host=HostId(body.user_id),
            start=body.start_time,
            end=body.end_time,
            size=body.file_size,
            extension=body.file_extension or "",
            files=tuple(FileId(each.file_id) for each in body.physical_files or () if each.file_id),
            email=body.email or "",
            name=body.display_name or "",
            url=body.aic_history_download_url or "",
        )
