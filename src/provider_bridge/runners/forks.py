"""What a process must have of its own: a forked child begins anew with locks, connections and files that are held.

Whatever holds such a thing says so once, with ``begins_anew``. A child has none of its parent's threads, so a lock
that one of them held would stay held there for ever; and on a connection that both use, each reads the other's answers.
"""

from __future__ import annotations

import fcntl
import os
import threading
import weakref
from typing import TYPE_CHECKING, Final, Protocol

import anyio.lowlevel

from provider_bridge.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileLock", "Forkable", "begins_anew", "check_loop", "opening"]

_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_ANOTHER_LOOP: Final = (
    "this event loop belongs to the process that was forked; run a new one in the child, as asyncio.run does"
)


class Forkable(Protocol):
    """What holds something that a child must not share."""

    def begin_anew(self) -> None:
        """Forget in a child, without a word to anybody else, what is the parent's."""
        ...


class FileLock:
    """A lock that holds between processes, on a file that is there for nothing else.

    A child that is forked while it is held does not hold it, and is not in its way.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = -1
        begins_anew(self)

    def acquire(self, *, wait: bool = True) -> bool:
        """Return whether it was taken; raises ``OSError`` where it cannot be taken at all."""
        try:
            with opening:
                self._handle = os.open(self.path, _FLAGS, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        except BaseException:  # an interrupt, too: another process may hold it for a while
            self.release()
            raise
        return True

    def release(self) -> None:
        """Let go of it; that may be said twice."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def begin_anew(self) -> None:
        """Close what was inherited: the parent's lock is held by the parent alone then."""
        self.release()


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


os.register_at_fork(before=_before, after_in_parent=opening.release, after_in_child=_in_child)
