"""Opening files that only we may have made, in a folder where others may have put something in the way.

Nothing here follows a link, waits for a pipe, or writes into what has another name, another owner or other readers.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from provider_bridge.core.decode import as_object
from provider_bridge.errors import StateError
from provider_bridge.runners.locks import FileLock, has_descriptor_locks, lock_descriptor
from provider_bridge.runners.os_support import SAFELY, has_private_mode, is_mine
from provider_bridge.runners.private_files import create_private, replacing

__all__ = ["check_writable", "is_at", "open_locked", "read_object", "read_small", "refuse_special", "write_whole"]

_SMALL: Final = 64 * 1024


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


def open_locked(path: Path, busy: str) -> tuple[int, FileLock | None]:
    """Return a handle of a private file of ours at a path, locked; what is there but not fit for it is removed.

    It is locked itself, so that no lock file is left beside it, or by the lock that is returned with it.

    Raises ``StateError``, with ``busy`` when another process has the lock, or when no file is there but something
    else, and ``OSError`` as the system says it.
    """
    if has_descriptor_locks():
        return _open_fit(path, busy, itself=True), None
    beside = FileLock(path.with_name(f".{path.name}.lock"))
    if not beside.acquire(wait=False):
        raise StateError(busy)
    try:
        return _open_fit(path, busy, itself=False), beside
    except BaseException:
        beside.release()
        raise


def _open_fit(path: Path, busy: str, *, itself: bool) -> int:
    """Return a handle of a file that is fit, locked where it is locked ``itself``."""
    while True:
        handle, ours = _open_or_create(path)
        try:
            if itself and not lock_descriptor(handle, wait=False):
                raise StateError(busy)
            if not is_at(handle, path):
                continue  # another process has just given it its name, or removed it
            if ours or _is_fit(os.fstat(handle)):
                kept, handle = handle, -1
                return kept
            if not itself:  # Windows removes no open file
                unlocked, handle = handle, -1
                os.close(unlocked)
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
        return create_private(path), True
    except FileExistsError:
        return _opened(path)


def _opened(path: Path) -> tuple[int, bool]:
    """Open what is there already; it may be gone, or be replaced by a link, meanwhile."""
    try:
        handle = os.open(path, os.O_RDWR | SAFELY)
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
    return is_mine(found) and found.st_nlink == 1 and has_private_mode(found)


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
        handle = os.open(path, os.O_RDONLY | SAFELY)
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
    with replacing(path, _fresh(path)) as file:
        file.write(text)
