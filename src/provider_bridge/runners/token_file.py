"""A private file that several processes share: one lock whatever it is called, and a new text that is never lost.

Room for a new text is taken before the text is known (``reserve``), so that a refresh token is spent only when its
successor can be kept. The text is written beside the file, to ``.NAME.MARK.part``, and renamed. Where the file cannot
be replaced, as a single file that is mounted into a container or one with several names, it is written in place. What
a killed process left is put in its place, or removed, by the next one that gets the lock.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import SecretBytes

from provider_bridge.errors import ConfigurationError, MissingCredential, StateError
from provider_bridge.runners.disk_space import (
    LARGEST,
    Room,
    content,
    is_replaceable,
    mark_of,
    overwrite,
    part_of,
    read_all,
)
from provider_bridge.runners.forks import begins_anew, opening
from provider_bridge.runners.locks import FileLock, has_descriptor_locks, lock_descriptor
from provider_bridge.runners.os_support import FOLLOWING, SAFELY, is_exposed, is_mine, sync_folder

__all__ = ["TokenFile", "reason"]

_ROOT: Final = 0
_NOT_OURS: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})
_PART: Final = "([0-9a-f]{16}|[a-z0-9_]{8})"
"""What stands between a file's name and ``.part``: our mark, or the random word that earlier versions took."""


def reason(error: Exception) -> str:
    """Return why a file cannot be used, in the system's words, without its name."""
    return getattr(error, "strerror", None) or type(error).__name__


class TokenFile:
    """A token's file. Reading needs no lock; ``reserve``, ``write`` and ``remove`` are called under it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._on_descriptor = has_descriptor_locks()  # now, so that importing filelock holds up no event loop later
        self._beside: FileLock | None = None
        self._itself = -1
        self._room: Room | None = None
        self._owed: tuple[str, SecretBytes] | None = None
        """A text that could not be written, and the mark of the one that it was to follow."""
        begins_anew(self)

    @property
    def _real(self) -> Path:
        """The file itself, whichever links lead to it."""
        return Path(os.path.realpath(self.path))

    def lock(self, *, wait: bool = True) -> bool:
        """Take the file's lock, and bring in order what a process left that had it; return whether it was taken.

        It is waited for as long as another process, thread or name of the file has it; without ``wait`` not at all.

        Raises ``ConfigurationError`` where it cannot be locked, ``StateError`` where a text that is owed to it still
        cannot be written.
        """
        taken = False
        try:
            if self._lock(wait=wait):
                self._tidy()
                taken = True
        except (OSError, ValueError) as error:
            why = _remedy(error)
        else:
            return taken
        finally:
            if not taken:  # after an interrupt, too: another process may hold it for a while
                self.unlock()
        raise ConfigurationError(f"{self.path} cannot be locked: {why}")

    def unlock(self) -> None:
        """Release the lock, and room that was not used."""
        room, self._room = self._room, None
        try:
            if room is not None:
                room.close()
        finally:
            beside, self._beside = self._beside, None
            self._close_itself()
            if beside is not None:
                beside.release()

    def begin_anew(self) -> None:
        """Close what this process holds and touch nothing on the disk: all that a forked child may do."""
        room, self._room = self._room, None
        if room is not None:
            room.abandon()
        beside, self._beside = self._beside, None
        if beside is not None:
            beside.begin_anew()
        self._close_itself()

    def _lock(self, *, wait: bool) -> bool:
        file = self._real
        self._beside = FileLock(file.with_name(f".{file.name}.lock"))
        beside = True
        try:
            if not self._beside.acquire(wait=wait):
                return False
        except OSError as error:
            if not self._on_descriptor or error.errno not in _NOT_OURS or not file.exists():
                raise
            beside = False
        return not self._on_descriptor or self._lock_itself(file, beside=beside, wait=wait)

    def _lock_itself(self, file: Path, *, beside: bool, wait: bool) -> bool:
        """Lock the file itself as well, because another name of it has another lock beside it."""
        while True:
            try:
                with opening:  # no child inherits one that is not known of yet
                    flags = os.O_RDWR if os.access(file, os.W_OK) else os.O_RDONLY
                    self._itself = os.open(file, flags | SAFELY)
                if not lock_descriptor(self._itself, wait=wait):
                    return False
            except OSError:
                self._close_itself()
                if not beside:
                    raise
                return True  # it is not there yet, or reading it says what is wrong
            if _same(self._itself, file):
                return True
            self._close_itself()  # it was replaced while we waited

    def _close_itself(self) -> None:
        handle, self._itself = self._itself, -1
        if handle >= 0:
            os.close(handle)  # releases the lock, unless a forked process holds it, too

    def _tidy(self) -> None:
        """Put in its place what a killed process had written for this file, and remove all else that one left."""
        file = self._real
        mark = mark_of(content(file))
        if self._owed is not None:
            owed, text = self._owed
            if owed == mark:
                self.write(text)
                return
            self._owed = None
        for part in _parts(file):
            if part == part_of(file, mark) and _is_ours(part) and _is_whole(content(part)):
                self._adopt(part, file)
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _adopt(self, part: Path, file: Path) -> None:
        """Put in its place what another process got for this file and had no time to."""
        try:
            if is_replaceable(file):
                part.replace(file)
            else:
                overwrite(file, SecretBytes(content(part)))
        except OSError as error:
            why = reason(error)
        else:
            return
        raise StateError(f"{self.path} cannot be written: {why}; a newer token waits in {part.name} beside it")

    def read(self) -> str | None:
        """Return the text, ``None`` where there is no file.

        Raises ``MissingCredential`` where it cannot be read or is not private, ``StateError`` where it is too large.
        """
        try:
            handle = os.open(self._real, os.O_RDONLY | FOLLOWING)
            try:
                self._check(os.fstat(handle))
                return read_all(handle).decode()
            finally:
                os.close(handle)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            why = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else reason(error)
        raise MissingCredential(f"{self.path} cannot be read: {why}")  # out here: the decoder's error holds the secret

    def _check(self, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            raise MissingCredential(f"{self.path} cannot be read: it is not a file")
        if not (is_mine(found) or found.st_uid == _ROOT):
            raise MissingCredential(
                f"{self.path} belongs to another user; it must belong to the user that runs this, or to root"
            )
        if is_exposed(found):
            raise MissingCredential(f"{self.path} can be read by others; make it private with: chmod 600 {self.path}")
        if found.st_size > LARGEST:
            raise StateError(f"{self.path} is too large to be a token's file; move it away")

    def reserve(self) -> None:
        """Take room for a new text, or raise ``StateError``: better before the old one is spent than after."""
        if self._room is not None:
            return
        try:
            self._room = Room(self._real)
        except (OSError, ValueError) as error:
            why = reason(error)
        else:
            return
        raise StateError(f"{self.path} cannot be written: {why}; no token was asked for that could not be kept")

    def write(self, text: SecretBytes) -> None:
        """Replace the text; it is on the disk before this returns, whole or not at all, for its owner alone."""
        self.reserve()
        room = self._room
        if room is None:  # reserve made it
            return
        try:
            room.keep(text)
        except OSError as error:
            why = reason(error)
        else:
            self._owed = None
            return
        finally:
            self._room = None
            room.close()
        self._owed = room.mark, text
        raise StateError(f"{self.path} cannot be written: {why}; the new token is kept until it can be")

    def remove(self) -> None:
        """Remove the file, if it is there; on disk it is gone before this returns. One that has to stay is emptied."""
        try:
            file = self._real
            try:
                file.unlink(missing_ok=True)
            except OSError:  # its folder is not ours, or it is mounted
                os.truncate(file, 0)
            sync_folder(file.parent)
        except (OSError, ValueError) as error:
            why = reason(error)
        else:
            return
        raise StateError(f"{self.path} cannot be removed: {why}")


def _parts(file: Path) -> list[Path]:
    name = re.compile(rf"\.{re.escape(file.name)}\.{_PART}\.part")
    try:
        return [each for each in file.parent.iterdir() if name.fullmatch(each.name)]
    except OSError:
        return []


def _is_ours(part: Path) -> bool:
    """Whether only this user can have written a file."""
    try:
        found = part.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and is_mine(found) and not is_exposed(found)


def _is_whole(text: bytes) -> bool:
    """Whether a text came to its end: that is a line's end, and blanks may follow it."""
    return bool(text.strip()) and text.rstrip(b" ").endswith(b"\n")


def _same(handle: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except OSError:
        return False


def _remedy(error: Exception) -> str:
    """Return why a file cannot be locked, and what helps."""
    number = error.errno if isinstance(error, OSError) else None
    if number in _NO_LOCKS:
        return f"{reason(error)}; its file system offers no locks; keep the file on one that does, such as a local disk"
    if number in _NOT_OURS:
        return f"{reason(error)}; the folder it is in must be writable"
    return reason(error)
