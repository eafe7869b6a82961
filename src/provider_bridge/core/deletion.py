"""Deleting, and asking again: an accepted deletion is not yet a proven one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.steps import Flow, Now, Sleep
from provider_bridge.domain.outcomes import AlreadyGone, Deletion, Evidence, Gone, Refused, Unconfirmed
from provider_bridge.errors import ApiError, Conflict, NotFound, ProviderBridgeError

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["delete_and_look", "evidence_of", "evidence_of_error"]

_PATIENCE: Final = (0.0, 1.0, 3.0)
"""Seconds before each look: a vendor's copies may take a moment to agree."""


def evidence_of(reply: Reply, what: str) -> Evidence:
    """Return what a good answer proves."""
    return Evidence(reply.operation, what, reply.observed_at, reply.request_id)


def evidence_of_error(error: ApiError) -> Flow[Evidence]:
    """Return what a refusal proves; ``what`` is the status and the vendor's code."""
    now: datetime = yield Now()
    code = f", code {error.code}" if error.code else ""
    return Evidence(error.operation, f"HTTP {error.status}{code}", now, error.request_id)


def delete_and_look(
    delete: Call,
    look: Callable[[], Flow[bool]],
    missing: frozenset[str],
) -> Flow[Deletion]:
    """Delete an object, ask for it again, and return what was proven.

    ``look`` asks for the object and returns whether it is still there; it may raise ``NotFound``. ``missing`` names
    the kinds of object (``NotFound.missing``) whose absence means that this one is gone; a bare 404 never does.
    Raises what keeps the deletion from being tried at all; ``Conflict`` becomes ``Refused``.
    """
    try:
        reply: Reply = yield delete
    except NotFound as error:
        if error.missing not in missing:
            raise
        return AlreadyGone(((yield from evidence_of_error(error)),))
    except Conflict as error:
        return Refused(str(error), ((yield from evidence_of_error(error)),))
    accepted = evidence_of(reply, "accepted")
    why = "it was still there when asked for again"
    for seconds in _PATIENCE:
        if seconds:
            yield Sleep(seconds)
        try:
            there = yield from look()
        except NotFound as error:
            if error.missing in missing:
                return Gone((accepted, (yield from evidence_of_error(error))))
            why = f"asking again proved nothing: {error}"
        except ProviderBridgeError as error:
            return Unconfirmed(f"asking again failed: {error}", (accepted,))
        else:
            if not there:
                now: datetime = yield Now()
                return Gone((accepted, Evidence(delete.endpoint.name, "not listed any more", now, "")))
            why = "it was still there when asked for again"
    return Unconfirmed(why, (accepted,))
