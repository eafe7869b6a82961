"""Listing again until two looks in a row show the same: for lists whose rows come, go and move while they are read.

A total proves nothing where one row leaves and another one joins between two pages: a third one moves to a page that
was read already, and the count still adds up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.paging import through
from provider_bridge.core.seen import Look, Seen
from provider_bridge.errors import ListingIncomplete

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from provider_bridge.core.steps import Flow, Paged

__all__ = ["settled"]

T = TypeVar("T")

_LOOKS: Final = 4
"""How often a list is looked at before it counts as one that never rests."""


def settled(
    operation: str, look: Callable[[], Paged[T]], key: Callable[[T], Hashable], *, one_page: bool = False
) -> Paged[T]:
    """Emit what looks at a list show, each item once, until two of them in a row showed the same.

    What was seen once is emitted, also where it is gone by now. With ``one_page`` a look that took a single page is
    enough: nothing moves within a page. Raises ``ListingIncomplete`` when four looks all differ.
    """
    seen = Seen()
    before: Look | None = None
    for _ in range(_LOOKS):
        now, pages = Look(), 0

        def keep(items: Sequence[T], now: Look = now) -> Flow[Sequence[T]]:
            nonlocal pages
            yield from ()
            pages += 1
            now.add([key(item) for item in items])
            return seen.new(items, key)

        yield from through(look(), keep)
        if (one_page and pages == 1) or (before is not None and now.same(before)):
            return
        before = now
    raise ListingIncomplete(operation, f"each of {_LOOKS} looks at it showed others")
