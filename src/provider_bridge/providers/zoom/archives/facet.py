"""Zoom's compliance archive of meetings and webinars, an add-on: what it holds, whether it deletes itself, deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look, evidence_of
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page
from provider_bridge.core.listing.periods import check_answered, filter_items, period
from provider_bridge.core.listing.seen_rows import SeenRows
from provider_bridge.core.listing.stable import ALWAYS
from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Flow, Now, Paged
from provider_bridge.domain.ids import FileId, SessionId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.domain.recordings import ArchivedSession, ArchiveFile
from provider_bridge.errors import Conflict, DecodeError, InvalidInput, NotFound
from provider_bridge.facets.archives import ArchivesApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import session_address
from provider_bridge.providers.zoom.archives.rows import archived
from provider_bridge.providers.zoom.listing import page_of, rows

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = [
    "Archives",
]

_WIRE: Final = wire.archives


_WIDEST: Final = 7

_GONE: Final = frozenset({"event"})


def _window(first: date, last: date) -> Paged[ArchivedSession]:
    def parse(reply: Reply) -> Page[ArchivedSession]:
        page = decode(_WIRE.ARCHIVE_PAGE, reply)
        check_answered(reply.operation, first, last, page.first, page.last)
        if page.total_records == len(page.meetings):
            # documented as "the total number of returned records": perhaps of this page only, which proves nothing
            page = page.model_copy(update={"total_records": None})
        return page_of(page.meetings, archived, page)

    query = {"from": f"{first}T00:00:00Z", "to": f"{last}T23:59:59Z", "query_date_type": "meeting_start_time"}
    return rows(_WIRE.ARCHIVES, {}, query, parse, key=lambda found: found.session, settles=ALWAYS)


def _read(uuid: str) -> Flow[tuple[wire.archives.ArchivedBody, Reply]]:
    reply: Reply = yield Call(_WIRE.ARCHIVED, {"meetingUUID": uuid})
    return decode(_WIRE.ARCHIVE, reply), reply


def _file_of(uuid: str, file: FileId) -> Flow[ArchiveFile | None]:
    body, _ = yield from _read(uuid)
    return next((each for each in archived(body).files if each.id == file), None)


def _looked(uuid: str) -> Flow[Looked]:
    """Look whether an archive still has files. One that shows none but does not say that it has none proves nothing."""
    body, reply = yield from _read(uuid)
    if body.archive_files or body.physical_files or (body.status or "").lower() != "completed":
        return STILL_THERE  # more files may be on their way
    if body.archive_files is None or body.recording_count != 0:
        raise DecodeError(reply.operation, ("archive_files: fewer than there are",))
    return (evidence_of(reply, "no archived file"),)


class Archives(ArchivesApi[F]):
    """The compliance archive."""

    @paged(_WIRE.ARCHIVES, note="every archived meeting and webinar of a period; the archive is an add-on")
    def list(self, *, since: date, until: date | None = None) -> Paged[ArchivedSession]:
        """List what the compliance archive holds of sessions that began in a period.

        ``since`` and ``until`` are days or moments, both included; ``until`` is now when left out.
        Zoom is asked for seven days at a time.
        Sessions that other accounts hosted come without event, host and title: Zoom takes them out.
        A breakout room is a session of its own; ``breakout_of`` says whose. Sizes are in bytes.

        Raises ``ListingIncomplete`` when Zoom announces more than it lists or answers for a shorter period,
        ``Forbidden`` without the add-on. Personal data: titles, and of files that hold one person's part that person's
        e-mail address and times of joining and leaving. Addresses of files are secrets. Scope
        ``archiving:read:listarchived_files:admin``; rate label Medium.
        """
        within = period(since, until)
        now: datetime = yield Now()
        days = within.days_until(now)
        if days is None:
            return
        seen = SeenRows()
        for first, last in days_between(*days, _WIDEST):
            yield from filter_items(
                _window(first, last), lambda found: within.holds(found.start) and seen.add(found.session)
            )

    @operation(_WIRE.ARCHIVED, note="the archive of one session")
    def get(self, session: SessionId) -> Flow[ArchivedSession]:
        """Return what the compliance archive holds of one session.

        Raises ``NotFound`` (``missing`` is ``event``) when Zoom has no archive of such a session, ``Forbidden`` without
        the add-on, ``InvalidInput`` for a number instead of a UUID. Personal data: as in ``list``.
        """
        body, _ = yield from _read(session_address(session).uuid)
        return archived(body)

    @operation(
        _WIRE.UPDATE_FILE,
        _WIRE.ARCHIVED,
        note="whether a file deletes itself, read back; Zoom has to enable that feature first",
    )
    def update(self, session: SessionId, file: FileId, *, auto_delete: bool) -> Flow[ArchiveFile]:
        """Set whether an archived file deletes itself, and return the file as it reads afterwards.

        Raises ``NotFound`` (``missing`` is ``file`` or ``event``) before anything is changed when the session's archive
        has no such file, and ``Conflict`` when Zoom accepted the change but the file does not show it: Zoom has to
        enable the feature for the account first. Personal data: as in ``list``.
        """
        uuid = session_address(session).uuid
        if not file.strip():
            raise InvalidInput("a file is named by the id that a listing shows; this one is empty")
        if (yield from _file_of(uuid, file)) is None:
            absent = NotFound(_WIRE.ARCHIVED.name, 200, "the archive of this session has no such file")
            absent.missing = "file"
            raise absent
        yield Call(_WIRE.UPDATE_FILE, {"fileId": file}, body={"auto_delete": auto_delete})

        def changed() -> Flow[ArchiveFile | None]:
            found = yield from _file_of(uuid, file)
            return found if found is not None and found.auto_delete is auto_delete else None

        found = yield from poll_until(changed)
        if found is not None:
            return found
        raise Conflict(_WIRE.UPDATE_FILE.name, 204, "the change was accepted, but the file does not show it")

    @operation(
        _WIRE.DELETE_ARCHIVE,
        _WIRE.ARCHIVED,
        note="all archived files of one session, read back; no trash is documented",
    )
    def delete(self, session: SessionId) -> Flow[Deletion]:
        """Delete all archived files of one session, and ask again whether any is left. No trash is documented.

        The archive is asked for first, because Zoom's only word for one that is not there is that it knows no such
        meeting, which it also says of any wrong id: ``NotFound`` then, and nothing is proven. After an archive was
        there, the same word means ``Gone``, as does an archive that says that it has no file. Breakout rooms are
        sessions of their own and stay, and so does everything outside of the archive: recordings, transcripts,
        summaries, chats.

        Raises ``Forbidden`` without the add-on, ``InvalidInput`` for a number instead of a UUID. No personal data.
        """
        uuid = session_address(session).uuid
        yield from _read(uuid)
        call = Call(_WIRE.DELETE_ARCHIVE, {"meetingUUID": uuid})
        return (yield from delete_and_look(call, lambda: _looked(uuid), _GONE, was_there=True))
