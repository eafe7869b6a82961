"""What not every operating system has: flags for opening, owners and modes of files, folders that can be synced.

Windows has none of it. A file there is protected by the access list of its folder, which Python cannot read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

__all__ = [
    "FOLLOWING",
    "POSIX",
    "PRIVATE",
    "SAFELY",
    "has_private_mode",
    "is_exposed",
    "is_mine",
    "make_private",
    "sync_folder",
    "write_at",
]

POSIX: Final = hasattr(os, "geteuid")
"""Whether files have an owner and a mode, and folders can be synced."""

PRIVATE: Final = 0o600
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def _flags(*names: str) -> int:
    """Return flags of ``os.open`` in one number, without those that this system does not have."""
    found = 0
    for name in names:
        found |= getattr(os, name, 0)
    return found


FOLLOWING: Final = _flags("O_BINARY", "O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY")
"""Bytes as they are, not inherited, and without waiting for a pipe's other end."""

SAFELY: Final = FOLLOWING | _flags("O_NOFOLLOW")


def is_mine(found: os.stat_result) -> bool:
    """Return whether a file belongs to this user; true where files have no owner."""
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def is_exposed(found: os.stat_result) -> bool:
    """Return whether the mode of a file allows others anything; false where modes mean nothing."""
    return POSIX and bool(found.st_mode & _OTHERS)


def has_private_mode(found: os.stat_result) -> bool:
    """Return whether a file has the mode of a private file; true where modes mean nothing."""
    return not POSIX or stat.S_IMODE(found.st_mode) == PRIVATE


def make_private(handle: int) -> None:
    """Give an open file the mode of a private one, whatever the umask removed; raises ``OSError``."""
    if hasattr(os, "fchmod"):
        os.fchmod(handle, PRIVATE)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows opens no folders."""
    if not POSIX:
        return
    handle = os.open(folder, os.O_RDONLY | FOLLOWING)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_at(handle: int, data: bytes, start: int) -> int:
    """Write at a position of an open file, and return how many bytes were written."""
    if hasattr(os, "pwrite"):
        written: int = os.pwrite(handle, data, start)
        return written
    os.lseek(handle, start, os.SEEK_SET)
    return os.write(handle, data)
