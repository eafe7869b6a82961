"""Zoom's cloud recordings: listing, reading, deleting and restoring them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import NOT_BUILT, Unsupported
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.periods import period
from provider_bridge.core.steps import Emit, Flow, Paged
from provider_bridge.domain.recordings import Recording
from provider_bridge.errors import Conflict, InvalidInput, NotFound
from provider_bridge.facets.recordings import RecordingsApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import session_address
from provider_bridge.providers.zoom.all_hosts import across_hosts
from provider_bridge.providers.zoom.recordings.audience import Sharing, Views
from provider_bridge.providers.zoom.recordings.deletion import delete_recording, read_run
from provider_bridge.providers.zoom.recordings.downloads import Downloading
from provider_bridge.providers.zoom.recordings.listing import recordings_of
from provider_bridge.providers.zoom.recordings.rows import PROCESSING, in_trash
from provider_bridge.providers.zoom.recordings.viewers import Viewers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from provider_bridge.domain.events import HostProblem
    from provider_bridge.domain.ids import FileId, HostId, RecordingId
    from provider_bridge.domain.outcomes import Deletion, Strength

__all__ = ["Recordings"]

_W = wire.recordings


_RECOVER: Final = {"action": "recover"}


class Recordings(Downloading[F], RecordingsApi[F]):
    """Cloud recordings."""

    unsupported: ClassVar = {
        "list_of_event": Unsupported(
            "Zoom's API shows the recordings of a session; provider_bridge does not go through the sessions of an "
            "event yet",
            "list the sessions of the event, and get the recording of each",
            "https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/get/meetings/{meetingId}/recordings",
            NOT_BUILT,
        ),
    }

    @part
    def sharing(self) -> Sharing[F]:
        return Sharing(self)

    @part
    def registrants(self) -> Viewers[F]:
        return Viewers(self)

    @part
    def views(self) -> Views[F]:
        return Views(self)

    @paged(
        _W.USER_RECORDINGS,
        wire.directory.USERS,
        note="of one host or of every active and inactive one, stored or in the trash; not of hosts that were deleted",
    )
    def list(
        self,
        *,
        since: date,
        until: date,
        host: HostId | None = None,
        trashed: bool = False,
        problems: Callable[[HostProblem], None] | None = None,
    ) -> Paged[Recording]:
        """List the recordings of sessions that started in a period: of one host, or of all, active and inactive.

        ``since`` and ``until`` are moments with an offset, or days, which count whole and in UTC; both are included.
        ``trashed`` lists the trash instead: recordings that are in it whole (state ``trashed``) and single files of
        others (state ``trashed_files``), with the day on which Zoom erases the last of them. A host's recordings
        come newest first. Files that contain one person's voice are shown by ``get`` alone.

        Across all hosts, ``problems`` is told of each host that could not be listed; without it they make the listing
        incomplete. Recordings of a host that was deleted are with whoever they were transferred to.
        Raises ``InvalidInput`` for a period that is none, ``NotFound`` for a host that is not in this account, and
        ``ListingIncomplete`` when Zoom answers for other days than were asked for, or with less than it announces.

        Personal data: titles, the host's id, and in live answers the host's e-mail address; links and passcodes. Zoom's
        page says that the trash cannot be filtered by date, others found that it is: what is in the trash is asked for
        in both ways.
        """
        within = period(since, until)
        if host is not None:
            if not host.strip():
                raise InvalidInput("a host is named by the id that the directory lists")
            yield Emit((yield from recordings_of(host, within, trashed=trashed)))
            return
        yield from across_hosts("recordings", lambda each: recordings_of(each, within, trashed=trashed), problems)

    @operation(_W.RUN, note="with one-person audio files")
    def get(self, recording: RecordingId) -> Flow[Recording]:
        """Return what is recorded of one run, with the files that contain one person's voice each.

        ``recording`` is the UUID of the run; a meeting's number is refused, because it would mean the latest run.
        ``state`` is ``processing`` while not all its files are listed. Raises ``NotFound``: ``missing`` is
        ``recording`` where nothing is stored of it, which may be in the trash.

        Personal data: title, the host's id and e-mail address, names in file names; links and passcodes.
        """
        found, whole, _ = yield from read_run(session_address(recording).uuid)
        return found if whole or in_trash(found.state) else replace(found, state=PROCESSING)

    @operation(
        _W.DELETE_RUN,
        _W.DELETE_FILE,
        _W.RUN,
        _W.USER_RECORDINGS,
        wire.settings.ACCOUNT_SETTINGS,
        wire.directory.USERS,
        level="partial",
        note="a whole recording or one file, into the trash or for good; erasing from the trash is not documented",
    )
    def delete(
        self,
        recording: RecordingId,
        strength: Strength,
        *,
        file: FileId | None = None,
        known: Recording | None = None,
    ) -> Flow[Deletion]:
        """Delete what is recorded of a run, or one file of it, and return what was proven.

        ``Strength.TRASH`` puts it into the trash, where it is still stored for 30 days: ``Trashed``.
        ``Strength.ERASE`` deletes it for good: ``Gone``, once Zoom says that there is no recording, neither its
        owner's list nor their trash has it, and that held for the time of settling (``open_bridge(settle=…)``).
        ``known`` is the recording as a listing showed it. It tells whose trash to search when nothing is stored any
        more, and then every host's is searched, of up to 300 hosts, as it may have changed hands; without it such a
        deletion is ``Unconfirmed``, as is whatever contradicts an absence. In the trash already, and not
        erased from there by Zoom, is ``NotOffered``, with what to do. Still being made or in use is ``Refused``.
        An account that keeps no trash deletes for good whatever is asked for; that is ``Gone`` if its settings say so.

        Raises ``InvalidInput`` for a number or an empty id, ``NotFound`` when Zoom speaks of something else than the
        recording, which proves nothing about it, and ``Forbidden`` for a missing right, scope or plan.

        Personal data: the host's id and the titles of what is in the trash are read, and not kept.
        """
        uuid = session_address(recording).uuid
        _check_file(file)
        if known is not None and session_address(known.id).uuid != uuid:
            raise InvalidInput("known= is another recording")
        return (yield from delete_recording(uuid, strength, file, known))

    @operation(_W.RECOVER_RUN, _W.RECOVER_FILE, _W.RUN, note="from the trash, within 30 days")
    def restore(self, recording: RecordingId, *, file: FileId | None = None) -> Flow[Recording]:
        """Restore a recording, or one file of it, from the trash, and return it as it then is.

        Where other files of the recording are stored already, more of them have to show afterwards. Raises
        ``NotFound`` when it is not in the trash, and ``Conflict`` when there is no storage left for it, or when Zoom
        accepts it and it does not show afterwards.

        Personal data: as ``get``.
        """
        uuid = session_address(recording).uuid
        _check_file(file)
        if file is None:
            call = Call(_W.RECOVER_RUN, {"meetingUUID": uuid}, body=_RECOVER)
        else:
            call = Call(_W.RECOVER_FILE, {"meetingId": uuid, "recordingId": file}, body=_RECOVER)
        before = yield from _stored(uuid, file)
        try:
            reply: Reply = yield call
        except NotFound as error:
            found = yield from _stored(uuid, file)
            if error.missing != "recording" or before is not None or found is None:
                raise
            return found  # an attempt whose answer got lost was carried out
        known = len(before.files) if before is not None and file is None else -1

        def restored() -> Flow[Recording | None]:
            now = yield from _stored(uuid, file)
            return now if now is not None and len(now.files) > known else None

        found = yield from poll_until(restored)
        if found is not None:
            return found
        what = "accepted, but it does not show among what is stored"
        raise Conflict(call.endpoint.name, 200, what, request_id=reply.request_id)


def _stored(uuid: str, file: FileId | None) -> Flow[Recording | None]:
    """Return what is stored of a run, ``None`` if nothing is, or not the file that is wanted."""
    try:
        found, _, _ = yield from read_run(uuid)
    except NotFound as error:
        if error.missing != "recording":
            raise
        return None
    if in_trash(found.state):
        return None
    stored = [each.id for each in found.files if each.deleted_at is None]
    return found if file is None or file in stored else None


def _check_file(file: FileId | None) -> None:
    if file is not None and not file.strip():
        raise InvalidInput("a file is named by the id that a listing shows; this one is empty")
