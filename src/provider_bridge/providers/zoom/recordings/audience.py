"""Who may view a recording at Zoom, and who did."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.periods import Period, period
from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Emit, Flow, Now, Paged
from provider_bridge.domain.recordings import RecordingSharing, RecordingView, ViewCount
from provider_bridge.errors import Conflict, DecodeError, InvalidInput
from provider_bridge.facets.recordings import SharingApi, ViewsApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import session_address
from provider_bridge.providers.zoom.listing import all_rows
from provider_bridge.providers.zoom.recordings.deletion import read_run
from provider_bridge.providers.zoom.recordings.listing import WIDEST, check_echo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from provider_bridge.domain.ids import RecordingId

__all__ = ["Sharing", "Views"]

_W = wire.recordings

# --- sharing -----------------------------------------------------------------------------------------------

_NAMED: Final = "named"
_NAMED_OPTION: Final = "specialemail"
_AUDIENCES: Final = {"publicly": "public", "internally": "account", "none": "nobody"}
_SHARES: Final = {ours: theirs for theirs, ours in _AUDIENCES.items()}
_PASSCODE: Final = range(8, 11)


def _sharing(answer: wire.recordings.SettingsAnswer) -> RecordingSharing:
    share = answer.share_recording or ""
    named = (answer.authentication_option or "").casefold() == _NAMED_OPTION  # goes before share_recording
    return RecordingSharing(
        audience=_NAMED if named else _AUDIENCES.get(share, share),
        viewers_must_sign_in=answer.recording_authentication,
        viewers_must_register=answer.on_demand,
        viewers_may_download=answer.viewer_download,
        has_passcode=answer.password,
        auto_delete=answer.auto_delete,
        auto_delete_on=None if answer.auto_delete is False else answer.auto_delete_date,
    )


def _read(uuid: str) -> Flow[RecordingSharing]:
    reply: Reply = yield Call(_W.SETTINGS, {"meetingId": uuid})
    return _sharing(decode(_W.SETTINGS_ANSWER, reply))


class Sharing(SharingApi[F]):
    """Who can get at a recording."""

    @operation(_W.SETTINGS, note="who can get at a recording")
    def read(self, recording: RecordingId) -> Flow[RecordingSharing]:
        """Return who can get at a run's recording, and whether it is deleted by itself.

        ``audience`` is ``named`` where only invited people have access: Zoom then still says that it is shared
        publicly. A recording private to its host shows nothing but the audience ``nobody``. The passcode is not read.
        Raises ``NotFound`` when there is no recording, and ``Forbidden`` without the right to view its content.

        No personal data.
        """
        return (yield from _read(session_address(recording).uuid))

    @operation(
        _W.UPDATE_SETTINGS, _W.SETTINGS, level="partial", note="sharing with named people is set in the web portal only"
    )
    def update(
        self,
        recording: RecordingId,
        *,
        audience: str | None = None,
        viewers_must_sign_in: bool | None = None,
        viewers_must_register: bool | None = None,
        viewers_may_download: bool | None = None,
        passcode: str | None = None,
        auto_delete: bool | None = None,
    ) -> Flow[RecordingSharing]:
        """Change who can get at a run's recording, read it back, and return how it is now.

        ``audience`` is ``public``, ``account`` or ``nobody``; sharing with named people is set in the web portal
        only. ``passcode`` has 8 to 10 characters. What is not given stays as it is. Raises ``InvalidInput`` for
        anything else, and ``Conflict`` when Zoom accepts a change and does not make it, as where an administrator
        locked it. That a passcode is the new one cannot be seen, only that there is one.

        No personal data.
        """
        uuid = session_address(recording).uuid
        wanted = {
            "audience": audience,
            "viewers_must_sign_in": viewers_must_sign_in,
            "viewers_must_register": viewers_must_register,
            "viewers_may_download": viewers_may_download,
            "has_passcode": None if passcode is None else True,
            "auto_delete": auto_delete,
        }
        _check(audience, passcode, wanted)
        body: dict[str, Any] = {
            "share_recording": None if audience is None else _SHARES[audience],
            "recording_authentication": viewers_must_sign_in,
            "on_demand": viewers_must_register,
            "viewer_download": viewers_may_download,
            "password": passcode,
            "auto_delete": auto_delete,
        }
        sent = {name: value for name, value in body.items() if value is not None}
        reply: Reply = yield Call(_W.UPDATE_SETTINGS, {"meetingId": uuid}, body=sent)
        ignored: list[str] = []

        def changed() -> Flow[RecordingSharing | None]:
            now = yield from _read(uuid)
            ignored[:] = [name for name, value in wanted.items() if value is not None and getattr(now, name) != value]
            return None if ignored else now

        found = yield from poll_until(changed)
        if found is None:
            what = f"accepted, but not done: {', '.join(ignored)}"
            raise Conflict(_W.UPDATE_SETTINGS.name, 204, what, request_id=reply.request_id)
        return found


def _check(audience: str | None, passcode: str | None, wanted: dict[str, Any]) -> None:
    if audience is not None and audience not in _SHARES:
        raise InvalidInput(
            f"the audience can be set to {', '.join(_SHARES)}; named people are invited in the web portal"
        )
    if passcode is not None and len(passcode) not in _PASSCODE:
        raise InvalidInput("a passcode of a recording has 8 to 10 characters")
    if all(value is None for value in wanted.values()):
        raise InvalidInput("nothing was given that should change")


# --- views -------------------------------------------------------------------------------------------------

_ACTIONS: Final = {"by_view": "viewed", "by_download": "downloaded"}


class Views(ViewsApi[F]):
    """Who viewed and downloaded a recording."""

    @paged(_W.ANALYTICS_DETAILS, _W.RUN, note="who viewed and who downloaded")
    def list(
        self, recording: RecordingId, *, since: date | None = None, until: date | None = None
    ) -> Paged[RecordingView]:
        """List who viewed a run's recording (``action`` is ``viewed``), then who downloaded it (``downloaded``).

        Without ``since`` from the day of the session, without ``until`` up to today, as this machine's clock says in
        UTC: shortly after midnight, a clock that is slow still means the day before. Both are moments with an offset,
        or days, which count whole and in UTC. Raises ``NotFound`` when there is no recording, ``InvalidInput`` for a
        period that is none, and ``ListingIncomplete`` when Zoom answers for other days than were asked for.

        Personal data: name and e-mail address of whoever viewed it, and for how long. Scope
        ``cloud_recording:read:recording_analytics_details:admin``; Zoom documents no rate label, Medium is kept to.
        """
        uuid = session_address(recording).uuid
        now: datetime = yield Now()
        if since is None:
            found, _, _ = yield from read_run(uuid)
            if found.start is None:
                raise InvalidInput("Zoom does not say when this session was: say since=")
            since = found.start
        within = period(since, now.date() if until is None else until)  # a clock that is slow must not hide the newest
        for kind, action in _ACTIONS.items():
            counted: Counter[RecordingView] = Counter()
            for first, last in _windows(within, now):
                counted |= Counter((yield from _views(uuid, kind, action, first, last)))  # windows overlap by a day
            yield Emit([view for view in counted.elements() if within.holds(view.at)])

    @operation(_W.ANALYTICS_SUMMARY, note="per day")
    def counts(self, recording: RecordingId, *, since: date, until: date) -> Flow[tuple[ViewCount, ...]]:
        """Return how often a run's recording was viewed and downloaded on each day of a period, oldest first.

        Days are in UTC and count whole. Raises as ``list`` does, and ``DecodeError`` for a count that has no day.

        No personal data. Scope ``cloud_recording:read:recording_analytics_summary:admin``; Zoom documents no rate
        label, Medium is kept to.
        """
        uuid = session_address(recording).uuid
        within = period(since, until)
        now: datetime = yield Now()
        counts: dict[date, ViewCount] = {}
        for first, last in _windows(within, now):
            query = {"from": first.isoformat(), "to": last.isoformat()}
            reply: Reply = yield Call(_W.ANALYTICS_SUMMARY, {"meetingId": uuid}, query)
            answer = decode(_W.SUMMARY, reply)
            check_echo(_W.ANALYTICS_SUMMARY.name, answer, first, last)
            for row in answer.analytics_summary:
                if row.date is None:  # dropping it would tell of fewer views than there were
                    raise DecodeError(_W.ANALYTICS_SUMMARY.name, ("analytics_summary.*.date: missing",))
                counts[row.date] = ViewCount(row.date, row.views_total_count or 0, row.downloads_total_count or 0)
        return tuple(counts[day] for day in sorted(counts))


def _windows(within: Period, now: datetime) -> Iterator[tuple[date, date]]:
    last = min(within.last_day, now.date())
    return days_between(within.first_day, last, WIDEST) if within.first_day <= last else iter(())


def _views(uuid: str, kind: str, action: str, first: date, last: date) -> Flow[list[RecordingView]]:
    def convert(page: wire.recordings.ViewsPage) -> list[RecordingView]:
        check_echo(_W.ANALYTICS_DETAILS.name, page, first, last)
        return [_view(row, action) for row in page.analytics_details]

    query = {"from": first.isoformat(), "to": last.isoformat(), "type": kind}
    return (yield from all_rows(_W.ANALYTICS_DETAILS, {"meetingId": uuid}, query, _W.VIEWS_PAGE, convert))


def _view(row: wire.recordings.ViewRow, action: str) -> RecordingView:
    return RecordingView(
        action=action,
        at=row.date_time,
        duration=None if row.duration is None else timedelta(seconds=row.duration),
        name=row.name or "",
        email=row.email or "",
    )
