"""GoToWebinar's webinars: listing them and looking at one; what changes them is in modules of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.per_host import is_local
from provider_bridge.core.listing.periods import Period, filter_items, period
from provider_bridge.domain.events import Event, HostProblem, TimeSpan
from provider_bridge.domain.ids import EventId, HostId
from provider_bridge.errors import (
    InvalidInput,
    ProviderBridgeError,
)
from provider_bridge.facets.events import EventsApi
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.times import EARLIEST, LATEST, between
from provider_bridge.providers.gotowebinar.addresses import event_path
from provider_bridge.providers.gotowebinar.event_audio import EventAudio
from provider_bridge.providers.gotowebinar.event_changes import EventChanges
from provider_bridge.providers.gotowebinar.event_listing import webinars
from provider_bridge.providers.gotowebinar.event_rows import KIND, event_of_row, spans
from provider_bridge.providers.gotowebinar.wire import events as wire

if TYPE_CHECKING:
    from datetime import date

    from provider_bridge.core.steps import Flow, Paged

__all__ = ["Events"]


class Events(EventChanges[F], EventAudio[F], EventsApi[F]):
    """What is scheduled."""

    unsupported: ClassVar = {
        "list_of_group": Unsupported(
            "GoToWebinar's API has no groups", "name each organizer as host", "https://developer.goto.com/GoToWebinarV2"
        ),
    }

    @paged(
        wire.WEBINARS,
        wire.ACCOUNT_WEBINARS,
        note=(
            "past and coming webinars by their scheduled time; whether cancelled ones are still listed is not "
            "documented"
        ),
        either=WHOSE,
    )
    def list(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        host: HostId | None = None,
        kind: str | None = None,
        problems: Callable[[HostProblem], None] | None = None,
    ) -> Paged[Event]:
        """List what is scheduled, past and coming: of one organizer, or of the account with ``whole_account``.

        Without ``host`` these are the webinars of ``organizer_key``, or of whoever the token belongs to. When the
        configuration says ``whole_account = true`` they are those of every organizer of the GoTo account, which
        needs an administrator's token (*unsure* which role). Neither takes the place of the other by itself.

        ``since`` and ``until``, days or moments, both included, are held against the starts: of a sequence, which is
        one event with many times, one within is enough. GoTo wants a range, so what is left out stands for 1970 and
        3000. *Unsure*: whether GoTo finds a sequence by its later times; leave ``since`` out to be certain. ``kind``
        is ``webinar``, or ``meeting``, of which there are none. Each webinar of a series is an event of its own.

        Rows lack ``running``, ``registrants``, ``host_email`` and ``host_name``; see ``get``. *Unsure*: whether a
        webinar that was cancelled is still listed.

        An organizer whose webinars cannot be read is told to ``problems``; without it, and for the whole account,
        the error itself is raised. Raises ``ListingIncomplete`` when GoTo announces more than it lists, and
        ``InvalidInput`` for times without a zone.

        Personal data: titles, descriptions and addresses to register, which may name people. Scopes ``collab:``, and
        ``identity:scim.me`` or ``identity:`` for keys that are not configured. Rate label: 10 calls a second, one call
        for 200 webinars.
        """
        within = period(since, until)
        if kind not in {None, KIND, "meeting"}:
            raise InvalidInput("kind is meeting or webinar, or left out for both")
        named = self._whose.named(host)
        if kind == "meeting":
            return
        if host is None and self._whose.everybody:
            account = yield from self._whose.account()
            yield from _listed(Call(wire.ACCOUNT_WEBINARS, {"accountKey": account}), within)
            return
        organizer = named or (yield from self._whose.owner())
        try:
            yield from _listed(Call(wire.WEBINARS, {"organizerKey": organizer}), within)
        except ProviderBridgeError as error:
            if problems is None or not is_local(error):
                raise
            problems(HostProblem(HostId(organizer), "unreadable", str(error)))

    @operation(
        wire.WEBINAR,
        note=(
            "one webinar; of a sequence the times to come; what records by itself and which e-mails are sent is "
            "not shown"
        ),
        either=WHOSE,
    )
    def get(self, event: EventId) -> Flow[Event]:
        """Return one webinar, with how many registered, whether it runs, and the dates of a sequence.

        ``event`` is an id as ``list`` gives it, or a webinar's bare key. Of a sequence GoTo shows the times to come.
        It does not say how registrations are approved, nor which e-mails it sends; ``list`` has the former.

        Raises ``NotFound`` for a webinar that was cancelled, that is another account's, or that never existed: GoTo
        does not tell these apart. Personal data: the title, the description, the organizer's name and e-mail address,
        the address to register. Scopes ``collab:``, and ``identity:scim.me`` or ``identity:`` for a bare key when
        ``organizer_key`` is not configured. Rate label: 10 calls a second.
        """
        path = yield from event_path(self._whose, event)
        reply: Reply = yield Call(wire.WEBINAR, path)
        return event_of_row(decode(wire.WEBINAR_BODY, reply))

    @operation(wire.RUNNING, note="webinars of one organizer that run now", either=WHOSE)
    def in_session(self, *, host: HostId | None = None) -> Flow[tuple[Event, ...]]:
        """Return the webinars of one organizer that run now, whenever they were scheduled.

        GoTo has no such list for an account: with ``whole_account`` a ``host`` has to be named. Co-organizers are in
        the answer and are not read. Personal data: titles, descriptions, the organizer's name and e-mail address,
        addresses to register. Scopes as for ``list``; rate label: 10 calls a second.
        """
        if host is None and self._whose.everybody:
            raise InvalidInput("GoTo lists what runs by organizer only: name a host")
        organizer = yield from self._whose.organizer(host)
        reply: Reply = yield Call(wire.RUNNING, {"organizerKey": organizer}, between(EARLIEST, LATEST))
        return tuple(event_of_row(row) for row in decode(wire.RUNNING_BODY, reply))

    @operation(wire.TIMES, note="when a webinar takes place", either=WHOSE)
    def times(self, event: EventId) -> Flow[tuple[TimeSpan, ...]]:
        """Return when a webinar takes place, each time from start to end, in UTC.

        *Unsure*: whether the past times of a sequence are among them. Raises ``NotFound`` as ``get`` does. Personal
        data: none. Scopes as for ``get``; rate label: 10 calls a second.
        """
        path = yield from event_path(self._whose, event)
        reply: Reply = yield Call(wire.TIMES, path)
        rows = decode(wire.TIMES_BODY, reply)
        return spans(reply.operation, rows)


def _listed(call: Call, within: Period) -> Paged[Event]:
    yield from filter_items(webinars(call, within.since, within.until), partial(_is_within, within))


def _is_within(within: Period, event: Event) -> bool:
    starts = [each.start for each in event.occurrences] or [event.start]
    return any(map(within.holds, starts))
