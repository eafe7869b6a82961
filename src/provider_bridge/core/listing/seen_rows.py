"""Which rows of a long listing came already: a table of hashes, eight bytes a row and some air."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

__all__ = ["Look", "SeenRows"]

T = TypeVar("T")

_SMALLEST: Final = 4096
_LARGE: Final = 2**18
_MOST: Final = 2**20
_FREE: Final = 0
_NEVER: Final = -1
"""No hash of Python's is -1, so it can stand for the hash 0, which marks a free place."""


class SeenRows:
    """A set of hashes that a million rows keep under thirty megabytes; a Python set would take three times that.

    Two rows of one hash are taken for the same row: one chance in thirty million for a million rows.
    """

    def __init__(self) -> None:
        self._table = array("q", [_FREE]) * _SMALLEST
        self._mask = _SMALLEST - 1
        self._room = _SMALLEST // 2
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def expect(self, count: int) -> None:
        """Make room for so many rows, a million at the most, before the first: growing holds two tables for a while."""
        if self._count:
            return
        size = len(self._table)
        while size // 2 < min(count, _MOST):
            size *= 2
        if size > len(self._table):
            self._table = array("q", [_FREE]) * size
            self._mask, self._room = size - 1, size // 2

    def __contains__(self, key: Hashable) -> bool:
        """Whether a row's key was recorded."""
        mark = hash(key) or _NEVER
        place = mark & self._mask
        while (found := self._table[place]) != mark:
            if not found:
                return False
            place = (place + 1) & self._mask
        return True

    def add(self, key: Hashable) -> bool:
        """Record a row's key; return whether it is new."""
        return bool(self.new((key,), _itself))

    def new(self, items: Sequence[T], key: Callable[[T], Hashable]) -> list[T]:
        """Record the keys of rows; return those rows that are new, each once."""
        while self._count + len(items) > self._room:
            self._grow()
        table, mask = self._table, self._mask
        fresh: list[T] = []
        for item, hashed in zip(items, map(hash, map(key, items)), strict=True):
            mark = hashed or _NEVER
            place = mark & mask
            while (found := table[place]) != mark:
                if not found:
                    table[place] = mark
                    fresh.append(item)
                    break
                place = (place + 1) & mask
        self._count += len(fresh)
        return fresh

    def _grow(self) -> None:
        """Move to a larger table; while it is small a much larger one, because moving costs more than the room."""
        old = self._table
        size = len(old) * (4 if len(old) < _LARGE else 2)
        table, mask = array("q", [_FREE]) * size, size - 1
        for mark in old:
            if mark:
                place = mark & mask
                while table[place]:
                    place = (place + 1) & mask
                table[place] = mark
        self._table, self._mask, self._room = table, mask, size // 2


class Look:
    """Which different rows one look at a list showed, so that it can be told whether another one showed the same."""

    def __init__(self) -> None:
        self._seen = SeenRows()
        self._sum = 0

    def add(self, keys: Sequence[Hashable]) -> None:
        """Record the keys of rows."""
        self._sum += sum(map(hash, self._seen.new(keys, _itself)))

    def same(self, other: Look) -> bool:
        """Whether the other look showed exactly these rows, in whatever order."""
        return len(self._seen) == len(other._seen) and self._sum == other._sum


def _itself(key: Hashable) -> Hashable:
    return key
