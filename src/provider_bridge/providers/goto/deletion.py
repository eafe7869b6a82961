"""Deleting one of GoTo's objects: it is looked at before, so that its absence afterwards is its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look, evidence_of_error
from provider_bridge.core.confirm.settling import hold
from provider_bridge.domain.outcomes import AlreadyGone, Deletion
from provider_bridge.errors import NotFound
from provider_bridge.providers.goto.errors import MISSING

if TYPE_CHECKING:
    from provider_bridge.core.calls import Call
    from provider_bridge.core.steps import Flow

__all__ = ["delete_one"]

_MISSING: Final = frozenset({MISSING})


def delete_one(read: Callable[[], Flow[Any]], delete: Call, *, denied_is_gone: bool) -> Flow[Deletion]:
    """Delete the object that ``read`` reads, read it again, and return what was proven.

    Only where ``read`` names no other object in its path does its "no such object" mean this one. Where GoTo denies
    it to begin with, and goes on doing so, that is ``AlreadyGone`` with ``denied_is_gone``. Without it ``NotFound``
    is raised: another account's looks just so.
    """

    def look() -> Flow[Looked]:
        yield from read()
        return STILL_THERE

    try:
        yield from read()
    except NotFound as error:
        if error.missing != MISSING or not denied_is_gone:
            raise
        return (yield from hold(look, _MISSING, AlreadyGone, ((yield from evidence_of_error(error)),)))
    return (yield from delete_and_look(delete, look, _MISSING, was_there=True))
