"""Walking lists to their end, and proving that the end was reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from provider_bridge.core.steps import Emit, Flow, Paged, Progress
from provider_bridge.errors import ListingIncomplete

__all__ = ["Page", "by_number", "by_token"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: its items, the total the vendor announces if it does, and how to go on.

    ``next_token`` is for lists walked by token, ``pages`` for those walked by number. ``listed`` is how many rows
    the vendor listed, where ``items`` leaves some of them out.
    """

    items: Sequence[T]
    total: int | None = None
    next_token: str = ""
    pages: int = 0
    listed: int | None = None

    @property
    def rows(self) -> int:
        return len(self.items) if self.listed is None else self.listed


def by_token(operation: str, fetch: Callable[[str], Flow[Page[T]]], *, what: str = "") -> Paged[T]:
    """Emit the items of every page of a list that is walked with ``next_page_token``.

    Raises ``ListingIncomplete`` when a token comes twice, when fewer items came than announced last, or when the
    announced total changed on the way: then rows may have moved to a page that was read already.
    """
    seen: set[str] = set()
    token = ""
    count = 0
    totals: list[int] = []
    while True:
        page = yield from fetch(token)
        count += page.rows
        totals += [] if page.total is None or page.total in totals[-1:] else [page.total]
        total = totals[-1] if totals else None
        if what:
            yield Progress(what, total=total)
        yield Emit(page.items)
        token = page.next_token
        if not token:
            break
        if token in seen:
            raise ListingIncomplete(operation, "a page token came twice")
        seen.add(token)
    _check_total(operation, count, total)
    if len(totals) > 1:
        raise ListingIncomplete(operation, f"it changed while it was read: {totals[0]} announced, then {total}")


def by_number(operation: str, fetch: Callable[[int], Flow[Page[T]]]) -> Paged[T]:
    """Emit the items of every page of a list that is walked with page numbers from 0.

    Raises ``ListingIncomplete`` when a page before the last is empty, or when fewer items came than announced last.
    """
    count = number = pages = 0
    total: int | None = None
    while True:
        page = yield from fetch(number)
        count += page.rows
        total = total if page.total is None else page.total
        pages = max(pages, page.pages)
        yield Emit(page.items)
        number += 1
        if number >= pages:
            break
        if not page.items:
            raise ListingIncomplete(operation, f"page {number} of {pages} is empty")
    _check_total(operation, count, total)


def _check_total(operation: str, count: int, total: int | None) -> None:
    if total is not None and count < total:
        raise ListingIncomplete(operation, f"{total} announced, {count} came")
