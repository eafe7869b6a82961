"""Bodies of answers that break off, and the count of those that were closed."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any, Final

__all__ = ["Behind", "Streams"]

_CHUNK: Final = 16 * 1024


class Streams:
    """Makes the bodies of answers for one family of clients, and counts how many are open."""

    def __init__(self, family: Any) -> None:
        self.opened = 0
        self.closed = 0
        self._lock = threading.Lock()
        self._kind = _kind_of(family)

    def made(self, body: bytes, error: Exception | None) -> Any:
        """Return a body that ends with an error, if one is given."""
        return self._open(_Made(body, error))

    def doubled(self, body: bytes, behind: Behind) -> Any:
        """Return a body behind which the same answer waits."""
        return self._open(_Doubled(body, behind))

    def watched(self, stream: Any) -> Any:
        """Return a body of the inner transport's."""
        return self._open(stream)

    def _open(self, stream: Any) -> Any:
        with self._lock:
            self.opened += 1
        return self._kind(stream, self._count)

    def _count(self) -> None:
        with self._lock:
            self.closed += 1


class Behind:
    """What waits on a connection behind an answer, as a client finds it in httpcore: parser and socket.

    ``idle`` is set when the answer was read and closed, so that the connection can be used again. A client that sees
    the rest has the connection say that it is readable, which ends it.
    """

    def __init__(self) -> None:
        self.idle = False
        self._h11_state = SimpleNamespace(trailing_data=(b"HTTP/1.1", False))

    @property
    def reused(self) -> bool:
        """Whether the next request is sent on it."""
        return self.idle and not self.get_extra_info("is_readable")

    def get_extra_info(self, info: str) -> Any:
        return False if info == "is_readable" else None


class _Made:
    """A body in chunks, and the error that it ends with."""

    def __init__(self, body: bytes, error: Exception | None) -> None:
        self._body = body
        self._error = error

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._body), _CHUNK):
            yield self._body[start : start + _CHUNK]
        if self._error is not None:
            raise self._error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        """Nothing is held."""

    async def aclose(self) -> None:
        """Nothing is held."""


class _Doubled(_Made):
    def __init__(self, body: bytes, behind: Behind) -> None:
        super().__init__(body, None)
        self._connection = behind

    def close(self) -> None:
        """The connection is free again."""
        self._connection.idle = True

    async def aclose(self) -> None:
        """The connection is free again."""
        self.close()


def _kind_of(family: Any) -> Any:
    """Return the class of watched bodies in a family: its clients look whether a body is one of their own."""

    class Watched(family.SyncByteStream, family.AsyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any, count: Any) -> None:
            self._stream = stream
            self._count = count
            self._open = True

        def __iter__(self) -> Iterator[bytes]:
            yield from self._stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in self._stream:
                yield chunk

        def _closing(self) -> None:
            if self._open:
                self._open = False
                self._count()

        def close(self) -> None:
            self._closing()
            self._stream.close()

        async def aclose(self) -> None:
            self._closing()
            await self._stream.aclose()

    return Watched
