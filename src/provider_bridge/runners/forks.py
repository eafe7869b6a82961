"""What a process must have of its own: a forked child begins anew with locks, connections and files that are held.

Whatever holds such a thing says so once, with ``begins_anew``. A child has none of its parent's threads, so a lock
that one of them held would stay held there for ever; and on a connection that both use, each reads the other's answers.
"""

from __future__ import annotations

import os
import threading
import weakref
from typing import Final, Protocol

import anyio.lowlevel

from provider_bridge.errors import ConfigurationError

__all__ = ["Forkable", "begins_anew", "check_loop", "opening"]

_ANOTHER_LOOP: Final = (
    "this event loop belongs to the process that was forked; run a new one in the child, as asyncio.run does"
)


class Forkable(Protocol):
    """What holds something that a child must not share."""

    def begin_anew(self) -> None:
        """Forget in a child, without a word to anybody else, what is the parent's."""
        ...


_things: Final[weakref.WeakSet[Forkable]] = weakref.WeakSet()
opening: Final = threading.RLock()
"""Held while a lock's file is opened, so that no child inherits one that is not known of yet."""


class _Loop:
    """The event loop in which this process was forked, in a child."""

    is_child = False
    parents: object = None


def begins_anew(thing: Forkable) -> None:
    """Have ``thing`` begin anew in every child, as long as it lives."""
    _things.add(thing)


def check_loop() -> None:
    """Raise ``ConfigurationError`` in a child that goes on in its parent's event loop, which both would wait on."""
    if _Loop.is_child and _loop() in {None, _Loop.parents}:
        raise ConfigurationError(_ANOTHER_LOOP)


def _loop() -> object:
    try:
        return anyio.lowlevel.current_token()
    except RuntimeError:  # there is none, or asyncio knows that it was forked
        return None


def _before() -> None:
    opening.acquire()
    _Loop.parents = _loop()


def _in_child() -> None:
    _Loop.is_child = True
    opening.release()
    for thing in list(_things):
        thing.begin_anew()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(before=_before, after_in_parent=opening.release, after_in_child=_in_child)
