"""Reading the files that people write: bounded in size, never waiting, and with a sentence for whatever is wrong.

Nothing here raises. A decoder's or a parser's own error holds the file, secrets and all, so callers are handed a
reason and raise where no other error is being handled.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from provider_bridge.runners.os_support import FOLLOWING, is_exposed, is_mine

__all__ = [
    "FOREIGN",
    "READABLE",
    "TextFile",
    "os_reason",
    "path_problem",
    "read_small",
    "read_text",
    "shown_path",
]

FOREIGN: Final = "belongs to another user"
READABLE: Final = "can be read by others"

MIB: Final = 1024 * 1024
_ROOT: Final = 0
_LONGEST_NAME: Final = 255
_LONGEST_PATH: Final = 4095
_LONGEST_SHOWN: Final = 200
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_REMEDIES: Final = {
    errno.ENOLCK: "; this file system cannot lock files, so use a local disk",
    errno.EACCES: "; this user needs the right to use it",
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """What was found in a file, or why it could not be read.

    ``problem`` is ``""`` when it was read. ``exposure`` says how others could read or change it, ``""`` when only its
    owner can: the owner must be this user or root, as ssh wants it.
    """

    text: str = field(default="", repr=False)
    problem: str = ""
    missing: bool = False
    exposure: str = ""


def read_text(path: Path, limit: int = MIB) -> TextFile:
    """Return a file's text as UTF-8, without a byte order mark."""
    data, problem, found = read_small(path, limit)
    if found is None:
        return TextFile(problem=problem or "No such file or directory", missing=not problem)
    if problem:
        return TextFile(problem=problem)
    text, problem = _decoded(data)
    return TextFile(text, problem, exposure=_exposure(found))


def read_small(path: Path, limit: int = MIB) -> tuple[bytes, str, os.stat_result | None]:
    """Return a file's bytes, why it cannot be read, and its state; neither a reason nor a state when it is missing."""
    problem = path_problem(os.fspath(path))
    if problem:
        return b"", problem, None
    try:
        handle = os.open(path, os.O_RDONLY | FOLLOWING)  # which waits for no FIFO's other end
    except FileNotFoundError:
        return b"", "", None
    except OSError as error:
        return b"", os_reason(error), None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            what = os.strerror(errno.EISDIR) if stat.S_ISDIR(found.st_mode) else "it must be a regular file"
            return b"", what, found
        with open(handle, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    except OSError as error:
        return b"", os_reason(error), None
    finally:
        os.close(handle)
    if len(data) > limit:
        return b"", f"it is larger than {limit // 1024:,} KiB", found
    return data, "", found


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith(_UTF_16):
        return "", "it is UTF-16, not UTF-8 text; save it as UTF-8"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", "it is not UTF-8 text; save it as UTF-8"


def _exposure(found: os.stat_result) -> str:
    if not (is_mine(found) or found.st_uid == _ROOT):
        return FOREIGN
    return READABLE if is_exposed(found) else ""


def os_reason(error: OSError) -> str:
    """Return what the system says, and the remedy where there is one; an error's own text could hold a path."""
    return (error.strerror or type(error).__name__) + _REMEDIES.get(error.errno or 0, "")


def path_problem(path: str) -> str:
    """Return why no file can have this path, ``""`` when one can."""
    if "\0" in path:
        return "a path must not hold NUL"
    try:
        encoded = os.fsencode(path)
    except UnicodeEncodeError:
        return "a path must not hold characters that no file name can have"
    too_long = len(encoded) > _LONGEST_PATH or any(len(name) > _LONGEST_NAME for name in encoded.split(b"/"))
    return os.strerror(errno.ENAMETOOLONG) if too_long else ""


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return a path as an error may show it: on one line, and shortened where it is very long."""
    text = "".join(each if each.isprintable() else "\ufffd" for each in os.fspath(path))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:40]}…{text[-40:]}"
