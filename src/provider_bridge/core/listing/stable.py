"""Listing again until two looks in a row show the same: for lists whose rows come, go and move while they are read.

A total proves nothing where one row leaves and another one joins between two pages: a third one moves to a page that
was read already, and the count still adds up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from provider_bridge.core.listing.paging import map_batches
from provider_bridge.core.listing.seen_rows import Look, SeenRows
from provider_bridge.errors import ListingIncomplete

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from provider_bridge.core.steps import Paged

__all__ = ["ALWAYS", "SHORT", "until_stable"]

T = TypeVar("T")

ALWAYS: Final = 2**31
SHORT: Final = 20
"""Up to how many pages a list is looked at again: however long it is, or only while that costs little."""

_LOOKS: Final = 4
"""How often a list is looked at before it counts as one that never rests."""


class _Show(Generic[T]):
    """What one look shows: how many pages it took, and which rows, as long as these are no more than ``most``."""

    def __init__(self, key: Callable[[T], Hashable], seen: SeenRows, most: int) -> None:
        self._key = key
        self._seen = seen
        self._most = most
        self.rows = Look()
        self.pages = 0

    def take(self, items: Sequence[T]) -> Sequence[T]:
        """Take in a page and return what no look showed before."""
        self.pages += 1
        if self.pages > self._most:
            return items
        self.rows.add([self._key(item) for item in items])
        return self._seen.new(items, self._key)


def until_stable(
    operation: str,
    look: Callable[[], Paged[T]],
    key: Callable[[T], Hashable],
    *,
    pages: int = ALWAYS,
    one_page: bool = False,
) -> Paged[T]:
    """Emit what looks at a list show, each item once, until two of them in a row showed the same.

    What was seen once is emitted, also where it is gone by now. With ``one_page`` a look that took a single page is
    enough: nothing moves within a page. A list of more than so many ``pages`` is looked at once. Raises
    ``ListingIncomplete`` when four looks all differ.
    """
    seen = SeenRows()
    before: Look | None = None
    for _ in range(_LOOKS):
        most = pages if before is None else ALWAYS
        now = _Show(key, seen, most)
        yield from map_batches(look(), now.take)
        if now.pages > most or (one_page and now.pages == 1) or (before is not None and now.rows.same(before)):
            return
        before = now.rows
    raise ListingIncomplete(operation, f"each of {_LOOKS} looks at it showed others")
