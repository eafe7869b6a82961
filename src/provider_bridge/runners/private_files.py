"""Writing private files: each is private from the first moment, and takes its name when it is whole, or never."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from provider_bridge.runners.os_support import PRIVATE, SAFELY, make_private

__all__ = ["create_private", "replacing"]


def create_private(path: Path) -> int:
    """Return a handle of a new private file; raises ``FileExistsError`` where anything has its name."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | SAFELY, PRIVATE)
    with suppress(PermissionError):  # some file systems know no modes
        make_private(handle)
    return handle


@contextmanager
def replacing(path: Path, part: Path, *, durable: bool = True, errors: str = "strict") -> Generator[IO[str]]:
    """Yield a private text file that takes the place of ``path`` in the end, or is removed where anything fails.

    Until then it is called ``part``; what has that name is removed: a killed process left it, or others put it there.
    With ``durable`` the text is on the disk before it takes its place. Raises ``OSError``.
    """
    part.unlink(missing_ok=True)
    handle = create_private(part)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors=errors) as file:
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
