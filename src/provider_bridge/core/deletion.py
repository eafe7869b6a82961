"""Deleting, and asking again: an accepted deletion is not yet a proven one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.patience import ask_until
from provider_bridge.core.steps import Flow, Now
from provider_bridge.domain.outcomes import AlreadyGone, Deletion, Evidence, Gone, Refused, Trashed, Unconfirmed
from provider_bridge.errors import ApiError, Conflict, NotFound, ProviderBridgeError

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["STILL_THERE", "Looked", "delete_and_look", "evidence_now", "evidence_of", "evidence_of_error"]

STILL_THERE = "it was still there when asked for again"

Looked: TypeAlias = str | tuple[Evidence, ...] | Trashed
"""What a look found: why it counts as still there, what proves that it is gone, or that it is in the trash."""


def evidence_of(reply: Reply, what: str) -> Evidence:
    """Return what a good answer proves."""
    return Evidence(reply.operation, what, reply.observed_at, reply.request_id)


def evidence_of_error(error: ApiError) -> Flow[Evidence]:
    """Return what a refusal proves; ``what`` is the status and the vendor's code."""
    now: datetime = yield Now()
    code = f", code {error.code}" if error.code else ""
    return Evidence(error.operation, f"HTTP {error.status}{code}", now, error.request_id)


def evidence_now(operation: str, what: str) -> Flow[Evidence]:
    """Return what a listing of many answers proves, which has no single mark."""
    now: datetime = yield Now()
    return Evidence(operation, what, now, "")


def delete_and_look(
    delete: Call, look: Callable[[], Flow[Looked]], missing: frozenset[str], *, was_there: bool = False
) -> Flow[Deletion]:
    """Delete an object, ask for it again, and return what was proven.

    ``look`` asks for the object; it may raise ``NotFound``. ``missing`` names the kinds of object
    (``NotFound.missing``) whose absence means that this one is gone; a bare 404 never does.
    ``was_there`` says that it was seen just before. Then its absence at the deletion means that an attempt whose
    answer got lost was carried out, or that somebody was quicker, and it is looked for all the same.
    Raises what keeps the deletion from being tried at all; ``Conflict`` becomes ``Refused``.
    """
    try:
        reply: Reply = yield delete
    except NotFound as error:
        if error.missing not in missing:
            raise
        first = yield from evidence_of_error(error)
        if not was_there:
            return AlreadyGone((first,))
    except Conflict as error:
        return Refused(str(error), ((yield from evidence_of_error(error)),))
    else:
        first = evidence_of(reply, "accepted")
    return (yield from _looked_for(look, missing, first))


def _looked_for(look: Callable[[], Flow[Looked]], missing: frozenset[str], first: Evidence) -> Flow[Deletion]:
    why = STILL_THERE

    def once() -> Flow[Deletion | None]:
        nonlocal why
        try:
            found = yield from look()
        except NotFound as error:
            if error.missing in missing:
                return Gone((first, (yield from evidence_of_error(error))))
            why = f"asking again proved nothing: {error}"
            return None
        except ProviderBridgeError as error:
            return Unconfirmed(f"asking again failed: {error}", (first,))
        if isinstance(found, str):
            why = found
            return None
        if isinstance(found, Trashed):
            return Trashed(found.until, (first, *found.evidence))
        return Gone((first, *found)) if found else Unconfirmed("asking again proved nothing", (first,))

    outcome: Deletion | None = yield from ask_until(once)
    return outcome or Unconfirmed(why, (first,))
