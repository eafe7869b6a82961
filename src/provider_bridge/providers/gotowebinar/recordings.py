"""GoToWebinar's recordings: found by a search, or by their webinar. No API deletes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.capability import Unsupported
from provider_bridge.core.facet import F
from provider_bridge.core.files import Link
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.periods import filter_items, period
from provider_bridge.core.steps import Flow, Paged
from provider_bridge.domain.recordings import Recording, RecordingFile
from provider_bridge.errors import NotFound
from provider_bridge.facets.recordings import RecordingsApi
from provider_bridge.providers.goto import downloads
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.downloads import Downloading
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.recording_audience import AUDIENCE
from provider_bridge.providers.gotowebinar.addresses import event_id, event_path
from provider_bridge.providers.gotowebinar.recording_rows import VIDEO
from provider_bridge.providers.gotowebinar.recording_search import find, of_webinar, search, searched
from provider_bridge.providers.gotowebinar.wire import recordings as wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from provider_bridge.domain.events import HostProblem
    from provider_bridge.domain.ids import EventId, HostId, RecordingId

__all__ = ["GoToWebinarRecordings"]

_NAME: Final = "gotowebinar"
_DOCS: Final = wire.SEARCH.reference
_FINDING: Final = (wire.OF_WEBINAR, wire.SEARCH, wire.ADMIN_SEARCH)


class GoToWebinarRecordings(GoToFacet[F], Downloading[F], RecordingsApi[F]):
    """Recordings at GoToWebinar."""

    unsupported: ClassVar = {
        **AUDIENCE,
        "delete": Unsupported(
            "no API deletes a recording of GoToWebinar's; whether deleting its webinar does is not documented",
            "delete it in the vendor's web page, and list again to see that it is gone",
            _DOCS,
        ),
        "restore": Unsupported("GoToWebinar's API has no trash", "see the vendor's web page", _DOCS),
        "list.trashed": Unsupported("GoToWebinar's API has no trash", "see the vendor's web page", _DOCS),
    }

    download = Downloading.download.calling(*_FINDING, reference=_DOCS, either=WHOSE)
    download_all = Downloading.download_all.calling(*_FINDING, reference=_DOCS, either=WHOSE)
    read = Downloading.read.calling(*_FINDING, reference=_DOCS, either=WHOSE)
    stream = Downloading.stream.calling(*_FINDING, reference=_DOCS, either=WHOSE)

    @paged(
        wire.SEARCH,
        wire.ADMIN_SEARCH,
        level="partial",
        note="of one organizer, by when they were made; the sessions' starts are not told",
        reference=_DOCS,
        either=WHOSE,
    )
    def list(
        self,
        *,
        since: date,
        until: date,
        host: HostId | None = None,
        trashed: bool = False,
        problems: Callable[[HostProblem], None] | None = None,  # noqa: ARG002 (one organizer's: none can be left out)
    ) -> Paged[Recording]:
        """List the recordings that were made in a period, newest first, each with the webinar it is of.

        ``since`` and ``until`` are moments with an offset, or days, which count whole and in UTC; both are included.
        What counts is ``created_at``, when GoTo had made the recording: that is after the session, whose start GoTo
        does not tell (``start`` is ``None``). A recording that is still being made is not listed.

        Without ``host`` the recordings that the token's owner may search (*unsure*: the vendor does not say whether
        an administrator finds those of others as well; ``host`` of each says whose it is), or those of
        ``organizer_key`` where that is somebody else. ``host`` is an organizer's key; somebody else's recordings
        need an administrator's token (*unsure* which role, and whether a scope beside ``collab:``). The search of an
        account is by organizer, so with ``whole_account`` and without ``host`` it raises ``InvalidInput``.
        ``trashed`` raises ``UnsupportedCapability``, and ``ListingIncomplete`` comes when less came than announced.

        Personal data: titles, the creator's key, links that open recordings. Scopes ``collab:``, and ``identity:``
        unless ``account_key`` is configured; with an ``organizer_key`` also ``identity:scim.me`` or ``identity:``. Rate
        label: 10 calls a second, 200 recordings a call.
        """
        if trashed:
            yield from self.refuse("list.trashed")
        within = period(since, until)
        organizer = yield from searched(self._whose, host)
        listing = search(self._whose, organizer, within)
        yield from filter_items(listing, lambda each: within.holds(each.created_at))

    @paged(wire.OF_WEBINAR, note="of one webinar, with what was uploaded for it left out", either=WHOSE)
    def list_of_event(self, event: EventId) -> Paged[Recording]:
        """List the recordings of one webinar, whatever session of it they are of.

        Raises ``NotFound`` for a webinar that was cancelled, or never was; its recordings may be stored all the same,
        and ``list`` finds them. What was uploaded belongs to no webinar.

        Personal data: titles, the creator's key, links that open recordings. Scope ``collab:``, and
        ``identity:scim.me`` or ``identity:`` for a bare webinar key unless ``organizer_key`` is configured. Rate label:
        10 calls a second, 200 recordings a call. *Unsure*: whether the vendor keeps to that number here, so pages are
        asked for until all that were announced have come.
        """
        path = yield from event_path(self._whose, event)
        whole = event_id(path["organizerKey"], path["webinarKey"])
        yield from of_webinar(path["webinarKey"], whole)

    @operation(*_FINDING, note="by its webinar, or by a search", reference=_DOCS, either=WHOSE)
    def get(self, recording: RecordingId) -> Flow[Recording]:
        """Return one recording, its addresses fresh.

        It is looked for at its webinar, and where that does not show it (an upload, a webinar that was cancelled)
        in a search among its creator's. Raises ``InvalidInput`` for an id that no listing shows, and ``NotFound``,
        with ``missing`` ``recording``, when all were listed and it is not among them.

        Personal data: as ``list``. Scopes as ``list``; for a webinar's recording usually ``collab:`` alone. Rate label:
        10 calls a second.
        """
        return (yield from find(self._whose, recording))

    def _link(self, file: RecordingFile) -> Flow[Link]:
        found = yield from find(self._whose, file.recording)
        now = next((each for each in found.files if each.id == file.id), None)
        if now is None:
            raise NotFound(wire.SEARCH.name, 200, "the recording has no such file")
        # a transcript's format is not documented: whatever is no web page and no error is taken
        return Link(downloads.OPERATION, now.url, None, "binary" if now.id == VIDEO else "json", what="recordings")
