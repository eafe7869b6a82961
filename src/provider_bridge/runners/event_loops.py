"""Which event loop something asynchronous was first used in: it is of no use in another."""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakKeyDictionary

from anyio.lowlevel import RunVar

__all__ = ["CLOSED", "OTHER_LOOP", "first_loop_of", "this_loop"]

CLOSED: Final = "the HTTP client that was handed in is closed; it must stay open as long as the bridge is used"
OTHER_LOOP: Final = (
    "an AsyncClient and a bridge must be used in the event loop they were first used in; "
    "make new ones within each asyncio.run"
)

_mark: Final[RunVar[object]] = RunVar("provider_bridge.event_loop")
_first: Final[WeakKeyDictionary[Any, object]] = WeakKeyDictionary()


def this_loop() -> object:
    """Return what stands for the event loop that runs."""
    found = _mark.get(None)
    if found is None:
        found = object()
        _mark.set(found)
    return found


def first_loop_of(thing: object) -> object:
    """Return what stands for the loop that a thing was first used in, which is this one where it was not used yet."""
    return _first.setdefault(thing, this_loop())
