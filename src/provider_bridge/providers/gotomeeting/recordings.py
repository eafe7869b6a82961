"""GoToMeeting's recordings: what the history shows of each session, and their deletion by session."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.capability import NOT_BUILT, Unsupported
from provider_bridge.core.facet import F
from provider_bridge.core.files import Link, safe_name
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import to_list
from provider_bridge.core.listing.periods import Period, period
from provider_bridge.core.listing.seen_rows import SeenRows
from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Emit, Flow, Now, Paged
from provider_bridge.domain.outcomes import Deletion, NotOffered, Strength
from provider_bridge.domain.recordings import Recording, RecordingFile
from provider_bridge.errors import Conflict, InvalidInput, NotFound
from provider_bridge.facets.recordings import RecordingsApi
from provider_bridge.providers.goto import downloads
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.downloads import Downloading
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.recording_audience import AUDIENCE
from provider_bridge.providers.gotomeeting.all_organizers import across_organizers
from provider_bridge.providers.gotomeeting.recording_deletion import delete_recordings, history, rows_of
from provider_bridge.providers.gotomeeting.recording_rows import recording_address, recordings
from provider_bridge.providers.gotomeeting.wire import directory
from provider_bridge.providers.gotomeeting.wire import recordings as wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from provider_bridge.core.calls import Reply
    from provider_bridge.domain.events import HostProblem
    from provider_bridge.domain.ids import FileId, HostId, RecordingId

__all__ = ["GoToMeetingRecordings"]

_NAME: Final = "gotomeeting"
_DOCS: Final = wire.HISTORY_OF_ORGANIZER.reference
_WIDEST: Final = 30
"""Days in one question: old documents allowed 60, and no newer one says how many."""

_STRENGTHS: Final = frozenset(Strength)


class GoToMeetingRecordings(GoToFacet[F], Downloading[F], RecordingsApi[F]):
    """Recordings at GoToMeeting."""

    unsupported: ClassVar = {
        "list_of_event": Unsupported(
            "GoToMeeting's history shows recordings by session; provider_bridge does not go through the sessions "
            "of an event yet",
            "list the sessions of the event, and get the recording of each",
            "https://developer.goto.com/GoToMeetingV1",
            NOT_BUILT,
        ),
        **AUDIENCE,
        "restore": Unsupported("GoToMeeting's API has no trash", "what is deleted is gone", _DOCS),
        "list.trashed": Unsupported("GoToMeeting's API has no trash", "what is deleted is gone", _DOCS),
    }

    download = Downloading.download.calling(wire.HISTORY_OF_ORGANIZER, reference=_DOCS)
    download_all = Downloading.download_all.calling(wire.HISTORY_OF_ORGANIZER, reference=_DOCS)
    read = Downloading.read.calling(wire.HISTORY_OF_ORGANIZER, reference=_DOCS)
    stream = Downloading.stream.calling(wire.HISTORY_OF_ORGANIZER, reference=_DOCS)

    @paged(
        wire.HISTORY_OF_ORGANIZER,
        level="partial",
        note="one recording of each session, though a session can have several",
        reference=_DOCS,
        either=(*WHOSE, directory.ORGANIZERS),
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
        """List the recordings of an organizer's sessions that began in a period, newest days first.

        ``since`` and ``until`` are moments with an offset, or days, which count whole and in UTC; both are included.
        The history shows **one** recording of each session; a session in which recording was stopped and started
        again has more, and no API lists those. Sessions that still run are not in it, nor recordings of people
        outside this account. Where GoTo gives no address to download from, ``state`` is ``processing`` (*unsure*).

        Without ``host`` the token's owner's, or ``organizer_key``'s; with ``whole_account`` those of every organizer
        that the (deprecated) directory lists, one after another. An organizer who cannot be read is then told to
        ``problems``; without it ``ListingIncomplete`` says so at the end. ``host`` is an organizer's key. ``trashed``
        raises ``UnsupportedCapability``.

        Personal data: titles, the organizer's key and e-mail address, links that open recordings. Scopes ``collab:``,
        for other organizers also ``identity:``; ``identity:scim.me`` or ``identity:`` unless ``organizer_key`` is
        configured. Rate label: 10 calls a second, one call for 30 days.
        """
        if trashed:
            yield from self.refuse("list.trashed")
        within = period(since, until)
        if host is None and self._whose.everybody:
            yield from across_organizers("recordings", lambda each: to_list(_recorded(each, within)), problems)
            return
        organizer = yield from self._whose.organizer(host)
        yield from _recorded(organizer, within)

    @operation(wire.HISTORY_OF_ORGANIZER, level="partial", note="one of each session", reference=_DOCS)
    def get(self, recording: RecordingId) -> Flow[Recording]:
        """Return the recording that the history shows of a session, its addresses fresh.

        Raises ``InvalidInput`` for an id that no listing shows, and ``NotFound`` when the history shows none:
        ``missing`` is ``recording`` where it shows the session, ``""`` where it does not.

        Personal data: as ``list``. Scope ``collab:``, for other organizers also ``identity:``. Rate label: 10 calls a
        second.
        """
        found, _ = yield from _read(recording)
        return found

    @operation(
        wire.DELETE_RECORDINGS,
        wire.HISTORY_OF_ORGANIZER,
        level="partial",
        note="all recordings of a session at once, for good",
    )
    def delete(
        self,
        recording: RecordingId,
        strength: Strength,
        *,
        file: FileId | None = None,
        known: Recording | None = None,
    ) -> Flow[Deletion]:
        """Delete **all** recordings of the session that a recording is of, and return what was proven.

        Also those that no listing shows. ``Gone`` once GoTo accepted it and the session's row in the history, which
        showed a recording, shows none any more; ``AlreadyGone`` where it showed none and GoTo says that there is no
        such object. ``known`` is the recording as a listing showed it. It stands in for what the history showed, or
        does not show any more; without it an accepted deletion of what was not seen is ``Unconfirmed``. GoTo has no
        trash and deletes no single file of a session, so ``Strength.TRASH`` and ``file`` are ``NotOffered``, and
        nothing is sent.

        Raises ``InvalidInput`` for an id that no listing shows, and ``NotFound`` for a 404 that does not speak of an
        object, which proves nothing. A deletion whose answer got lost is sent again.

        Personal data: titles and the organizer's address are read, and not kept. Scope ``collab:``, for other
        organizers also ``identity:``. Rate label: 10 calls a second.
        """
        address = recording_address(recording)
        if known is not None and known.id != recording:
            raise InvalidInput("known= is another recording")
        if strength not in _STRENGTHS:
            raise InvalidInput("say Strength.TRASH or Strength.ERASE")
        if strength is Strength.TRASH:
            return NotOffered("GoToMeeting has no trash", "say Strength.ERASE, which deletes for good")
        if file is not None:
            reason = "GoToMeeting deletes all recordings of a session at once, and no single file"
            return NotOffered(reason, "leave file= out to delete all of the session's recordings")
        return (yield from delete_recordings(address, known=known is not None))

    def _link(self, file: RecordingFile) -> Flow[Link]:
        found, reply = yield from _read(file.recording)
        now = next((each for each in found.files if each.id == file.id), None)
        if now is None:
            gone = "the session shows another recording now"
            raise NotFound(reply.operation, 200, gone, request_id=reply.request_id)
        if not now.url:
            raise Conflict(reply.operation, 200, "GoTo gives no address for the file", request_id=reply.request_id)
        what = f"download of file {safe_name(now.id or now.type)}"
        return Link(downloads.OPERATION, now.url, now.size or None, what=what)


def _recorded(organizer: str, within: Period) -> Paged[Recording]:
    """Emit the recordings that an organizer's history shows, window by window; windows overlap by a day."""
    now: datetime = yield Now()
    days = within.days_until(now)
    seen = SeenRows()
    for first, last in days_between(*days, _WIDEST) if days is not None else ():
        rows, _ = yield from history(organizer, first, last)
        found = [each for each in recordings(rows, organizer) if within.holds(each.start)]
        new = seen.new(found, lambda each: each.id)
        yield Emit(sorted(new, key=_age, reverse=True))


def _age(found: Recording) -> str:
    return found.start.isoformat() if found.start else ""


def _read(name: RecordingId) -> Flow[tuple[Recording, Reply]]:
    address = recording_address(name)
    rows, reply = yield from rows_of(address)
    found = recordings(rows, address.path["organizerKey"])
    if found:
        return found[0], reply
    what = "the session's row shows no recording" if rows else "the history of these days shows no such session"
    error = NotFound(reply.operation, 200, what, request_id=reply.request_id)
    error.missing = "recording" if rows else ""
    raise error
