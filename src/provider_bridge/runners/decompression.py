"""Unpacking an answer's body, step by step and up to a limit: a few bytes can stand for gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

__all__ = ["ACCEPTED", "Body", "NotAskedFor", "TooLarge", "Unreadable"]

ACCEPTED: Final = "gzip, deflate"
"""What we ask for; either, and only one of them at a time, is unpacked."""

_STEP: Final = 256 * 1024
_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB_HEAD: Final = 0x0F
_ZLIB: Final = 0x08


class TooLarge(Exception):
    """There is more than the limit."""


class Unreadable(Exception):
    """The body is not what its encoding says; the text says what is wrong."""


class NotAskedFor(Unreadable):
    """The body has another encoding than those that we ask for, or several."""


def _gzip(_: bytes) -> int:
    return _GZIP


def _deflate(first: bytes) -> int:
    """Return how to read ``deflate``: with the head that it must have, or without, as some servers send it."""
    return zlib.MAX_WBITS if first[0] & _ZLIB_HEAD == _ZLIB else -zlib.MAX_WBITS


_KINDS: Final[Mapping[str, Callable[[bytes], int]]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}


class Body:
    """Takes a body in chunk by chunk, and holds it unpacked. Never more than ``most`` bytes, and a step."""

    def __init__(self, encoding: str, most: int) -> None:
        kind = encoding.strip().casefold()
        if kind not in {"", "identity", *_KINDS}:
            raise NotAskedFor("is packed in a way that was not asked for")
        self._window = _KINDS.get(kind)
        self._most = most
        self._chunks: list[bytes] = []
        self._came = self._size = 0
        self._unpacker: Any = None

    def add(self, chunk: bytes) -> None:
        """Take in a chunk as it came. Raises ``TooLarge`` or ``Unreadable``."""
        if self._window is None:
            self._keep(chunk)
            return
        self._came += len(chunk)
        if self._came > self._most:  # what stands for nothing has no end, either
            raise TooLarge
        try:
            self._unpack(chunk, self._window)
        except zlib.error:
            raise Unreadable("cannot be unpacked") from None

    def _unpack(self, chunk: bytes, window: Callable[[bytes], int]) -> None:
        """Unpack a chunk in steps; gzip may consist of several members."""
        more = bool(chunk)
        while more:
            unpacker = self._unpacker = self._unpacker or zlib.decompressobj(window(chunk))
            found = unpacker.decompress(chunk, _STEP)
            self._keep(found)
            if unpacker.eof:
                chunk, self._unpacker = unpacker.unused_data, None
                more = bool(chunk)
            else:
                chunk = unpacker.unconsumed_tail
                more = bool(chunk) or len(found) == _STEP  # there may be more to come of what was taken in

    def _keep(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > self._most:
            raise TooLarge
        self._chunks.append(chunk)

    def whole(self) -> bytes:
        """Return the body. Raises ``Unreadable`` where it ends too early."""
        if self._unpacker is not None:
            raise Unreadable("ends before it can be unpacked")
        return b"".join(self._chunks)
