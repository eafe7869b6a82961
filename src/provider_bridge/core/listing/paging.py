"""Walking lists to their end, and proving that the end was reached."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from provider_bridge.core.listing.seen_rows import SeenRows
from provider_bridge.core.steps import Emit, Flow, Paged, Progress
from provider_bridge.errors import ListingIncomplete, PageExpired

__all__ = ["Page", "by_number", "by_token", "consume", "flat_map_batches", "map_batches", "read_whole", "to_list"]

T = TypeVar("T")
U = TypeVar("U")

_WALKS: Final = 3
"""How often a listing that changes while it is read is walked before it counts as incomplete."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: its items, the total the vendor announces if it does, and how to go on.

    ``next_token`` is for lists walked by token, ``pages`` for those walked by number. ``listed`` is how many rows
    the vendor listed, where ``items`` leaves some of them out. ``beside`` holds items that it shows beside those
    that it pages and counts. ``keys`` tell its rows apart where the items do not.
    """

    items: Sequence[T]
    total: int | None = None
    next_token: str = ""
    pages: int = 0
    listed: int | None = None
    beside: Sequence[T] = ()
    keys: Sequence[Hashable] = ()

    @property
    def rows(self) -> int:
        return len(self.items) if self.listed is None else self.listed

    @property
    def left_out(self) -> int:
        return self.rows - len(self.items)


class _Walk:
    """What a walk by token has to remember: the tokens, the totals, how many rows came, and how many different ones."""

    def __init__(self, operation: str, *, counted: bool = False) -> None:
        self._operation = operation
        self._counted = counted
        self._tokens: set[str] = set()
        self.totals: list[int] = []
        self.count = 0
        self.different = 0
        self.repeated = False
        """Whether a page had nothing but rows of earlier pages: then another page did not come."""

    def take(self, page: Page[Any]) -> str:
        """Take in a page and return the token of the next, ``""`` after the last."""
        self.count += page.rows
        if page.total is not None and page.total < 0:
            raise ListingIncomplete(self._operation, "the number of rows that it announces is below zero")
        if page.total is not None and page.total not in self.totals[-1:]:
            self.totals.append(page.total)
        token = page.next_token
        if token in self._tokens:
            raise ListingIncomplete(self._operation, "a page token came twice")
        if token:
            self._tokens.add(token)
        return token

    def meet(self, rows: Sequence[Any], new: Sequence[Any], others: int) -> None:
        """Count a page's different rows, ``others`` being those that nothing tells apart."""
        self.different += len(new) + others
        self.repeated = self.repeated or (bool(rows) and not new)

    @property
    def changed(self) -> bool:
        """Whether the announced total changed, so that rows may have moved to a page that was read already.

        So does a page that came twice: what should have stood in its place was not read.
        """
        return len(self.totals) > 1 or self.repeated

    def finish(self, count: int) -> None:
        """Hold the number of rows against the total announced last, and the totals against each other."""
        if self.totals:
            _check_total(self._operation, count, self.totals[-1])
        elif self._counted:
            raise ListingIncomplete(
                self._operation, "no number of rows is announced, so nothing shows that it is whole"
            )
        if self._counted and count > self.totals[-1]:
            raise ListingIncomplete(self._operation, f"{self.totals[-1]} announced, {count} came")
        if self.repeated:
            raise ListingIncomplete(self._operation, "a page came twice")
        if self.changed:
            first, last = self.totals[0], self.totals[-1]
            raise ListingIncomplete(self._operation, f"it changed while it was read: {first} announced, then {last}")


def by_token(
    operation: str,
    fetch: Callable[[str], Flow[Page[T]]],
    *,
    key: Callable[[T], Hashable] | None = None,
    what: str = "",
    counted: bool = False,
) -> Paged[T]:
    """Emit the items of every page of a list that is walked with ``next_page_token``.

    With ``key``, which tells items apart, each item comes once. Then a listing whose page token died midway (a slow
    consumer) is started anew as long as that brings something new, and one that changed while it was read is walked
    up to three times. Without, such listings are incomplete.

        Raises ``ListingIncomplete`` when a token comes twice, when fewer items came than announced last, when the
    announced total changed on the way, or is below zero. A page that holds nothing new counts as such a change: it
    came twice. ``counted`` lists prove by their total alone that they are whole: without one, or with more rows than
    it says, they are incomplete.
    """
    seen, aside = SeenRows(), SeenRows()
    changes = 0
    while True:
        walk, known = _Walk(operation, counted=counted), len(seen)
        here = (
            SeenRows() if known else seen
        )  # rows of an earlier walk do not make up for those that are missing in this
        token = ""
        try:
            while True:
                page = yield from fetch(token)
                token = walk.take(page)
                if what:
                    yield Progress(what, total=walk.totals[-1] if walk.totals else None)
                here.expect(page.total or 0)
                if key is None:
                    walk.meet(page.keys, here.new(page.keys, _itself), page.rows - len(page.keys))
                    yield Emit([*page.items, *page.beside] if page.beside else page.items)
                else:
                    _check_keys(operation, page.items, key)
                    new = seen.new(page.items, key)
                    walk.meet(page.items, new if here is seen else here.new(page.items, key), page.left_out)
                    yield Emit([*new, *aside.new(page.beside, key)] if page.beside else new)
                if not token:
                    break
        except PageExpired:
            if not token or key is None or len(seen) == known:
                raise ListingIncomplete(operation, "a page token expired before the next page was asked for") from None
            continue
        changes += walk.changed
        if key is None or not walk.changed or changes == _WALKS:
            walk.finish(walk.different)
            return


def read_whole(operation: str, fetch: Callable[[str], Flow[Page[T]]], *, settles: bool = False) -> Flow[list[T]]:
    """Return all items of a list walked with ``next_page_token``, for lists that are small or make sense as a whole.

    Items need nothing that tells them apart: a listing whose page token died midway is read again from its start.
    One that ``settles`` is read until it comes twice in a row as it is, if it takes more than one page.
    """
    before: list[T] | None = None
    for left in reversed(range(_WALKS + settles)):
        walk = _Walk(operation)
        items: list[T] = []
        pages: list[Sequence[T]] = []
        token = ""
        try:
            while True:
                page = yield from fetch(token)
                walk.repeated = walk.repeated or (len(page.items) > 1 and page.items in pages)
                pages.append(page.items)
                items += [*page.items, *page.beside]
                token = walk.take(page)
                if not token:
                    break
        except PageExpired:
            if not token or not left:
                raise ListingIncomplete(operation, "a page token expired before the next page was asked for") from None
            continue
        walk.finish(walk.count)
        if not settles or len(pages) == 1 or items == before:
            return items
        before = items
    raise ListingIncomplete(operation, "it was another one each time that it was read")


def _check_keys(operation: str, items: Sequence[T], key: Callable[[T], Hashable]) -> None:
    """Raise ``ListingIncomplete`` where one page has two different rows of one key: one of them would be lost."""
    first: dict[Hashable, T] = {}
    if any(first.setdefault(key(each), each) != each for each in items):
        raise ListingIncomplete(operation, "two different rows have the same identifier")


def _itself(key: Hashable) -> Hashable:
    return key


def to_list(listing: Paged[T]) -> Flow[list[T]]:
    """Return everything a listing emits at once; its other steps are passed on."""
    items: list[T] = []

    def take(some: Sequence[T]) -> bool:
        items.extend(some)
        return False

    yield from consume(listing, take)
    return items


def consume(listing: Paged[T], take: Callable[[Sequence[T]], bool]) -> Flow[None]:
    """Hand what a listing emits to ``take``, to its end or until that says that it has enough.

    The listing's other steps are passed on. Only one that is read to its end is proven to be complete.
    """

    def use(items: Sequence[T]) -> Flow[bool]:
        yield from ()
        return take(items)

    yield from _batches(listing, use)


def map_batches(listing: Paged[T], make: Callable[[Sequence[T]], Sequence[U]]) -> Paged[U]:
    """Emit what ``make`` returns for each batch that a listing emits; the listing's other steps are passed on."""

    def change(items: Sequence[T]) -> Flow[Sequence[U]]:
        yield from ()
        return make(items)

    return flat_map_batches(listing, change)


def flat_map_batches(listing: Paged[T], change: Callable[[Sequence[T]], Flow[Sequence[U]]]) -> Paged[U]:
    """Emit what ``change`` makes of each batch that a listing emits, batch by batch; its other steps are passed on.

    The listing is proven complete by its own counts before anything is left out.
    """

    def use(items: Sequence[T]) -> Generator[Any, Any, bool]:
        made = yield from change(items)
        if made:
            yield Emit(made)
        return False

    yield from _batches(listing, use)


def _batches(listing: Paged[T], use: Callable[[Sequence[T]], Generator[Any, Any, bool]]) -> Generator[Any, Any]:
    """Hand each batch that a listing emits to ``use``, to its end or until that returns that it has enough.

    The listing's other steps are passed on, and it is closed in any case.
    """
    try:
        step = next(listing)
        while True:
            if isinstance(step, Emit):
                if (yield from use(step.items)):
                    return
                step = listing.send(None)
                continue
            try:
                answer = yield step
            except Exception as error:  # noqa: BLE001 (the listing decides what an error means)
                step = listing.throw(error)
            else:
                step = listing.send(answer)
    except StopIteration:
        return
    finally:
        listing.close()


def by_number(
    operation: str, fetch: Callable[[int], Flow[Page[T]]], *, key: Callable[[T], Hashable] | None = None, what: str = ""
) -> Paged[T]:
    """Emit the items of every page of a list that is walked with page numbers from 0, as ``by_token`` does.

    Raises ``ListingIncomplete`` also when a page before the last is empty.
    """
    pages = 0

    def numbered(token: str) -> Flow[Page[T]]:
        nonlocal pages
        number = int(token or 0)
        page = yield from fetch(number)
        pages = max(pages, page.pages) if number else page.pages
        if number + 1 >= pages:
            return replace(page, next_token="")
        if not page.rows:
            raise ListingIncomplete(operation, f"page {number + 1} of {pages} is empty")
        return replace(page, next_token=str(number + 1))

    yield from by_token(operation, numbered, key=key, what=what)


def _check_total(operation: str, count: int, total: int) -> None:
    if count < total:
        raise ListingIncomplete(operation, f"{total} announced, {count} came")
