"""Looking until an absence held: one look proves nothing where a vendor's copies take a while to agree.

A vendor that deletes may show that late. It still lists what it deleted, it says for some seconds that there is no
such object and then shows it again, or its trash lists late what was put there. So an absence counts when two looks
in a row showed it, of which the last came so long after the deletion as the caller wants to wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from provider_bridge.core.confirm.evidence import evidence_of_error
from provider_bridge.core.steps import Settling, Sleep
from provider_bridge.domain.outcomes import (
    AlreadyGone,
    Deletion,
    Evidence,
    Gone,
    NotOffered,
    Refused,
    Trashed,
    Unconfirmed,
)
from provider_bridge.errors import NotFound, ProviderBridgeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.core.steps import Flow

__all__ = ["Looked", "gaps", "hold"]

Looked: TypeAlias = str | tuple[Evidence, ...] | Deletion
"""What a look found: why it counts as still there, what shows that it is not, or how the deletion ends at once."""

_FIRST: Final = 1.0
_GROWTH: Final = 3.0
_UNSETTLED: Final = "it is not there at one look; that counts once a later look shows the same"
_FINAL: Final = (Trashed, Gone, AlreadyGone, Refused, Unconfirmed, NotOffered)


def gaps(seconds: float) -> tuple[float, ...]:
    """Return the waits between looks, each three times the one before, which add up to ``seconds``."""
    waits: list[float] = []
    left, wait = seconds, _FIRST
    while left - wait >= _GROWTH * wait:
        waits.append(wait)
        left, wait = left - wait, _GROWTH * wait
    return (*waits, left) if left > 0 else ()


def hold(
    look: Callable[[], Flow[Looked]],
    missing: frozenset[str],
    proven: type[Gone | AlreadyGone],
    first: tuple[Evidence, ...],
) -> Flow[Deletion]:
    """Look at growing intervals, and return ``proven`` when the object is absent at the last two looks.

    ``look`` may raise ``NotFound``, which means absence where it names one of the kinds ``missing``. ``first`` is
    what was said before; it begins the evidence of every outcome. What was still there at the look before the last
    is looked for once more. Any other error while looking ends it: ``Unconfirmed``.
    """
    seconds: float = yield Settling()
    waits = gaps(seconds)
    found = yield from _once(look, missing)
    if not waits and isinstance(found, tuple) and found:
        evidence = (*first, *found)
        return Unconfirmed(_UNSETTLED, evidence, pending=proven(evidence))
    before: Looked = ""
    for wait in waits:
        if _ends(found):
            break
        yield Sleep(wait)
        before, found = found, (yield from _once(look, missing))
    if waits and not _ends(found) and isinstance(found, tuple) and isinstance(before, str):
        yield Sleep(waits[-1])
        found = yield from _once(look, missing)
    return _concluded(found, proven, first)


def _ends(found: Looked) -> bool:
    return isinstance(found, _FINAL) or found == ()


def _once(look: Callable[[], Flow[Looked]], missing: frozenset[str]) -> Flow[Looked]:
    try:
        return (yield from look())
    except NotFound as error:
        if error.missing in missing:
            return ((yield from evidence_of_error(error)),)
        return f"asking again proved nothing: {error}"
    except ProviderBridgeError as error:
        return Unconfirmed(f"asking again failed: {error}", ())


def _concluded(found: Looked, proven: type[Gone | AlreadyGone], first: tuple[Evidence, ...]) -> Deletion:
    match found:
        case str():
            return Unconfirmed(found, first)
        case NotOffered():
            return found
        case Trashed(until, evidence):
            return Trashed(until, (*first, *evidence))
        case Refused(reason, evidence):
            return Refused(reason, (*first, *evidence))
        case Unconfirmed(reason, evidence):
            return Unconfirmed(reason, (*first, *evidence))
        case Gone(evidence) | AlreadyGone(evidence):
            return type(found)((*first, *evidence))
        case ():
            return Unconfirmed("asking again proved nothing", first)
        case _:
            return proven((*first, *found))
