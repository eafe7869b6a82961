"""Deleting a webinar, and what counts as proof that it is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look, evidence_now, evidence_of_error
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import to_list
from provider_bridge.domain.outcomes import Deletion, Refused
from provider_bridge.errors import InvalidInput, NotFound
from provider_bridge.providers.goto.errors import MISSING
from provider_bridge.providers.goto.times import LATEST
from provider_bridge.providers.gotowebinar.event_listing import webinars
from provider_bridge.providers.gotowebinar.event_rows import SEQUENCE, event_of_row, word
from provider_bridge.providers.gotowebinar.wire import events as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.events import Event

__all__ = ["delete_webinar"]

_ANY: Final = frozenset({"", MISSING})
"""A 404 at the deletion of what was shown just before: it may have been an attempt whose answer got lost."""

_DAY: Final = timedelta(days=1)
_LISTED: Final = "GoTo says that there is no such webinar, and still lists it"
_LEFT: Final = "this one is gone, and GoTo still lists webinars of a series with its title"
_UNLISTABLE: Final = "GoTo says that there is no such webinar, and does not show its organizer's list"


def delete_webinar(path: dict[str, str], *, whole_series: bool, notify: bool) -> Flow[Deletion]:
    """Delete a webinar that GoTo shows, ask for it and look through its organizer's list, and return what was proven.

    Raises ``NotFound`` when GoTo does not show it to begin with: a 404 alone has too many meanings. Which webinars
    make a series GoTo shows nowhere, so that of a whole one every webinar of a series with the same title counts.
    A deletion that tells people is sent once: twice it might tell them twice.
    """
    seen: Reply = yield Call(wire.WEBINAR, path)
    row = decode(wire.WEBINAR_BODY, seen)
    if row.recurrence == SEQUENCE and not whole_series:
        raise InvalidInput("a sequence is one webinar with many times and is deleted as a whole: whole_series=True")
    event = event_of_row(row)
    query = {"sendCancellationEmails": word(notify), "deleteAll": word(whole_series)}

    series = whole_series and event.series

    def look() -> Flow[Looked]:
        try:
            yield Call(wire.WEBINAR, path)
        except NotFound as error:
            if error.missing != MISSING:
                return f"asking again proved nothing: {error}"
            first = yield from evidence_of_error(error)
        else:
            return STILL_THERE
        try:
            listed = yield from _listed(row.organizer_key, event, everything=series)
        except NotFound:
            return _UNLISTABLE
        if any(each.id == event.id for each in listed):
            return _LISTED
        if series and any(each.series and each.title == event.title for each in listed):
            return _LEFT
        return first, (yield from evidence_now(wire.WEBINARS.name, "not listed"))

    delete = Call(replace(wire.DELETE, once=True) if notify else wire.DELETE, path, query)
    outcome: Deletion = yield from delete_and_look(delete, look, _ANY, was_there=True)
    if isinstance(outcome, Refused):
        return replace(outcome, reason=f"it is in session, end it first: {outcome.reason}")
    return outcome


def _listed(organizer: str, event: Event, *, everything: bool) -> Flow[list[Event]]:
    """Return an organizer's webinars around the times of one, or all where it has no time, or all are wanted."""
    starts = [event.start, *(each.start for each in event.occurrences)]
    known = [] if everything else [each for each in starts if each is not None]
    since = min(known) if known else None
    until = min(max(known), LATEST) + _DAY if known else None
    return (yield from to_list(webinars(Call(wire.WEBINARS, {"organizerKey": organizer}), since, until)))
