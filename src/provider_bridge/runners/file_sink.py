"""Files on disk that come to be whole or not at all.

While it comes, a file is called ``NAME.part``, and ``NAME.part.json`` says what it is a part of. When all of it is on
disk it gets its name, and ``NAME.sha256`` beside it. A lock on the part keeps a second download away.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.decode import as_object
from provider_bridge.core.files import UNKNOWN, Place, Stored, Version
from provider_bridge.errors import InvalidInput, StateError
from provider_bridge.runners.background_writer import BackgroundWriter, Batch
from provider_bridge.runners.download_files import (
    check_writable,
    is_at,
    open_locked,
    read_object,
    read_small,
    refuse_special,
    write_whole,
)
from provider_bridge.runners.forks import begins_anew
from provider_bridge.runners.locks import FileLock
from provider_bridge.runners.os_support import sync_folder
from provider_bridge.runners.sinks import HashingSink, OpenSink, WriterSink, os_errors_as

if TYPE_CHECKING:
    from provider_bridge.core.calls import RawReply

__all__ = ["open_place"]

_BLOCK: Final = 1024 * 1024
_ROOM: Final = _BLOCK + 128 * 1024
"""Bytes that a batch has at most, unless its chunks are unusually large."""

_LONGEST_NAME: Final = 80

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS})


def open_place(place: Place) -> OpenSink:
    """Open a place, or raise ``StateError`` when it cannot be written to or something else is there."""
    if not isinstance(place.where, str):
        return WriterSink(place.where)
    with os_errors_as(_shown(place.where)):
        filling = _File(_target(place.where, place.name), place)
    with os_errors_as(_shown(filling.target.name)):
        filling.open()
    return filling


def _shown(where: str) -> str:
    """Return a path's last name as an error shows it: short, and without its folder."""
    name = os.path.basename(where.rstrip(os.sep)) or "the path"  # noqa: PTH119 (it may be no path at all)
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _target(where: str, name: str) -> Path:
    try:
        os.fsencode(where)
    except UnicodeEncodeError:
        raise InvalidInput("the path of a download holds half a character, which no file can be called") from None
    path = Path(where)
    if not path.name or path.is_dir() or where.endswith(os.sep):
        path /= name
    if not path.parent.is_dir():
        raise StateError(f"{_shown(path.name)} cannot be written: its folder does not exist")
    return path


class _File(HashingSink):
    """A file on disk."""

    def __init__(self, target: Path, place: Place) -> None:
        super().__init__()
        self.target = target
        self._place = place
        self._part = target.with_name(f"{target.name}.part")
        self._facts = target.with_name(f"{target.name}.part.json")
        self._sum = target.with_name(f"{target.name}.sha256")
        self._handle = -1
        self._beside: FileLock | None = None
        self._resumed = 0
        self._ours = False
        self._useless = False
        self._scribe: BackgroundWriter | None = None
        self._buffer = bytearray()

    # --- opening -------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Lock the part, and look at what is there."""
        refuse_special(self.target)
        check_writable(self._facts)
        self._handle, self._beside = open_locked(self._part, f"{self.target.name} is being downloaded already")
        begins_anew(self)
        try:
            self.done = self._look()
            if self.done is None:
                self._ours = True
                self._resume()
                self._check_room()
        except BaseException:
            self.close()
            raise
        self._useless = self.done is not None

    def begin_anew(self) -> None:
        """Leave the file to the parent, in a child: closed, it is locked by nobody else."""
        self._shut()

    def _shut(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _look(self) -> Stored | None:
        """Return what is there if it is this file and whole; refuse to replace anything else unasked."""
        try:
            size = self.target.stat().st_size
        except FileNotFoundError:
            return None
        told, crashed = self._told(), self._unfinished().get("sha256", "")
        if self._place.size in {None, size} and (told or crashed):
            digest = _hash_of(self.target)
            if digest in (told, crashed):
                if digest != told:
                    self._write_sum(digest)
                return Stored(str(self.target), size, digest, already=True)
        if not self._place.overwrite:
            raise StateError(f"{self.target.name} exists and is not known to be this file; overwrite=True replaces it")
        return None

    def _told(self) -> str:
        """Return the hash that the file beside the target names, if that speaks of this file."""
        lines = read_small(self._sum).decode("utf-8", "replace").splitlines()
        if len(lines) < len(("heading", "hash")):
            return ""
        first, second, *_ = lines
        return second.partition(" ")[0] if first == self._heading() else ""

    def _heading(self) -> str:
        return f"# provider-bridge {self._place.mark}"

    def _unfinished(self) -> dict[str, Any]:
        """Return what is known of the part, if it is one of this very file."""
        facts = read_object(self._facts)
        size = facts.get("size")
        is_one = size is None or type(size) is int  # True is 1 to Python
        return facts if is_one and facts.get("mark") == self._place.mark and size == self._place.size else {}

    def _told_version(self) -> Version:
        """Return what was noted of the version that the part is of; what a server cannot have said is nothing."""
        told = as_object(self._unfinished().get("version")) or {}
        tag, modified = told.get("tag"), told.get("modified")
        return Version(tag, modified) if isinstance(tag, str) and isinstance(modified, str) else UNKNOWN

    def _resume(self) -> None:
        """Go on with what is there, when it is of this file and of a version that can be asked for again."""
        version = self._told_version()
        if not (os.fstat(self._handle).st_size and version.validator and self._place.size is not None):
            self.empty()
            return
        self.version = version
        os.lseek(self._handle, 0, os.SEEK_SET)
        while chunk := os.read(self._handle, _BLOCK):
            self._hash.update(chunk)
            self.size += len(chunk)
        self._resumed = self.size

    def _check_room(self) -> None:
        room = shutil.disk_usage(self.target.parent).free
        if self._place.size is not None and room < self._place.size - self.size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    # --- filling -------------------------------------------------------------------------------------------

    def begin(self, offset: int, head: RawReply) -> None:
        with os_errors_as(self.target.name):
            if offset != self.size:
                self.empty()
            if not self.size:
                self.version = Version.of(head.headers)
                self._note()

    def write(self, chunks: Batch) -> None:
        size = sum(map(len, chunks))
        if size < _BLOCK and self._scribe is None:
            self._put(chunks)  # it is not worth a thread
        else:
            self._scribe = self._scribe or BackgroundWriter(self._put)
            self._scribe.hand(chunks)
        self.size += size

    def offer(self, chunks: Batch) -> bool:
        if self._scribe is None or not self._scribe.offer(chunks):
            return False
        self.size += sum(map(len, chunks))
        return True

    def settle(self) -> None:
        if self._scribe is not None:
            self._scribe.finish()
            self._scribe = None  # not before: whoever is interrupted here must wait for it when closing

    def _put(self, chunks: Batch) -> None:
        """Hash and write a batch."""
        block = self._joined(chunks)
        self._hash.update(block)
        try:
            rest = block
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        except OSError as error:
            self._useless = error.errno in _FULL
            with os_errors_as(self.target.name):
                raise

    def _joined(self, chunks: Batch) -> memoryview:
        """Return a batch as one block, for one wait for Python's lock instead of many, in memory that is used again."""
        if len(chunks) == 1 or sum(map(len, chunks)) > _ROOM:
            return memoryview(chunks[0] if len(chunks) == 1 else b"".join(chunks))
        self._buffer = self._buffer or bytearray(_ROOM)
        end = 0
        for chunk in chunks:
            start, end = end, end + len(chunk)
            self._buffer[start:end] = chunk
        return memoryview(self._buffer)[:end]

    def empty(self) -> None:
        with os_errors_as(self.target.name):
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
        self.size = self._resumed = 0
        self.version = UNKNOWN
        self._hash = hashlib.sha256()

    def _note(self, sha256: str = "") -> None:
        facts: dict[str, Any] = {**dict(self._place.facts), "mark": self._place.mark, "size": self._place.size}
        facts |= {"version": self.version._asdict()} | ({"sha256": sha256} if sha256 else {})
        write_whole(self._facts, json.dumps(facts, indent=1) + "\n")

    # --- ending --------------------------------------------------------------------------------------------

    def commit(self) -> Stored:
        """Give the file its name once all of it is on disk, and write its hash beside it."""
        digest = self._hash.hexdigest()
        with os_errors_as(self.target.name):
            os.fsync(self._handle)
            self._note(digest)  # so that a crash before the hash is beside it leaves no file nobody knows
            if self._beside is not None:  # the lock is not on the part, and Windows renames no open file
                self._shut()
            self._name_it()
            self._write_sum(digest)
        return Stored(str(self.target), self.size, digest, self._resumed)

    def _name_it(self) -> None:
        if self._place.overwrite:
            self._part.replace(self.target)
        else:
            try:
                os.link(self._part, self.target)
                self._part.unlink()
            except FileExistsError:
                raise StateError(f"{self.target.name} appeared while it was downloaded") from None
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                if self.target.exists():
                    raise StateError(f"{self.target.name} appeared while it was downloaded") from None
                self._part.replace(self.target)
        sync_folder(self.target.parent)

    def _write_sum(self, digest: str) -> None:
        write_whole(self._sum, f"{self._heading()}\n{digest}  {self.target.name}\n")
        self._facts.unlink(missing_ok=True)

    def close(self) -> None:
        beside, self._beside = self._beside, None
        try:
            self._close(itself=beside is None)
        finally:
            if beside is not None:
                beside.release()

    def _close(self, *, itself: bool) -> None:
        """Close the part, and remove it where it is of no use: under its lock, which may be on the part ``itself``."""
        if self._handle < 0:
            return
        with suppress(StateError):  # it is being said already, or nobody is there to hear it
            self.settle()
        handle, self._handle = self._handle, -1
        try:
            useless = (self._useless or not os.fstat(handle).st_size) and is_at(handle, self._part)
            if not itself:  # Windows removes no open file
                unlocked, handle = handle, -1
                os.close(unlocked)
            if useless:
                self._part.unlink(missing_ok=True)
                if self._ours:
                    self._facts.unlink(missing_ok=True)
        finally:
            if handle >= 0:
                os.close(handle)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
