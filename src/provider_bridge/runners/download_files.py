"""Opening files that only we may have made, in a folder where others may have put something in the way.

Nothing here follows a link, waits for a pipe, or writes into what has another name, another owner or other readers.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from provider_bridge.core.decode import as_object
from provider_bridge.errors import StateError

__all__ = ["check_writable", "is_at", "open_locked", "read_object", "read_small", "refuse_special", "write_whole"]

_PRIVATE: Final = 0o600
_SMALL: Final = 64 * 1024
_SAFELY: Final = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


def refuse_special(path: Path) -> None:
    """Raise ``StateError`` where something else than a file has a name, such as a device, a pipe or a lost link."""
    try:
        found = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise StateError(f"{path.name} is a link that leads nowhere; remove it first") from None
        return
    if not stat.S_ISREG(found.st_mode):
        raise StateError(f"{path.name} is not a file; a download neither replaces nor follows it")


def open_locked(path: Path, busy: str) -> int:
    """Return a handle of a private file of ours at a path, locked; what is there but not fit for it is removed.

    Raises ``StateError``, with ``busy`` when another process has the lock, or when no file is there but something
    else, and ``OSError`` as the system says it.
    """
    while True:
        handle, ours = _open_or_create(path)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StateError(busy) from None
            if not is_at(handle, path):
                continue  # another process has just given it its name, or removed it
            if ours or _is_fit(os.fstat(handle)):
                kept, handle = handle, -1
                return kept
            path.unlink()  # others may hold it open, or know it by another name: they keep it, we begin anew
        finally:
            if handle >= 0:
                os.close(handle)


def _open_or_create(path: Path) -> tuple[int, bool]:
    """Return a handle, and whether the file was made here and now."""
    try:
        there = path.lstat()
    except FileNotFoundError:
        pass
    else:
        if not stat.S_ISREG(there.st_mode):
            raise StateError(f"{path.name} is in the way, and it is not a file; remove it first")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _SAFELY, _PRIVATE)
    except FileExistsError:
        return _opened(path)
    _make_private(handle)
    return handle, True


def _make_private(handle: int) -> None:
    with suppress(PermissionError):  # some file systems know no modes
        os.fchmod(handle, _PRIVATE)  # whatever the umask took away


def _opened(path: Path) -> tuple[int, bool]:
    """Open what is there already; it may be gone, or be replaced by a link, meanwhile."""
    try:
        handle = os.open(path, os.O_RDWR | _SAFELY)
    except FileNotFoundError:
        return _open_or_create(path)
    except OSError as error:
        if error.errno not in {errno.ELOOP, errno.ENXIO}:
            raise
        raise StateError(f"{path.name} is in the way, and it is not a file; remove it first") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise StateError(f"{path.name} is in the way, and it is not a file; remove it first")
    return handle, False


def _is_fit(found: os.stat_result) -> bool:
    """Whether a file is ours, has one name, and is for nobody else to read or write."""
    return found.st_uid == os.geteuid() and found.st_nlink == 1 and stat.S_IMODE(found.st_mode) == _PRIVATE


def is_at(handle: int, path: Path) -> bool:
    """Whether an open file is still the one at a path."""
    try:
        there = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(there.st_mode) and os.path.samestat(os.fstat(handle), there)


def read_small(path: Path) -> bytes:
    """Return a small file's bytes; nothing where there is none, or something that we do not write."""
    try:
        handle = os.open(path, os.O_RDONLY | _SAFELY)
    except OSError:
        return b""
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _SMALL:
            return b""
        return file.read(_SMALL)


def read_object(path: Path) -> dict[str, Any]:
    """Return a small file's JSON object; an empty one where it holds anything else."""
    try:
        return as_object(json.loads(read_small(path))) or {}
    except (ValueError, RecursionError):
        return {}


def _fresh(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def check_writable(path: Path) -> None:
    """Raise ``OSError`` where ``write_whole`` could not name its file, so that nothing is begun that cannot end."""
    with suppress(FileNotFoundError):
        _fresh(path).lstat()


def write_whole(path: Path, text: str) -> None:
    """Replace a small file, whole or not at all."""
    fresh = _fresh(path)
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFELY, _PRIVATE)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            _make_private(handle)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
