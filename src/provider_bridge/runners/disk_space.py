"""Room on the disk for a text that is to follow the one in a file, and how the text gets from there into its place."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from pydantic import SecretBytes

from provider_bridge.runners.os_support import FOLLOWING, POSIX, SAFELY, make_private, sync_folder, write_at
from provider_bridge.runners.private_files import create_private

__all__ = ["LARGEST", "Room", "content", "is_replaceable", "mark_of", "overwrite", "part_of", "read_all"]

LARGEST: Final = 256 * 1024
"""A file with more bytes than this holds nothing that was written here."""

_LEAST: Final = 4096
_MOUNTS: Final = Path("/proc/self/mountinfo")


class Room:
    """Room on the disk for a text that is to follow the one in a file. Making one raises ``OSError`` where is none."""

    def __init__(self, file: Path) -> None:
        self._old = SecretBytes(content(file))
        self.mark = mark_of(self._old.get_secret_value())
        self._file = file
        self._part = part_of(file, self.mark)
        self._size = max(_LEAST, 2 * len(self._old))
        self._beside = self._inside = -1
        self._made = False
        self._length = -1
        self._needed = False
        """Whether the part holds a text that is not in its place yet."""
        try:
            self._make_part()
            if not is_replaceable(file):
                self._open_inside()
        except BaseException:
            self.close()
            raise

    def _make_part(self) -> None:
        try:
            self._part.unlink(missing_ok=True)
            self._beside, self._made = create_private(self._part), True
            _put(self._beside, b" " * self._size)
            os.fsync(self._beside)
        except OSError:
            self._drop_part()
            if not self._file.exists():
                raise
            self._open_inside()

    def _open_inside(self) -> None:
        """Open the file itself, and let blanks follow what is in it: every reader strips them."""
        if self._inside >= 0:
            return
        handle = os.open(self._file, os.O_RDWR | SAFELY)
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            os.close(handle)
            raise OSError(errno.EINVAL, "it is not a file")
        self._length, self._inside = found.st_size, handle
        _put(handle, b" " * (self._size - self._length), self._length)
        os.fsync(handle)

    def keep(self, text: SecretBytes) -> None:
        """Put a text in its place, or raise ``OSError``; then it is in the part, if that could be written."""
        if self._beside >= 0 and self._kept_beside(text):
            sync_folder(self._file.parent)
            return
        self._open_inside()
        make_private(self._inside)
        try:
            _replace(self._inside, text)
        except OSError:
            with suppress(OSError):
                _put(self._inside, self._old.get_secret_value())
            raise
        self._length = len(text)
        self._needed = False

    def _kept_beside(self, text: SecretBytes) -> bool:
        """Write the text to the part, and return whether that took the file's name."""
        try:
            self._needed = True
            _replace(self._beside, text)
            if self._inside >= 0:
                return False
            if not POSIX:  # Windows renames no open file
                self._close_part()
            self._part.replace(self._file)
        except OSError:  # renaming is refused after all
            if not self._file.exists():
                raise
            return False
        self._made = self._needed = False
        self._close_part()
        return True

    def close(self) -> None:
        """Give back the room that was not used."""
        if self._inside >= 0:
            with suppress(OSError):
                os.ftruncate(self._inside, self._length)  # the blanks go
        if not self._needed:
            self._drop_part()
        self.abandon()

    def abandon(self) -> None:
        """Close what is open, and leave the rest as it is."""
        self._close_part()
        handle, self._inside = self._inside, -1
        if handle >= 0:
            os.close(handle)

    def _drop_part(self) -> None:
        made, self._made = self._made, False
        if not made:
            return
        if self._beside >= 0:
            with suppress(OSError):
                os.ftruncate(self._beside, 0)  # where the folder forbids to remove it, at least nothing of it stays
        self._close_part()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _close_part(self) -> None:
        handle, self._beside = self._beside, -1
        if handle >= 0:
            os.close(handle)


def _replace(handle: int, text: SecretBytes) -> None:
    """Write a text over a file's content in one go, blanks over the rest of what was there, and then cut these off.

    A process that is killed in between leaves the old text or the new one.
    """
    rest = os.fstat(handle).st_size - len(text)
    _put(handle, text.get_secret_value() + b" " * rest)
    os.fsync(handle)
    os.ftruncate(handle, len(text))
    os.fsync(handle)


def overwrite(file: Path, text: SecretBytes) -> None:
    """Write a text over what is in a file."""
    handle = os.open(file, os.O_RDWR | SAFELY)
    try:
        _replace(handle, text)
    finally:
        os.close(handle)


def _put(handle: int, data: bytes, start: int = 0) -> None:
    if data and write_at(handle, data, start) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def read_all(handle: int) -> bytes:
    """Return all bytes that are left in a file, one more than the largest may have at most."""
    found = b""
    while chunk := os.read(handle, LARGEST + 1 - len(found)):
        found += chunk
    return found


def content(file: Path) -> bytes:
    """Return what is in a file, nothing where there is none or it is no file of ours."""
    try:
        handle = os.open(file, os.O_RDONLY | FOLLOWING)
    except OSError:
        return b""
    try:
        return read_all(handle) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(handle)


def mark_of(old: bytes) -> str:
    """Return what stands in a part's name for the text that it is to follow."""
    return sha256(old.strip()).hexdigest()[:16]


def part_of(file: Path, mark: str) -> Path:
    """Return where the text is written that is to follow the one with this mark."""
    return file.with_name(f".{file.name}.{mark}.part")


def is_replaceable(file: Path) -> bool:
    """Whether another file may take a file's name: not where it has several, or is mounted by itself."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return True
    return found.st_nlink == 1 and found.st_dev == file.parent.stat().st_dev and os.fsencode(file) not in _mounted()


def _mounted() -> set[bytes]:
    """Return where something is mounted, where the system says so. Blanks and the like are told in octal."""
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return set()
    places = (line.split(b" ")[4] for line in lines if line.count(b" ") > 4)  # noqa: PLR2004 (the fifth field)
    return {re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), place) for place in places}
