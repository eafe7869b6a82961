"""Deleting a registrant of a webinar that is to come, with proof; of a past one GoTo deletes nobody.

A 404 for a registrant can also mean that the webinar is gone, and who was deleted may still be listed, in a state of
their own. So it counts only beside two answers, asked for after it: the whole list, in which they are not, and the
webinar, which is still there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.confirm.deletion import (
    STILL_THERE,
    Looked,
    delete_and_look,
    evidence_now,
    evidence_of,
    evidence_of_error,
)
from provider_bridge.core.confirm.settling import hold
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import consume
from provider_bridge.core.steps import Now
from provider_bridge.domain.outcomes import AlreadyGone, Deletion, Gone, NotOffered
from provider_bridge.errors import BadRequest, NotFound
from provider_bridge.providers.goto.errors import MISSING
from provider_bridge.providers.gotowebinar.wire import registrants as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.people import Registrant

__all__ = ["delete_registrant"]

_MEANT: Final = frozenset({MISSING})
_LISTED_NOT: Final = "not listed among all who are registered"
_STILL_LISTED: Final = "GoTo says that there is no such registrant, or does not say what is missing, and lists them"
_OVER: Final = NotOffered(
    "GoTo deletes registrants of scheduled, future webinars only, and this one is running or over",
    "delete the whole webinar, which hits everybody (what becomes of its reports is not documented), or ask GoTo's "
    "support to erase the person",
)


@dataclass(frozen=True, slots=True)
class _Target:
    """Whom to delete, and how everybody who is registered is listed."""

    path: Mapping[str, str]
    key: str
    listing: Callable[[], Paged[Registrant]]

    def call(self, endpoint: Endpoint) -> Call:
        return Call(endpoint, {**self.path, "registrantKey": self.key})


def delete_registrant(path: Mapping[str, str], key: str, listing: Callable[[], Paged[Registrant]]) -> Flow[Deletion]:
    """Delete a registrant; ``listing`` lists everybody who is registered."""
    target = _Target(path, key, listing)
    webinar = decode(wire.WEBINAR_BODY, (yield from _webinar(path)))
    now: datetime = yield Now()
    if webinar.running or not any(each.end is None or each.end > now for each in webinar.times):
        return _OVER
    if not isinstance((yield from _looked(target)), str):
        return (yield from hold(lambda: _looked(target), frozenset(), AlreadyGone, ()))
    try:
        return (yield from _delete(target))
    except BadRequest:
        if any(each.start is None or each.start > now for each in webinar.times):
            raise
    return _OVER


def _delete(target: _Target) -> Flow[Deletion]:
    """Delete somebody who was seen just before."""
    delete = target.call(wire.DELETE)
    try:
        return (yield from delete_and_look(delete, lambda: _looked(target), _MEANT, was_there=True))
    except NotFound as error:
        refused = yield from evidence_of_error(error)
        if isinstance((yield from _looked(target)), str):
            raise
    return (yield from hold(lambda: _looked(target), frozenset(), Gone, (refused,)))


def _looked(target: _Target) -> Flow[Looked]:
    """Return that somebody is still registered, or what proves that they are not.

    Raises ``NotFound`` (``event``) where the webinar is not there either: then nothing is proven.
    """
    try:
        yield target.call(wire.GET)
    except NotFound as error:
        refused = yield from evidence_of_error(error)
    else:
        return STILL_THERE
    there = False

    def take(some: Sequence[Registrant]) -> bool:
        nonlocal there
        there = any(each.id == target.key for each in some)
        return there

    try:
        yield from consume(target.listing(), take)
    except NotFound as error:
        raise _of_the_event(error) from None
    if there:
        return _STILL_LISTED
    unlisted = yield from evidence_now(wire.LIST.name, _LISTED_NOT)
    return refused, unlisted, evidence_of((yield from _webinar(target.path)), "the webinar is still there")


def _webinar(path: Mapping[str, str]) -> Flow[Reply]:
    try:
        reply: Reply = yield Call(wire.WEBINAR, path)
    except NotFound as error:
        raise _of_the_event(error) from None
    return reply


def _of_the_event(error: NotFound) -> NotFound:
    """Say that it is the webinar that cannot be found, so that nobody takes it for the registrant."""
    error.missing = "event"
    return error
