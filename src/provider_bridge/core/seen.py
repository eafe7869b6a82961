"""Which rows of a long listing came already: a table of hashes, eight bytes a row and some air."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["Seen"]

_SMALLEST: Final = 1024
_MASK64: Final = 2**64 - 1
_SALT: Final = 0x9E3779B97F4A7C15
"""Keeps the hashes of small numbers away from 0."""


class Seen:
    """A set of hashes that a million rows keep under thirty megabytes; a Python set would take three times that.

    Two rows of one hash are taken for the same row: one chance in thirty million for a million rows.
    """

    def __init__(self) -> None:
        self._table = array("Q", [0]) * _SMALLEST
        self._mask = _SMALLEST - 1
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, key: Hashable) -> bool:
        """Record a row's key; return whether it is new."""
        mark = ((hash(key) ^ _SALT) & _MASK64) or 1  # 0 marks a free place
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
        table = array("Q", [0]) * (mask + 1)
        for mark in old:
            if mark:
                place = mark & mask
                while table[place]:
                    place = (place + 1) & mask
                table[place] = mark
        self._table, self._mask = table, mask
