"""Which rows of a long listing came already: a table of hashes, eight bytes a row and some air."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["Seen"]

_SMALLEST: Final = 1024
_FREE: Final = 0
_NEVER: Final = -1
"""No hash of Python's is -1, so it can stand for the hash 0, which marks a free place."""


class Seen:
    """A set of hashes that a million rows keep under thirty megabytes; a Python set would take three times that.

    Two rows of one hash are taken for the same row: one chance in thirty million for a million rows.
    """

    def __init__(self) -> None:
        self._table = array("q", [_FREE]) * _SMALLEST
        self._mask = _SMALLEST - 1
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, key: Hashable) -> bool:
        """Record a row's key; return whether it is new."""
        mark = hash(key) or _NEVER
        table, mask = self._table, self._mask
        place = mark & mask
        while (found := table[place]) != mark:
            if not found:
                table[place] = mark
                self._count += 1
                if self._count * 5 > mask * 3:
                    self._grow()
                return True
            place = (place + 1) & mask
        return False

    def _grow(self) -> None:
        old, mask = self._table, self._mask * 2 + 1
        table = array("q", [_FREE]) * (mask + 1)
        for mark in old:
            if mark:
                place = mark & mask
                while table[place]:
                    place = (place + 1) & mask
                table[place] = mark
        self._table, self._mask = table, mask
