"""GoToWebinar's sessions that took place, and the vendor's figures of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import map_batches
from provider_bridge.core.listing.periods import period
from provider_bridge.core.steps import Flow, Now, Paged
from provider_bridge.domain.events import EventFigures, Session, SessionFigures
from provider_bridge.domain.ids import EventId, HostId, SessionId
from provider_bridge.errors import DecodeError, InvalidInput
from provider_bridge.facets.sessions import SessionsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.gotowebinar.addresses import event_id, event_path, session_id, session_path
from provider_bridge.providers.gotowebinar.organizers import organizers_until
from provider_bridge.providers.gotowebinar.past_sessions import (
    asked_for,
    one_of_event,
    rows_of_event,
    rows_of_organizer,
)
from provider_bridge.providers.gotowebinar.wire import sessions as wire

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from provider_bridge.core.listing.periods import Period

__all__ = ["Sessions"]

_FIGURES: Final = "counts of presence, polls and e-mails; the two averages of attention are dropped at the wire"


class Sessions(GoToFacet[F], SessionsApi[F]):
    """What took place."""

    unsupported: ClassVar = {
        "list_of_group": Unsupported(
            "GoToWebinar's API has no groups",
            "list the sessions of each organizer",
            "https://developer.goto.com/GoToWebinarV2",
        ),
        "delete": Unsupported(
            "GoToWebinar's API has no call that deletes a past session",
            "delete the whole webinar, of which it is not documented what becomes of its sessions, or see the "
            "vendor's web page, or ask the vendor's support",
            wire.EVENT_SESSIONS.reference,
        ),
    }

    @paged(
        wire.SESSIONS,
        wire.EVENT_SESSIONS,
        wire.ACCOUNT_WEBINARS,
        note="every session that is over, of one webinar, of the organizer, or with whole_account of the account",
        either=WHOSE,
    )
    def list(
        self, event: EventId | None = None, *, since: date | None = None, until: date | None = None
    ) -> Paged[Session]:
        """List sessions that are over: all of one webinar, or without ``event`` those of the organizer.

        ``since`` and ``until``, days or moments, both included, are held against the start; without ``event``
        ``since`` is needed, and ``until`` is now when left out. With ``whole_account`` in the configuration, and
        without ``event``, the sessions of every organizer are listed whose webinars the account lists; one of them
        that GoTo does not let this token see ends the listing with its error.

        ``host`` is who started the session, who scheduled the webinar where that is not said. ``participants`` and
        ``registrants`` are GoTo's counts. A session that runs is not listed, and one that ended just now may not be
        yet: how long that takes is not documented, so absence proves nothing. *Unsure*: by which time GoTo picks
        sessions of a period; a day more is asked for at either end. *Unsure*: whether those of a webinar that was
        deleted are listed still.

        Raises ``NotFound`` when GoTo does not know the webinar, ``Forbidden`` for an organizer that this token may not
        see, ``ListingIncomplete`` when rows are missing, ``InvalidInput`` without ``event`` and ``since``. Personal
        data: the title and the host's name. Scope ``collab:``, and unless the keys are configured ``identity:scim.me``
        or ``identity:``; ``identity:`` for the account's key. Rate label: 10 calls a second, a call for 200 sessions,
        with ``whole_account`` also one for each organizer and for 200 webinars.
        """
        within = period(since, until)
        if event is not None:
            path = yield from event_path(self._whose, event)
            yield from _listed(path["organizerKey"], rows_of_event(path), within)
            return
        if since is None:
            raise InvalidInput("say which webinar, or since when: sessions.list(event) or sessions.list(since=...)")
        now: datetime = yield Now()
        asked = asked_for(within, now)
        if asked is None:
            return
        for organizer in (yield from organizers_until(self._whose, asked[1])):
            yield from _listed(organizer, rows_of_organizer(organizer, *asked), within)

    @operation(
        wire.EVENT_SESSIONS, note="found in its webinar's list: the call of a session by its key shows attendees only"
    )
    def get(self, session: SessionId) -> Flow[Session]:
        """Return one session that is over, from its webinar's list: when, how many took part, who was its host.

        Raises ``NotFound`` when GoTo does not know the webinar, or lists no such session of it: one that runs, or that
        ended just now, is not listed yet, so that this does not prove that nothing is stored. Personal data: the title
        and the host's name. Rate label: 10 calls a second, a call for 200 sessions.
        """
        path = session_path(session)
        return _session(path["organizerKey"], (yield from one_of_event(path)))

    @operation(wire.PERFORMANCE, note=_FIGURES)
    def figures(self, session: SessionId) -> Flow[SessionFigures]:
        """Return what GoTo counted of one session: presence, polls, questions, opened invitations.

        GoTo averages attention and interest in the same answer. Both are cut out before anything is read;
        ``dropped`` says how many values that were. *Unsure*: whether ``surveys`` is a count or a percentage; GoTo's
        document says both.

        Raises ``NotFound`` when GoTo does not know the session. Personal data: the title; the counts are of nobody in
        particular, but in a session of few people they tell of persons. Rate label: 10 calls a second.
        """
        path = session_path(session)
        reply: Reply = yield Call(wire.PERFORMANCE, path)
        body = decode(wire.PERFORMANCE_BODY, reply)
        return _figures(path, body, reply.dropped)

    @operation(wire.EVENT_PERFORMANCE, note=_FIGURES, either=WHOSE)
    def figures_of_event(self, event: EventId) -> Flow[EventFigures]:
        """Return what GoTo counted of every session of a webinar, in one call, as ``figures`` does.

        The values of attention that were cut out of the answer are counted for all sessions together. Which session
        is which is told by the key inside its figures; what GoTo names them by is not documented.

        Raises ``NotFound`` when GoTo does not know the webinar. Personal data: the title; the counts are of nobody in
        particular, but in a session of few people they tell of persons. Scope ``collab:``, and for a bare key
        ``identity:scim.me`` or ``identity:``. Rate label: 10 calls a second.
        """
        path = yield from event_path(self._whose, event)
        reply: Reply = yield Call(wire.EVENT_PERFORMANCE, path)
        bodies = decode(wire.EVENT_PERFORMANCE_BODY, reply).values()
        keys = {body.info.session_key for body in bodies}
        if None in keys or len(keys) < len(bodies):
            raise DecodeError(reply.operation, ("*.sessionInfo.sessionKey: missing, or twice the same",))
        sessions = [_figures({**path, "sessionKey": body.info.session_key or ""}, body, None) for body in bodies]
        return EventFigures(event_id(path["organizerKey"], path["webinarKey"]), tuple(sessions), reply.dropped)


def _listed(organizer: str, listing: Paged[wire.SessionRow], within: Period) -> Paged[Session]:
    """Emit what a listing shows of a period; the ids name the organizer that was asked for."""

    def make(rows: Sequence[wire.SessionRow]) -> Sequence[Session]:
        return [_session(organizer, row) for row in rows if within.holds(row.start)]

    return map_batches(listing, make)


def _session(organizer: str, row: wire.SessionRow) -> Session:
    starter, creator = (row.starter, row.starter_name), (row.creator, row.creator_name)
    host, name = starter if any(starter) else creator
    return Session(
        id=session_id(organizer, row.webinar_key, row.session_key),
        event=event_id(organizer, row.webinar_key),
        kind="webinar",
        start=row.start,
        end=row.end,
        participants=row.attended,
        title=row.name or "",
        host_name=name or "",
        host=HostId(host) if host else None,
        registrants=row.registrants,
    )


def _figures(path: dict[str, str], body: wire.PerformanceBody, dropped: int | None) -> SessionFigures:
    return SessionFigures(
        session=session_id(path["organizerKey"], path["webinarKey"], path["sessionKey"]),
        event=event_id(path["organizerKey"], path["webinarKey"]),
        start=body.info.start,
        end=body.info.end,
        registrants=body.attendance.registrants,
        attended_percent=body.attendance.percent,
        average_presence=body.attendance.average,
        polls=body.asked.polls,
        polls_percent=body.asked.polls_percent,
        questions=body.asked.questions,
        surveys=body.asked.surveys,
        surveys_percent=body.asked.surveys_percent,
        dropped=dropped,
        title=body.info.name or "",
        invitations_opened=body.info.opened,
        link_clicks=body.info.clicked,
    )
