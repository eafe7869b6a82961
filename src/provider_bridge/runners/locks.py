"""Locks between processes, by filelock: on an open file, or on a file beside it that is there for nothing else.

An open file is locked where that stops nobody from reading it (``flock``). Elsewhere, as on Windows, only the file
beside it is locked. docs/adr/0013 says why, and what of filelock is not used.
"""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provider_bridge.runners.forks import begins_anew, opening
from provider_bridge.runners.os_support import PRIVATE, SAFELY

if TYPE_CHECKING:
    import filelock

__all__ = ["FileLock", "has_descriptor_locks", "lock_descriptor"]

_POLL_S: Final = 0.002
"""How often a lock is tried that another process has. Those of a rate budget are held for about a millisecond."""


def has_descriptor_locks() -> bool:
    """Return whether an open file can be locked, and read by others meanwhile."""
    import filelock  # here, because it takes longer to import than this package

    return filelock.has_fcntl


def lock_descriptor(handle: int, *, wait: bool) -> bool:
    """Lock an open file until it is closed, and return whether it was locked; raises ``OSError`` where that fails."""
    import filelock

    return filelock.lock_descriptor(handle, blocking=wait, poll_interval=_POLL_S)


class FileLock:
    """A lock that holds between processes, on a file that is there for nothing else.

    A child that is forked while it is held does not hold it, and is not in its way.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._on_descriptor = has_descriptor_locks()  # now, so that importing filelock holds up no event loop later
        self._handle = -1
        self._beside: filelock.BaseFileLock | None = None
        begins_anew(self)

    def acquire(self, *, wait: bool = True) -> bool:
        """Return whether it was taken; raises ``OSError`` where it cannot be taken at all."""
        taken = False
        try:
            taken = self._locked(wait=wait)
        finally:
            if not taken:  # after an interrupt, too: another process may hold it for a while
                self.release()
        return taken

    def _locked(self, *, wait: bool) -> bool:
        if not self._on_descriptor:
            return self._locked_beside(wait=wait)
        with opening:  # no child inherits one that is not known of yet
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | SAFELY, PRIVATE)
        return lock_descriptor(self._handle, wait=wait)

    def _locked_beside(self, *, wait: bool) -> bool:
        """Take filelock's own lock: try it again and again, because its waiting refuses what it takes for a deadlock.

        That is another lock of this file which the same thread took; ours are released by other threads.
        """
        import filelock

        if not self.path.parent.is_dir():  # filelock would make it
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        self._beside = filelock.FileLock(self.path, mode=PRIVATE, thread_local=False, fallback_to_soft=False)
        while True:
            try:
                self._beside.acquire(blocking=False)
            except filelock.Timeout:
                if not wait:
                    return False
            else:
                return True
            time.sleep(_POLL_S)

    def release(self) -> None:
        """Release it; nothing happens where it is not held."""
        beside, self._beside = self._beside, None
        self.begin_anew()
        if beside is not None:
            beside.release(force=True)

    def begin_anew(self) -> None:
        """Close what was inherited: the parent's lock is held by the parent alone then. filelock sees to its own."""
        self._beside = None
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)
