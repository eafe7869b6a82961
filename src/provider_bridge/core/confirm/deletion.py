"""Deleting, and asking again: an accepted deletion is not yet a proven one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from provider_bridge.core.confirm.evidence import evidence_now, evidence_of, evidence_of_error
from provider_bridge.core.confirm.settling import Looked, hold
from provider_bridge.domain.outcomes import AlreadyGone, Deletion, Gone, Refused
from provider_bridge.errors import Conflict, NotFound

if TYPE_CHECKING:
    from provider_bridge.core.calls import Call, Reply
    from provider_bridge.core.steps import Flow

__all__ = ["STILL_THERE", "Looked", "delete_and_look", "evidence_now", "evidence_of", "evidence_of_error"]

STILL_THERE = "it was still there when asked for again"


def delete_and_look(
    delete: Call,
    look: Callable[[], Flow[Looked]],
    missing: frozenset[str],
    *,
    was_there: bool = False,
    denied: Callable[[], Flow[Looked]] | None = None,
) -> Flow[Deletion]:
    """Delete an object, ask for it again until its absence held, and return what was proven.

    ``look`` asks for the object; it may raise ``NotFound``. ``missing`` names the kinds of object
    (``NotFound.missing``) whose absence means that this one is gone; a bare 404 never does.
    ``was_there`` says that it was seen just before. Then its absence at the deletion means that an attempt whose
    answer got lost was carried out, or that somebody was quicker. Without, it is ``AlreadyGone`` once the absence
    held; ``denied`` looks then, where that is done in another way.
    Raises what keeps the deletion from being tried at all; ``Conflict`` becomes ``Refused``.
    """
    try:
        reply: Reply = yield delete
    except NotFound as error:
        if error.missing not in missing:
            raise
        first = yield from evidence_of_error(error)
        if not was_there:
            return (yield from hold(denied or look, missing, AlreadyGone, (first,)))
    except Conflict as error:
        return Refused(str(error), ((yield from evidence_of_error(error)),))
    else:
        first = evidence_of(reply, "accepted")
    return (yield from hold(look, missing, Gone, (first,)))
