"""What downloading a recording's files has in common at every provider: names, places, and several side by side.

Where a file is at this moment, and what it is, only a provider knows: it hands in a flow that asks for the link.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.download import flow as travel
from provider_bridge.core.files import MIB, Link, Place, Writer, safe_name
from provider_bridge.core.flow import fork
from provider_bridge.core.scrub import scrub
from provider_bridge.domain.recordings import Downloaded, RecordingFile
from provider_bridge.errors import InvalidInput, ProviderBridgeError

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow

__all__ = ["check_size", "file_name", "read_file", "save_all", "save_file", "target_of"]

_MOST_AT_ONCE: Final = 16


def file_name(file: RecordingFile) -> str:
    """Return what a file is called in a folder: ids and types only, never a title or a person."""
    start = f"{file.start:%Y%m%dT%H%M%S}" if file.start else ""
    which = file.id or f"{file.type}-{file.content}-{start}"
    ending = safe_name((file.extension or file.type or "bin").lower())
    return f"{safe_name(file.recording)}_{safe_name(which)}.{ending}"


def target_of(to: str | os.PathLike[str] | Writer) -> str | Writer:
    """Return where one file is to go, or raise ``InvalidInput``."""
    if isinstance(to, str | os.PathLike):
        return _path(to)
    if not callable(getattr(to, "write", None)):
        raise InvalidInput("a download goes to a path, or to an object with write")
    return to


def _path(where: str | os.PathLike[str]) -> str:
    path: Any = os.fspath(where)  # of a path of bytes, too
    if not isinstance(path, str) or not path or "\0" in path or not _is_encodable(path):
        raise InvalidInput("a download goes to a path that is text, is not empty, and that a file can have")
    return path


def _is_encodable(path: str) -> bool:
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def check_size(size: int, name: str) -> None:
    """Raise ``InvalidInput`` unless a number of bytes is one."""
    if size < 1:
        raise InvalidInput(f"{name} is a number of bytes above 0")


def save_file(
    file: RecordingFile, where: str | Writer, mark: str, find: Callable[[], Flow[Link]], *, overwrite: bool
) -> Flow[Downloaded]:
    """Put a file where it is wanted, whole or not at all; ``mark`` tells it from every other, ``find`` asks for it."""
    link = yield from find()
    facts = (("file", file.id or ""), ("recording", file.recording))
    place = Place(where, file_name(file), mark, facts, link.size, overwrite)
    stored = yield from travel.save(place, link, find)
    return Downloaded(
        file=file.id,
        recording=file.recording,
        path=None if stored.path is None else Path(stored.path),
        size=stored.size,
        sha256=stored.sha256,
        resumed_from=stored.resumed_from,
        already=stored.already,
    )


def read_file(find: Callable[[], Flow[Link]], forbidden: frozenset[str], limit: int = 16 * MIB) -> Flow[bytes]:
    """Return the bytes of a small file; what must not be known is cut out of files in JSON."""
    link = yield from find()
    body = yield from travel.read(link, find, limit)
    return scrub(body, forbidden).body if link.kind == "json" else body


def save_all(
    files: Iterable[RecordingFile],
    folder: str | os.PathLike[str],
    save: Callable[[RecordingFile, str], Flow[Downloaded]],
    at_once: int,
) -> Flow[list[Downloaded | ProviderBridgeError]]:
    """Put files into a folder side by side; return one outcome for each, in their order."""
    if not 1 <= at_once <= _MOST_AT_ONCE:
        raise InvalidInput(f"at_once is from 1 to {_MOST_AT_ONCE}")
    where = os.path.join(_path(folder), "")  # noqa: PTH118 (the slash at its end says that it is a folder)
    return (yield from fork("downloads", (save(file, where) for file in files), at_once=at_once))
