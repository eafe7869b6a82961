"""What is open to be filled: what every such place does, and a caller's own object as one."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from provider_bridge.core.files import UNKNOWN, Sink, Stored, Version, Writer
from provider_bridge.errors import InvalidInput, StateError
from provider_bridge.runners.background_writer import Batch

if TYPE_CHECKING:
    from provider_bridge.core.calls import RawReply

__all__ = ["HashingSink", "OpenSink", "WriterSink", "os_errors_as"]


class OpenSink(Sink, Protocol):
    """A place that is open. ``done`` is set when the whole file was there before anything was fetched."""

    done: Stored | None

    def begin(self, offset: int, head: RawReply) -> None:
        """Get ready for bytes from ``offset`` on, of the version that an answer's head names."""
        ...

    def write(self, chunks: Batch) -> None:
        """Take bytes in, waiting for the disk where that is behind."""
        ...

    def offer(self, chunks: Batch) -> bool:
        """Take bytes in if that needs no waiting, and return whether they were taken."""
        ...

    def settle(self) -> None:
        """Wait until everything that was taken in is written."""
        ...

    def empty(self) -> None: ...
    def commit(self) -> Stored:
        """Give the whole file its name."""
        ...

    def close(self) -> None:
        """Let go of everything; what is not whole has no name, and stays only if it can be gone on with."""
        ...


@contextmanager
def os_errors_as(name: str) -> Generator[None]:
    """Turn what the system says into one sentence with the file's name; its folder could be anybody's."""
    try:
        yield
    except OSError as error:
        raise StateError(f"{name} cannot be written: {error.strerror or type(error).__name__}") from None


class HashingSink:
    """Counts and hashes what goes by."""

    def __init__(self) -> None:
        self.done: Stored | None = None
        self.size: int = 0
        self.version = UNKNOWN
        self._hash = hashlib.sha256()


class WriterSink(HashingSink):
    """A caller's own writer: it is written to in order, and never taken back."""

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        if not callable(getattr(writer, "write", None)):
            raise InvalidInput("a download goes to a path, or to an object with write")
        self._writer = writer

    def begin(self, offset: int, head: RawReply) -> None:
        if offset != self.size:
            raise StateError("what was written to the caller's object cannot be taken back to start anew")
        self.version = self.version if offset else Version.of(head.headers)

    def write(self, chunks: Batch) -> None:
        for chunk in chunks:
            with os_errors_as("what the caller's object was given"):
                self._write_all(chunk)
            self._hash.update(chunk)
            self.size += len(chunk)

    def offer(self, chunks: Batch) -> bool:  # noqa: ARG002 (a caller's object may block)
        return False

    def settle(self) -> None:
        """Everything is written when ``write`` returns."""

    def _write_all(self, chunk: bytes) -> None:
        """Write a chunk; an unbuffered file says how much of it fitted."""
        rest = memoryview(chunk)
        while rest:
            count: Any = self._writer.write(bytes(rest) if len(rest) < len(chunk) else chunk)
            if count == 0:
                raise OSError(errno.EIO, "it takes nothing")
            rest = rest[count:] if isinstance(count, int) else rest[len(rest) :]

    def empty(self) -> None:
        if self.size:
            raise StateError("what was written to the caller's object cannot be taken back to start anew")

    def commit(self) -> Stored:
        return Stored(None, self.size, self._hash.hexdigest())

    def close(self) -> None:
        """The caller closes what the caller opened."""
